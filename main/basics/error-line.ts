/** The error message in the output of a Node process, without the throwing line and Node's version. */
export function errorLine(output: string): string | undefined {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(Uncaught )?\w*(Error|Exception)\b[^:]{0,40}: ./.test(line));
}
