/** Figures as PNG, through sharp. */
import { loadSharp, type SharpLibrary } from '../datasets/photos/formats/load-sharp';

/** Twice the pixels of the picture's size, for print: sharp counts 72 to the inch. */
const DENSITY = 2 * 72;

const PROBE = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><text y="14" font-size="16">M</text></svg>`;

/** A function that draws an SVG file; undefined where it would leave texts out, because the library finds no font. */
export async function pngWriter(
  sharp: SharpLibrary = loadSharp(),
): Promise<((svg: string) => Promise<Buffer>) | undefined> {
  const { channels } = await sharp(Buffer.from(PROBE)).stats();
  const drawn = channels.at(-1)!.max > 0;
  return drawn ? (svg) => sharp(Buffer.from(svg), { density: DENSITY }).png().toBuffer() : undefined;
}
