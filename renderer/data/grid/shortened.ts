/** Text on a canvas that ends in an ellipsis if it is too wide. */

/** By font and width, since the same few names are drawn again and again. */
const known = new Map<string, Map<string, string>>();
/** A slider asks for many widths. */
const WIDTHS = 8;

/** As much of `text` as fits into `width` pixels. @param fontLoads changes when fonts have been loaded */
export function fitted(
  context: Pick<CanvasRenderingContext2D, 'font' | 'measureText'>,
  text: string,
  width: number,
  fontLoads = 0,
): string {
  const key = `${width} ${context.font} ${fontLoads}`;
  let cut = known.get(key);
  if (!cut) {
    if (known.size >= WIDTHS) known.clear();
    cut = new Map();
    known.set(key, cut);
  }
  const before = cut.get(text);
  if (before !== undefined) return before;
  const result = shortened(text, (candidate) => context.measureText(candidate).width <= width);
  cut.set(text, result);
  return result;
}

function shortened(text: string, fits: (candidate: string) => boolean): string {
  if (fits(text)) return text;
  // Whole characters, so that no emoji is cut in two.
  const letters = [...text];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(`${letters.slice(0, middle).join('').trimEnd()}…`)) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join('').trimEnd()}…`;
}
