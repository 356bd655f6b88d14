/** In Build's status bar: what training the open graph would take, at the batch size that Train has now. */

import { useMemo } from 'react';
import { graphKey } from '../../core/analysis/twins';
import { formatBytes } from '../../core/format/bytes';
import type { GraphDocument } from '../../core/graph/document';
import { join, t } from '../../core/messages';
import { useTraining } from '../client/training';
import { useTrainForm } from '../settings/form';
import { validateForm } from '../settings/validate';
import { Stat } from '../ui';
import { useMemoryEstimate } from './useMemoryEstimate';
import { memoryParts } from './words';

/** @param sound The graph has no error, so that it can be trained. */
export function MemoryStat({ document, sound }: { document: GraphDocument; sound: boolean }) {
  const draft = useTrainForm((form) => form.draft);
  const seeds = useTrainForm((form) => form.seeds);
  const active = useTraining((state) => state.active);
  const { settings } = useMemo(() => validateForm(draft, seeds), [draft, seeds]);
  const key = useMemo(() => (sound ? graphKey(document) : ''), [document, sound]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: moving and folding nodes leaves the network as it was.
  const arms = useMemo(() => (key ? [{ key, name: document.name, graph: document }] : []), [key]);
  // While something is trained the host has better things to do.
  const estimated = useMemoryEstimate(arms, active ? undefined : settings);
  if (!estimated || !settings) return null;
  return (
    <Stat
      label={t('train.memory.atBatch', { batch: settings.batchSize })}
      // Before an edit has been reckoned there is no number to be shown: it would be that of another network.
      value={estimated.stale ? '…' : formatBytes(estimated.estimate.total)}
      title={t('train.memory.toTrain', { parts: join(memoryParts(estimated.estimate), 'unit') })}
    />
  );
}
