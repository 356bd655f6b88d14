/** Undefined where the text is no JSON, as a kill may have torn it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
