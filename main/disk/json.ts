/** undefined if the text is not JSON, for example because a kill cut it off. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
