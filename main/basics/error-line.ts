/**
 * The error in what a program printed. Node prints the line of source that threw above its error, and the version of
 * Node below it; in a bundle that line may be the whole program.
 */
export function errorLine(output: string): string | undefined {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(Uncaught )?\w*(Error|Exception)\b[^:]{0,40}: ./.test(line));
}
