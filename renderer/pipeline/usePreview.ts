/** Asks the host what the input pipeline makes of some images, whenever settings, network or images change. */
import { useEffect, useMemo, useState } from 'react';
import type { PipelinePreview, PipelinePreviewRequest } from '../../core/contract/preview';
import { client } from '../client/client';
import { isAbort, messageOf } from '../client/errors';
import { useTrainForm } from '../settings/form';
import { type Validated, validateForm } from '../settings/validate';
import { useActiveDocument } from '../state/documents';
import { inputShapeOf, keyOf, type Shape3 } from './request';

/** A slider or a number being typed asks once it rests. */
const REST_MS = 250;

export interface PreviewState {
  preview?: PipelinePreview;
  error?: string;
  loading: boolean;
}

/** Nothing is asked while the request is undefined; the former preview stays until the next has come. */
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

/** The Train view's settings as they stand, and the shape that the open network wants. */
export function usePipelineInputs(): {
  checked: Validated;
  inputShape: Shape3 | undefined;
  network?: string;
} {
  const draft = useTrainForm((form) => form.draft);
  const seeds = useTrainForm((form) => form.seeds);
  const open = useActiveDocument();
  const checked = useMemo(() => validateForm(draft, seeds), [draft, seeds]);
  return { checked, inputShape: inputShapeOf(open?.document), network: open?.document.name };
}
