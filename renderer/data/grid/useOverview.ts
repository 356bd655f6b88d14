/** The overview of a data set's split and class, fetched after the first images. */
import { useEffect, useMemo } from 'react';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { client } from '../../client/client';
import { decodePixels } from '../../ui/pixels';
import type { SplitId } from '../splits';
import { Overview, type OverviewPart } from './overview';
import type { ExamplePages } from './pages';

/** For a new data set it takes seconds to minutes to compute. */
const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(5000, 1000 * 2 ** attempt)));

export function useOverview(
  { id, importedAt }: Pick<DatasetInfo, 'id' | 'importedAt'>,
  split: SplitId,
  classIndex: number | undefined,
  pages: ExamplePages,
): Overview {
  const count = pages.total;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another import has another overview.
  const overview = useMemo(() => {
    const load = async (
      offset: number,
      limit: number,
      signal: AbortSignal,
    ): Promise<OverviewPart | undefined> => {
      const piece = await client.datasets.overview({ id, split, offset, limit, classIndex }, { signal });
      if (!piece) return undefined;
      const { side, channels } = piece;
      const labels = new Int32Array(decodePixels(piece.labels).slice().buffer);
      return { side, channels, labels, pixels: decodePixels(piece.pixels) };
    };
    return new Overview({ load, pause, count });
  }, [id, importedAt, split, classIndex, count]);
  useEffect(() => {
    let waiting: number | undefined;
    const begin = () => {
      if (waiting !== undefined || !pages.imageShape) return;
      waiting = requestIdleCallback(() => overview.begin(), { timeout: 500 });
    };
    begin();
    const leave = pages.subscribe(begin);
    return () => {
      leave();
      if (waiting !== undefined) cancelIdleCallback(waiting);
      overview.dispose();
    };
  }, [overview, pages]);
  return overview;
}
