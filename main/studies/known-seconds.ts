/** How long a run takes, from earlier runs of the same network at the same place. */
import { cpus } from 'node:os';
import { z } from 'zod';
import { mean } from '../../core/statistics/sample';
import { LOCAL, type NetworkIdentity, type RunRecord } from '../../core/study/run';
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
  place: string,
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
    if (!same || run.epochs.length === 0 || !run.split) continue;
    const processor = await processorOf(run, store);
    if (!processor || !(place === LOCAL ? isOurs(processor) : run.where === place)) continue;
    const seconds = mean(run.epochs.map((epoch) => epoch.seconds)) * shareOf(theirs, processor);
    const { trainCount, valCount } = run.split;
    perImage.push(seconds / epochWork(theirs, { train: trainCount, validation: valCount }));
  }
  if (perImage.length === 0) return undefined;
  return settings.epochs * epochWork(settings, countsOf(planOf(images, settings))) * mean(perImage);
}

/** The part of the processors that a run has: the others train other runs meanwhile. */
function shareOf({ threads }: TrainingSettings, { cores }: Processor): number {
  return Math.min(threads ?? cores, cores) / cores;
}

const environmentSchema = z.object({
  cpu: z.object({ model: z.string(), cores: z.number().int().positive() }),
});
type Processor = z.infer<typeof environmentSchema>['cpu'];

/** The processor that trained the run last. */
async function processorOf(
  { id }: RunRecord,
  store: Pick<RunStore, 'folder'>,
): Promise<Processor | undefined> {
  const text = await textIfThere(store.folder(id).environment).catch(() => undefined);
  return environmentSchema.safeParse(text === undefined ? undefined : parseJson(text)).data?.cpu;
}

function isOurs({ model, cores }: Processor): boolean {
  const processors = cpus();
  return model === (processors[0]?.model.trim() ?? 'unknown') && cores === processors.length;
}
