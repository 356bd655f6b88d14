import { useEffect, useRef } from 'react';
import { type Example, toRgba } from '../ui/pixels';

/** An image on a canvas of its own size, enlarged without blur. */
export function ExampleImage({
  example,
  imageShape: [height, width, channels],
  size,
}: {
  example: Example;
  imageShape: readonly [height: number, width: number, channels: number];
  /** CSS width; the height follows the image. */
  size: string | number;
}) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    context?.putImageData(new ImageData(toRgba(example.pixels, channels), width, height), 0, 0);
  }, [example, channels, width, height]);
  return (
    <canvas
      ref={ref}
      width={width}
      height={height}
      style={{
        width: size,
        aspectRatio: `${width} / ${height}`,
        imageRendering: 'pixelated',
        display: 'block',
      }}
    />
  );
}
