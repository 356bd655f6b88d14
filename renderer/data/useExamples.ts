import { useEffect, useState } from 'react';
import type { ExamplesRequest } from '../../core/contract/datasets';
import { client } from '../client/client';
import { isAbort, messageOf } from '../client/errors';
import { type Example, examplesOf } from './pixels';

export interface Examples {
  examples: readonly Example[];
  imageShape: readonly [height: number, width: number, channels: number];
  /** How many there are in all, after the class filter. */
  total: number;
}

interface Loaded {
  page?: Examples;
  error?: string;
  loading: boolean;
}

/** One page of examples. The former page stays until the next has come, so that paging does not flicker. */
export function useExamples({ id, split, offset, limit, classIndex }: ExamplesRequest): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ loading: true });
  useEffect(() => {
    const controller = new AbortController();
    setLoaded((before) => ({ ...before, loading: true }));
    client.datasets
      .examples({ id, split, offset, limit, classIndex }, { signal: controller.signal })
      .then((page) => {
        const { imageShape, total } = page;
        if (!controller.signal.aborted) {
          setLoaded({ loading: false, page: { examples: examplesOf(page), imageShape, total } });
        }
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted && !isAbort(error)) {
          setLoaded({ loading: false, error: messageOf(error) });
        }
      });
    return () => controller.abort();
  }, [id, split, offset, limit, classIndex]);
  return loaded;
}
