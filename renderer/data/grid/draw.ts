/** Draws a row of the grid: the images, scaled, and the class name below each. Lengths in device pixels. */
import { GAP, WORDS } from '../../ui/imageGrid';
import { SANS } from '../../ui/theme/theme';
import type { Tokens } from '../../ui/theme/tokens';
import type { Overview, Sketch } from './overview';
import type { ExamplePages } from './pages';
import { fitted } from './shortened';
import { drawnStrip, stripOf } from './sketch';
import type { Sprites } from './sprites';

/** CSS pixels. */
const FONT_SIZE = 11;
const BASELINE = 13;

/** What all rows of a grid have in common. */
export interface GridLook {
  pages: ExamplePages;
  overview: Overview;
  sprites: Sprites;
  /** Side of an image's square, in CSS pixels. */
  cell: number;
  /** Whether enlarged images are smoothed: photos are; in small images, the pixels matter. */
  smooth: boolean;
  colors: Tokens;
  /** Changes when fonts have been loaded. */
  fontLoads: number;
  nameOf(label: number): string;
}

interface RowPicture extends GridLook {
  /** Positions in the filtered set; `to` is exclusive. */
  from: number;
  to: number;
  /** Device pixels per CSS pixel. */
  ratio: number;
}

/** Where in a square of this side an image goes to be seen whole. */
export function containedIn(
  side: number,
  height: number,
  width: number,
): { x: number; y: number; width: number; height: number } {
  const scale = side / Math.max(height, width);
  const drawn = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return { ...drawn, x: Math.floor((side - drawn.width) / 2), y: Math.floor((side - drawn.height) / 2) };
}

export function drawRow(context: CanvasRenderingContext2D, picture: RowPicture): void {
  const { pages, overview, from, to, cell, ratio, colors } = picture;
  const { canvas } = context;
  const side = Math.round(cell * ratio);
  context.fillStyle = colors.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  setFont(context, `${FONT_SIZE * ratio}px ${SANS}`, picture.fontLoads);
  const sketches: Placed[] = [];
  for (let position = from; position < to; position++) {
    const x = Math.round((position - from) * (cell + GAP) * ratio);
    const example = pages.at(position);
    const filled = example !== undefined && drawImage(context, picture, position, x, side);
    const sketch = filled ? undefined : overview.at(position);
    if (!filled) {
      context.fillStyle = colors.raised;
      context.fillRect(x, 0, side, side);
    }
    if (sketch) sketches.push({ sketch, x });
    const label = example?.label ?? sketch?.label;
    if (label === undefined) continue;
    context.fillStyle = colors.muted;
    const name = fitted(context, picture.nameOf(label), side, picture.fontLoads);
    context.fillText(name, x, side + Math.round(BASELINE * ratio));
  }
  if (sketches.length > 0) drawSketches(context, picture, sketches, side);
}

interface Placed {
  sketch: Sketch;
  x: number;
}

/** Where the images will be, without their detail. */
function drawSketches(
  context: CanvasRenderingContext2D,
  { pages: { imageShape } }: RowPicture,
  sketches: readonly Placed[],
  cell: number,
): void {
  const strip = stripOf(sketches.map(({ sketch }) => sketch));
  const canvas = drawnStrip(strip);
  if (!canvas) return;
  const place = containedIn(cell, imageShape?.[0] ?? 1, imageShape?.[1] ?? 1);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'low';
  const { side } = strip;
  for (const [n, { x }] of sketches.entries()) {
    const left = n * (side + 2) + 1;
    context.drawImage(canvas, left, 1, side, side, x + place.x, place.y, place.width, place.height);
  }
}

/** The font of each canvas, with the size at which it was set: a canvas that is resized forgets it. */
const fonts = new WeakMap<HTMLCanvasElement, string>();

/** Setting a font makes the browser compute styles, even if it is the same font. */
function setFont(context: CanvasRenderingContext2D, font: string, loads: number): void {
  const { canvas } = context;
  const key = `${canvas.width} ${canvas.height} ${font} ${loads}`;
  if (fonts.get(canvas) === key) return;
  fonts.set(canvas, key);
  context.font = font;
}

/** Height of a row, in CSS pixels. */
export const rowPictureHeight = (cell: number): number => cell + WORDS;

/** False if the image is not here yet. */
function drawImage(
  context: CanvasRenderingContext2D,
  { pages, sprites, smooth, colors }: RowPicture,
  position: number,
  x: number,
  side: number,
): boolean {
  const page = pages.pageAt(position);
  const sprite = page && sprites.of(page);
  if (!sprite) return false;
  const [height, width] = page.imageShape;
  const place = containedIn(side, height, width);
  if (place.width !== place.height) {
    context.fillStyle = colors.raised;
    context.fillRect(x, 0, side, side);
  }
  const smaller = side < Math.max(height, width);
  context.imageSmoothingEnabled = smaller || smooth;
  // Below half its size, a pixel of the screen covers more than the four pixels that `low` takes into account.
  context.imageSmoothingQuality = 2 * side < Math.max(height, width) ? 'medium' : 'low';
  const top = (position % pages.pageSize) * height;
  context.drawImage(sprite, 0, top, width, height, x + place.x, place.y, place.width, place.height);
  return true;
}
