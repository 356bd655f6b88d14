/** Drawing raw images onto a canvas, scaled; small images stay crisp, large ones are averaged. */
import { type Example, toRgba } from '../pixels';

type ImageShape = readonly [height: number, width: number, channels: number];

/** One for all: drawing is synchronous. */
let scratch: HTMLCanvasElement | undefined;

function original(example: Example, [height, width, channels]: ImageShape): HTMLCanvasElement {
  scratch ??= document.createElement('canvas');
  if (scratch.width !== width || scratch.height !== height) {
    scratch.width = width;
    scratch.height = height;
  }
  const image = new ImageData(toRgba(example.pixels, channels), width, height);
  scratch.getContext('2d', { willReadFrequently: true })?.putImageData(image, 0, 0);
  return scratch;
}

/** Where an image stands inside a square when all of it is shown in its own aspect ratio. */
export function containedIn(
  side: number,
  height: number,
  width: number,
): { x: number; y: number; width: number; height: number } {
  const scale = side / Math.max(height, width);
  const drawn = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return { ...drawn, x: Math.floor((side - drawn.width) / 2), y: Math.floor((side - drawn.height) / 2) };
}

/** Draws one image into the square at (x, 0), all in device pixels. */
export function drawExample(
  context: CanvasRenderingContext2D,
  example: Example,
  shape: ImageShape,
  x: number,
  side: number,
): void {
  const [height, width] = shape;
  const place = containedIn(side, height, width);
  context.imageSmoothingEnabled = side < Math.max(height, width);
  context.imageSmoothingQuality = 'medium';
  context.drawImage(original(example, shape), x + place.x, place.y, place.width, place.height);
}
