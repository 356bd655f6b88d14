/** What is done before the first run is there: connecting, images, TensorFlow, the plan. */
import { own } from '../../core/basics/own-property';
import type { Progress } from '../../core/contract/engine';
import { type Key, message, t } from '../../core/messages';
import type { DatasetId } from '../../core/study/settings';
import { useDatasets } from '../client/datasets';
import { useEngineStatus } from '../client/engine';
import { useTraining } from '../client/training';
import { type StartState, useStart } from '../runs/start';
import { progressWords } from '../ui/transfer';

export interface Preparation {
  title: string;
  progress: Progress;
}

const STARTING: Partial<Record<StartState['phase'], Key>> = {
  places: 'train.preparing.places',
  data: 'train.preparing.drawing',
  engine: 'train.preparing.engine',
  starting: 'train.preparing.starting',
};

const BEGINNING: Progress = { phase: message('data.job.starting') };

/** "Generating the images"; undefined unless a training is being started. */
export function useStartingTitle(): string | undefined {
  const key = useStart(({ phase }) => STARTING[phase]);
  return key && t(key);
}

/** While a training is being started. */
export function useStarting(): Preparation | undefined {
  const title = useStartingTitle();
  const phase = useStart((state) => state.phase);
  const drawing = useDatasets().jobs.shapes?.progress;
  const engine = useEngineStatus().progress;
  const planning = useTraining((state) => state.planning);
  if (title === undefined) return undefined;
  const known = { data: drawing, engine, starting: planning }[phase as string];
  return { title, progress: progressWords(known ?? BEGINNING) };
}

/** The same, or while the chosen data set is being downloaded, imported or generated. */
export function usePreparation(
  dataset: { id: DatasetId; name: string } | undefined,
): Preparation | undefined {
  const starting = useStarting();
  const { jobs } = useDatasets();
  if (starting || !dataset) return starting;
  const job = own(jobs, dataset.id);
  if (!job?.running) return undefined;
  const title = t('data.job.running', { work: job.work, name: dataset.name });
  return { title, progress: progressWords(job.progress ?? BEGINNING) };
}
