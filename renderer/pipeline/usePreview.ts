import { useEffect, useMemo, useState } from 'react';
import { inputPixels } from '../../core/analysis/input-pixels';
import type { PipelinePreview, PipelinePreviewRequest } from '../../core/contract/preview';
import { client } from '../client/client';
import { isAbort, messageOf } from '../client/errors';
import { useTrainForm } from '../settings/form';
import { validateForm } from '../settings/validate';
import { analysisOf } from '../state/analysis';
import { useActiveDocument } from '../state/documents';
import { inputShapeOf, keyOf } from './request';

/** Pause after changes of a setting before the host is asked. */
const REST_MS = 250;

interface PreviewState {
  preview?: PipelinePreview;
  error?: string;
  loading: boolean;
}

/** Images after each step of the input pipeline. The last preview stays until the next has arrived. */
export function usePreview(request: PipelinePreviewRequest | undefined): PreviewState {
  const key = request && keyOf(request);
  const [state, setState] = useState<PreviewState & { key?: string }>({ loading: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the answer depends on.
  useEffect(() => {
    if (!request) return;
    const controller = new AbortController();
    const ask = () =>
      client.datasets.preview(request, { signal: controller.signal }).then(
        (preview) => !controller.signal.aborted && setState({ key, preview, loading: false }),
        (error: unknown) => {
          if (controller.signal.aborted || isAbort(error)) return;
          setState({ key, error: messageOf(error), loading: false });
        },
      );
    const timer = setTimeout(ask, state.preview ? REST_MS : 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key]);
  return { ...state, loading: key !== undefined && state.key !== key };
}

/** The settings in Train, and the shape that the open network takes. */
export function usePipelineInputs() {
  const draft = useTrainForm((form) => form.draft);
  const seeds = useTrainForm((form) => form.seeds);
  const open = useActiveDocument();
  const checked = useMemo(() => validateForm(draft, seeds), [draft, seeds]);
  const network = open?.document;
  return {
    checked,
    inputShape: inputShapeOf(network),
    pixels: network && inputPixels(analysisOf(network)),
    network: network?.name,
  };
}
