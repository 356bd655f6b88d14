/** In Build's status bar: the memory to train the open graph with the batch size set in Train. */

import { useMemo } from 'react';
import { graphKey } from '../../core/analysis/twins';
import { formatBytes } from '../../core/format/bytes';
import type { GraphDocument } from '../../core/graph/document';
import { join, t } from '../../core/messages';
import { useTraining } from '../client/training';
import { useTrainForm } from '../settings/form';
import { validateForm } from '../settings/validate';
import { Stat } from '../ui';
import { memoryParts } from './describeMemory';
import { useMemoryEstimate } from './useMemoryEstimate';

/** @param sound The graph has no error. */
export function MemoryStat({ document, sound }: { document: GraphDocument; sound: boolean }) {
  const draft = useTrainForm((form) => form.draft);
  const seeds = useTrainForm((form) => form.seeds);
  const active = useTraining((state) => state.active);
  const { settings } = useMemo(() => validateForm(draft, seeds), [draft, seeds]);
  const key = useMemo(() => (sound ? graphKey(document) : ''), [document, sound]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: moving and folding nodes leaves the network as it was.
  const arms = useMemo(() => (key ? [{ key, name: document.name, graph: document }] : []), [key]);
  const estimated = useMemoryEstimate(arms, active ? undefined : settings);
  if (!estimated || !settings) return null;
  return (
    <Stat
      label={t('train.memory.atBatch', { batch: settings.batchSize })}
      // A stale number would be that of another network.
      value={estimated.stale ? '…' : formatBytes(estimated.estimate.total)}
      title={t('train.memory.toTrain', { parts: join(memoryParts(estimated.estimate), 'unit') })}
    />
  );
}
