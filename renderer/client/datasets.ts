/** Data sets, and the work that is under way on them; both outlive the Data view. */
import { create } from 'zustand';
import type { DatasetInfo } from '../../core/contract/datasets';
import type { Progress } from '../../core/contract/engine';
import type { DatasetId } from '../../core/study/settings';
import { client, onEveryConnection } from './client';
import { isAbort, messageOf } from './errors';

export type DatasetWork = 'download' | 'import' | 'generate';

export interface DatasetJob {
  work: DatasetWork;
  progress?: Progress;
  /** Why it ended without a data set; the words of the host as they are. */
  error?: string;
  running: boolean;
  cancel(): void;
}

export interface DatasetsState {
  state: 'unknown' | 'loading' | 'known' | 'failed';
  datasets: readonly DatasetInfo[];
  error?: string;
  jobs: Readonly<Partial<Record<DatasetId, DatasetJob>>>;
}

export const useDatasetsStore = create<DatasetsState>(() => ({ state: 'unknown', datasets: [], jobs: {} }));

/** Asks the host for the list. Never throws: a failure is part of the state. */
export async function refreshDatasets(): Promise<void> {
  useDatasetsStore.setState((known) => ({ state: known.state === 'known' ? 'known' : 'loading' }));
  try {
    useDatasetsStore.setState({ state: 'known', datasets: await client.datasets.list(), error: undefined });
  } catch (error) {
    useDatasetsStore.setState({ state: 'failed', error: messageOf(error) });
  }
}

const keepLoaded = onEveryConnection(() => void refreshDatasets());

/** The data sets; asks for them at the first use and after every reconnection. */
export function useDatasets(): DatasetsState {
  keepLoaded();
  return useDatasetsStore();
}

function setJob(id: DatasetId, job: DatasetJob | undefined): void {
  useDatasetsStore.setState(({ jobs }) => ({ jobs: { ...jobs, [id]: job } }));
}

async function work(
  id: DatasetId,
  kind: DatasetWork,
  open: (signal: AbortSignal) => Promise<AsyncIterable<Progress>>,
): Promise<boolean> {
  const controller = new AbortController();
  const job: DatasetJob = { work: kind, running: true, cancel: () => controller.abort() };
  setJob(id, job);
  try {
    for await (const progress of await open(controller.signal)) setJob(id, { ...job, progress });
    // A stream that was cancelled may also end without an error.
    setJob(id, undefined);
    return !controller.signal.aborted;
  } catch (error) {
    const cancelled = controller.signal.aborted || isAbort(error);
    setJob(id, cancelled ? undefined : { ...job, running: false, error: messageOf(error) });
    return false;
  } finally {
    await refreshDatasets();
  }
}

/** These resolve to true when the data set is ready; a refusal stands in the job's `error`. */
export const downloadDataset = (id: DatasetId): Promise<boolean> =>
  work(id, 'download', (signal) => client.datasets.download({ id }, { signal }));

export const importDataset = (id: DatasetId, path: string): Promise<boolean> =>
  work(id, 'import', (signal) => client.datasets.import({ id, path }, { signal }));

export const generateShapes = (counts: {
  trainCount: number;
  valCount: number;
  seed: number;
}): Promise<boolean> =>
  work('shapes', 'generate', (signal) => client.datasets.generate({ id: 'shapes', ...counts }, { signal }));

/** Puts a refusal out of sight once it is read. */
export const dismissJob = (id: DatasetId): void => setJob(id, undefined);

export async function removeDataset(id: DatasetId): Promise<void> {
  await client.datasets.remove({ id });
  await refreshDatasets();
}
