/** How long a run takes, from earlier runs of the same network on this machine. */
import { cpus } from 'node:os';
import { z } from 'zod';
import { mean } from '../../core/statistics/sample';
import type { NetworkIdentity, RunRecord } from '../../core/study/run';
import type { SelectableSet } from '../../core/study/selection';
import type { TrainingSettings } from '../../core/study/settings';
import { epochWork } from '../../core/study/step-times';
import { countsOf, planOf } from '../datasets/selection';
import { parseJson } from '../disk/json';
import { textIfThere } from '../disk/regular-file';
import type { RunStore } from '../runs/store';

interface Asked {
  network: NetworkIdentity;
  settings: TrainingSettings;
  images: SelectableSet;
}

/** Newer runs say more about this version of Skipwire. */
const MOST_RUNS = 5;

/**
 * Seconds that a run adds to a study, from the mean epochs of the newest runs with the same graph, batch size and precision,
 * by what an epoch computes: a run that trains side by side with another adds half of its own.
 * Undefined if there is none.
 */
export async function knownSeconds(
  { network, settings, images }: Asked,
  runs: readonly RunRecord[],
  store: Pick<RunStore, 'folder'>,
): Promise<number | undefined> {
  const perImage: number[] = [];
  for (const run of runs) {
    if (perImage.length === MOST_RUNS) break;
    const theirs = run.settings;
    const same =
      run.network.graphKey === network.graphKey &&
      theirs.batchSize === settings.batchSize &&
      (settings.precision === 'auto' || theirs.precision === settings.precision);
    if (!same || run.epochs.length === 0 || !run.split || !(await wasHere(run, store))) continue;
    const seconds = mean(run.epochs.map((epoch) => epoch.seconds)) * shareOf(theirs);
    const { trainCount, valCount } = run.split;
    perImage.push(seconds / epochWork(theirs, { train: trainCount, validation: valCount }));
  }
  if (perImage.length === 0) return undefined;
  return settings.epochs * epochWork(settings, countsOf(planOf(images, settings))) * mean(perImage);
}

/** The part of the processors that a run has: the others train other runs meanwhile. */
function shareOf({ threads }: TrainingSettings): number {
  const all = cpus().length;
  return Math.min(threads ?? all, all) / all;
}

const environmentSchema = z.object({ cpu: z.object({ model: z.string(), cores: z.number() }) });

async function wasHere({ id }: RunRecord, store: Pick<RunStore, 'folder'>): Promise<boolean> {
  const text = await textIfThere(store.folder(id).environment).catch(() => undefined);
  const read = environmentSchema.safeParse(text === undefined ? undefined : parseJson(text));
  const processors = cpus();
  return (
    read.success &&
    read.data.cpu.model === (processors[0]?.model.trim() ?? 'unknown') &&
    read.data.cpu.cores === processors.length
  );
}
