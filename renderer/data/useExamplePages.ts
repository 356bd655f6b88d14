/** The pages of a data set's split and class, for as long as they are shown. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { client } from '../client/client';
import { messageOf } from '../client/errors';
import { examplesOf } from '../ui/pixels';
import { ExamplePages, type LoadedPage, pageSizeFor, photoSideFor } from './grid/pages';
import type { SplitChoice } from './splits';

export function useExamplePages(
  info: DatasetInfo,
  split: SplitChoice,
  classIndex: number | undefined,
  /** Side in CSS pixels. */
  thumbnail: number,
): ExamplePages {
  const { id, sizes } = info;
  const [height, width, channels] = info.imageShape;
  const ratio = globalThis.devicePixelRatio || 1;
  const side = sizes === 'varied' ? photoSideFor(thumbnail * ratio) : undefined;
  const count = classIndex === undefined ? split.count : (split.perClass[classIndex] ?? split.count);
  const pages = useMemo(() => {
    const load = async (offset: number, limit: number, signal: AbortSignal): Promise<LoadedPage> => {
      const page = await client.datasets.examples(
        { id, split: split.id, offset, limit, classIndex, side },
        { signal },
      );
      return { examples: examplesOf(page), imageShape: page.imageShape, total: page.total };
    };
    const imageBytes = side ? side * side * 3 : height * width * channels;
    return new ExamplePages({ load, messageOf, pageSize: pageSizeFor(imageBytes), total: count });
  }, [id, split.id, classIndex, count, side, height, width, channels]);
  useEffect(() => () => pages.dispose(), [pages]);
  return pages;
}

/** Renders again when a page has loaded or failed. */
export function usePagesVersion(pages: ExamplePages): number {
  return useSyncExternalStore(pages.subscribe, pages.version);
}
