/** Grad-CAM maps as pictures. */
import type { GradCamMap } from '../../core/contract/predict';
import type { PreviewImage } from '../../core/contract/preview';
import { heatColor } from '../../core/format/heat-colors';
import { enlarged } from '../datasets/photos/formats/sharp';

/** Share of the map's color in the overlay. */
const OPACITY = 0.5;

/** @param shape of `x`: height, width, channels. @param x an image in 0..1. */
export function imageOf(x: Float32Array, [height, width, channels]: readonly number[]): PreviewImage {
  const pixels = Buffer.from(Uint8Array.from(x, (value) => Math.round(value * 255)));
  return {
    ...{ height: height as number, width: width as number, channels: channels === 1 ? 1 : 3 },
    pixels: pixels.toString('base64'),
  };
}

/** @param map row-major, 0 or more. */
export async function heatOver(
  map: Float32Array,
  [height, width]: readonly [number, number],
  seen: PreviewImage,
): Promise<Pick<GradCamMap, 'height' | 'width' | 'levels' | 'heat' | 'overlay'>> {
  const most = map.reduce((largest, value) => Math.max(largest, value), 0);
  const levels = Buffer.from(
    Uint8Array.from(map, (value) => (most > 0 ? Math.round((value / most) * 255) : 0)),
  );
  const large = await enlarged(levels, [height, width], [seen.height, seen.width]);
  const picture = Buffer.from(seen.pixels, 'base64');
  const heat = Buffer.alloc(large.length * 3);
  const overlay = Buffer.alloc(large.length * 3);
  for (let pixel = 0; pixel < large.length; pixel++) {
    for (const [channel, color] of heatColor((large[pixel] as number) / 255).entries()) {
      const level = picture[pixel * seen.channels + (seen.channels === 1 ? 0 : channel)] as number;
      heat[pixel * 3 + channel] = color;
      overlay[pixel * 3 + channel] = Math.round(level + (color - level) * OPACITY);
    }
  }
  const inColor = (pixels: Buffer): PreviewImage => ({
    ...{ height: seen.height, width: seen.width, channels: 3 },
    pixels: pixels.toString('base64'),
  });
  return { height, width, levels: levels.toString('base64'), heat: inColor(heat), overlay: inColor(overlay) };
}
