import { useEffect, useState } from 'react';
import type { AskedPredictor } from '../../core/contract/predict';
import { isAbort, messageOf } from '../client/errors';
import type { PictureSource } from '../state/predicting';
import { askPage } from './ask';
import { EMPTY_PAGE, type PicturePage } from './page';

export interface PageState {
  page: PicturePage;
  loading: boolean;
  error?: string;
}

/** Requests a page when the networks, the source or the page change. Nothing without networks or a source. */
export function usePage(
  of: readonly AskedPredictor[],
  source: PictureSource | undefined,
  number: number,
): PageState {
  const [state, setState] = useState<PageState>({ page: EMPTY_PAGE, loading: false });
  const networks = JSON.stringify(of);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text has all that the networks are.
  useEffect(() => {
    setState({ page: EMPTY_PAGE, loading: source !== undefined && of.length > 0 });
    if (source === undefined || of.length === 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async () => {
      for await (const page of askPage(of, source, number, signal)) {
        if (signal.aborted) return;
        setState({ page, loading: true });
      }
      if (!signal.aborted) setState(({ page }) => ({ page, loading: false }));
    };
    ask().catch((error: unknown) => {
      if (signal.aborted || isAbort(error)) return;
      setState({ page: EMPTY_PAGE, loading: false, error: messageOf(error) });
    });
    return () => controller.abort();
  }, [networks, source, number]);
  return state;
}
