import { useEffect, useMemo, useRef } from 'react';
import type { PreviewImage } from '../../core/contract/preview';
import { decodePixels, toRgba } from '../ui/pixels';

/** A picture as the network sees it, with a Grad-CAM map over it. @param strength of the map, 0..1 */
export function HeatImage({
  seen,
  heat,
  strength,
  alt,
}: {
  seen: PreviewImage;
  heat?: PreviewImage | undefined;
  strength: number;
  alt: string;
}) {
  const ref = useRef<HTMLCanvasElement>(null);
  const picture = useMemo(() => rgbaOf(seen), [seen]);
  const map = useMemo(() => heat && rgbaOf(heat), [heat]);
  useEffect(() => {
    const shown = new ImageData(seen.width, seen.height);
    for (let at = 0; at < shown.data.length; at++) {
      const below = picture[at]!;
      shown.data[at] = map && at % 4 !== 3 ? below + strength * (map[at]! - below) : below;
    }
    ref.current?.getContext('2d')?.putImageData(shown, 0, 0);
  }, [picture, map, strength, seen.width, seen.height]);
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label={alt}
      width={seen.width}
      height={seen.height}
      style={{
        width: '100%',
        aspectRatio: `${seen.width} / ${seen.height}`,
        imageRendering: seen.width < 128 ? 'pixelated' : 'auto',
        borderRadius: 6,
        display: 'block',
      }}
    />
  );
}

const rgbaOf = ({ pixels, channels }: PreviewImage): Uint8ClampedArray =>
  toRgba(decodePixels(pixels), channels);
