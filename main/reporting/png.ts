/** Figures as PNG, through sharp. */
import { loadSharp, type SharpLibrary } from '../datasets/photos/formats/load-sharp';

/** Twice the pixels of the picture's size, for print: sharp counts 72 to the inch. */
const DENSITY = 2 * 72;

const PROBE = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><text y="14" font-size="16">M</text></svg>`;

/** SVG files as PNG; undefined where texts would be left out, because the library finds no font. */
export async function sharpPngs(
  svgs: readonly string[],
  sharp: SharpLibrary = loadSharp(),
): Promise<Uint8Array[] | undefined> {
  const { channels } = await sharp(Buffer.from(PROBE)).stats();
  if (channels.at(-1)!.max === 0) return undefined;
  const drawn: Uint8Array[] = [];
  for (const svg of svgs) drawn.push(await sharp(Buffer.from(svg), { density: DENSITY }).png().toBuffer());
  return drawn;
}
