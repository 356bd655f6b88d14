import { useEffect, useMemo, useRef } from 'react';
import type { PreviewImage } from '../../core/contract/preview';
import { decodePixels, toRgba } from '../ui/pixels';

/** One whole image of a step in a square. @param alt left out if the text beside it says the same */
export function StepImage({ image, side, alt }: { image: PreviewImage; side: number; alt?: string }) {
  const { height, width, channels } = image;
  const ref = useRef<HTMLCanvasElement>(null);
  const pixels = useMemo(() => decodePixels(image.pixels), [image.pixels]);
  useEffect(() => {
    if (pixels.length !== height * width * channels) return;
    const data = new ImageData(toRgba(pixels, channels), width, height);
    ref.current?.getContext('2d')?.putImageData(data, 0, 0);
  }, [pixels, height, width, channels]);
  const scale = side / Math.max(height, width);
  return (
    <div
      {...(alt === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
      style={{ width: side, height: side, display: 'grid', placeItems: 'center', flexShrink: 0 }}
    >
      <canvas
        ref={ref}
        width={width}
        height={height}
        style={{
          width: width * scale,
          height: height * scale,
          imageRendering: scale > 1 ? 'pixelated' : 'auto',
          borderRadius: 4,
          display: 'block',
        }}
      />
    </div>
  );
}
