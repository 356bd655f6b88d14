/** One image at its own size or filling its place; for photographs the file itself, once it has come. */
import Box from '@mui/material/Box';
import { useEffect, useState } from 'react';
import type { Example as WholeExample } from '../../core/contract/datasets';
import { client } from '../client/client';
import { isAbort, messageOf } from '../client/errors';
import type { Example } from '../ui/pixels';
import { token } from '../ui/theme/tokens';
import { ExampleImage } from './ExampleImage';
import type { SplitId } from './splits';

export interface Whole {
  image?: WholeExample;
  error?: string;
}

/** The file of a photograph; empty while `index` is undefined. */
export function useWholeExample(id: string, split: SplitId, index: number | undefined): Whole {
  const [whole, setWhole] = useState<Whole & { of?: number }>({});
  useEffect(() => {
    if (index === undefined) return;
    const controller = new AbortController();
    client.datasets.example({ id, split, index }, { signal: controller.signal }).then(
      (image) => !controller.signal.aborted && setWhole({ of: index, image }),
      (error: unknown) => {
        if (!controller.signal.aborted && !isAbort(error)) setWhole({ of: index, error: messageOf(error) });
      },
    );
    return () => controller.abort();
  }, [id, split, index]);
  return whole.of === index ? whole : {};
}

export function WholeImage({
  example,
  imageShape,
  whole,
  actualSize,
  alt,
}: {
  example: Example;
  imageShape: readonly [height: number, width: number, channels: number];
  whole: Whole;
  /** Pixel by pixel; otherwise it fills its place. */
  actualSize: boolean;
  alt: string;
}) {
  const [height, width] = whole.image ? [whole.image.height, whole.image.width] : imageShape;
  const ratio = globalThis.devicePixelRatio || 1;
  const frame = actualSize
    ? { width: width / ratio, height: height / ratio, margin: 'auto', flexShrink: 0 }
    : { maxWidth: '100%', maxHeight: '100%', aspectRatio: `${width} / ${height}`, margin: 'auto' };
  const fill = height >= width ? { height: '100%' } : { width: '100%' };
  return (
    <Box
      sx={{
        height: '100%',
        display: 'flex',
        overflow: actualSize ? 'auto' : 'hidden',
        backgroundColor: token('canvas'),
        borderRadius: '7px',
      }}
    >
      {whole.image ? (
        <Box
          component="img"
          src={`data:${whole.image.mime};base64,${whole.image.base64}`}
          alt={alt}
          sx={{ ...frame, ...(actualSize ? {} : { objectFit: 'contain', width: '100%', height: '100%' }) }}
        />
      ) : (
        <Box role="img" aria-label={alt} sx={{ ...frame, ...(actualSize ? {} : fill) }}>
          <ExampleImage example={example} imageShape={imageShape} size="100%" />
        </Box>
      )}
    </Box>
  );
}
