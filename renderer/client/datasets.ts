/** Data sets and the jobs on them; both outlive the Data view. */

import { create } from 'zustand';
import { own } from '../../core/basics/own-property';
import { type DatasetInfo, isAlreadyThere, type LabelChoice } from '../../core/contract/datasets';
import type { Progress } from '../../core/contract/engine';
import { t, textOf } from '../../core/messages';
import type { DatasetId } from '../../core/study/settings';
import { notify } from '../state/notices';
import { usePreferences } from '../state/preferences';
import { client, onEveryConnection } from './client';
import { forgetReport } from './datasetReports';
import { isAbort, messageOf } from './errors';
import { type DroppedFile, type Uploaded, upload } from './upload';

/** `own`: the person's own images. */
export type DatasetWork = 'download' | 'import' | 'generate' | 'own';

export interface DatasetJob {
  work: DatasetWork;
  progress?: Progress;
  error?: string;
  running: boolean;
  cancel(): void;
  retry(): void;
  /** When it is final: done, canceled or dismissed. */
  after?(): void;
  /** Replaces the host's words with names that the person knows. */
  words?(text: string): string;
  /** For a set that is not in the list yet. */
  name?: string;
}

export interface DatasetsState {
  state: 'unknown' | 'loading' | 'known' | 'failed';
  datasets: readonly DatasetInfo[];
  error?: string;
  jobs: Readonly<Partial<Record<DatasetId, DatasetJob>>>;
}

export const useDatasetsStore = create<DatasetsState>(() => ({ state: 'unknown', datasets: [], jobs: {} }));

/** Never throws. */
export async function refreshDatasets(): Promise<void> {
  useDatasetsStore.setState((known) => ({ state: known.state === 'known' ? 'known' : 'loading' }));
  try {
    useDatasetsStore.setState({ state: 'known', datasets: await client.datasets.list(), error: undefined });
  } catch (error) {
    useDatasetsStore.setState({ state: 'failed', error: messageOf(error) });
  }
}

const keepLoaded = onEveryConnection(() => void refreshDatasets());

/** Requests them at the first use and after every reconnection. */
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
  open: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<AsyncIterable<Progress>>,
  { name, after, words = (text) => text }: Pick<DatasetJob, 'name' | 'after' | 'words'> = {},
): Promise<boolean> {
  const controller = new AbortController();
  const job: DatasetJob = {
    work: kind,
    running: true,
    cancel: () => controller.abort(),
    retry: () => void work(id, kind, open, { name, after, words }),
    name,
    after,
    words,
  };
  setJob(id, job);
  const tell = (progress: Progress) => {
    const { detail } = progress;
    const known = detail === undefined ? progress : { ...progress, detail: words(textOf(detail)) };
    if (!controller.signal.aborted) setJob(id, { ...job, progress: known });
  };
  try {
    let last: Progress | undefined;
    for await (const progress of await open(controller.signal, tell)) {
      last = progress;
      tell(progress);
    }
    forgetReport(id);
    // The set is in the list before its progress disappears; otherwise its page would flicker.
    await refreshDatasets();
    setJob(id, undefined);
    if (isAlreadyThere(last?.phase)) {
      const title = name ?? useDatasetsStore.getState().datasets.find((one) => one.id === id)?.name ?? id;
      notify({ severity: 'info', text: t('shell.client.alreadyThere', { title }) });
    }
    after?.();
    // A canceled stream may also end without an error.
    return !controller.signal.aborted;
  } catch (error) {
    const cancelled = controller.signal.aborted || isAbort(error);
    if (cancelled) after?.();
    setJob(id, cancelled ? undefined : { ...job, running: false, error: words(messageOf(error)) });
    await refreshDatasets();
    return false;
  }
}

/** These resolve to true when the data set is ready; a refusal is in the job's `error`. */
export const downloadDataset = (id: DatasetId): Promise<boolean> =>
  work(id, 'download', (signal) => {
    const proxy = usePreferences.getState().proxy.trim();
    return client.datasets.download({ id, ...(proxy === '' ? {} : { proxy }) }, { signal });
  });

export const importDataset = (
  id: DatasetId,
  path: string,
  copy?: Pick<DatasetJob, 'after' | 'words'>,
): Promise<boolean> => work(id, 'import', (signal) => client.datasets.import({ id, path }, { signal }), copy);

/** For files that the host cannot see: they are sent to it first. */
export function importDatasetFiles(id: DatasetId, files: readonly DroppedFile[]): Promise<boolean> {
  let sent: Uploaded | undefined;
  return work(
    id,
    'import',
    async (signal, onProgress) => {
      sent?.remove();
      sent = await upload(files, { signal, onProgress });
      return client.datasets.import({ id, path: sent.path }, { signal });
    },
    { after: () => sent?.remove(), words: (text) => sent?.words(text) ?? text },
  );
}

export const generateShapes = (counts: {
  trainCount: number;
  valCount: number;
  seed: number;
}): Promise<boolean> =>
  work('shapes', 'generate', (signal) => client.datasets.generate({ id: 'shapes', ...counts }, { signal }));

/** @param key of its job until it is in the list, where it may get another id. */
export const importOwn = (
  { key, ...own }: { key: string; name: string; path: string; id?: DatasetId } & LabelChoice,
  copy?: Pick<DatasetJob, 'after' | 'words'>,
): Promise<boolean> =>
  work(key, 'own', (signal) => client.datasets.importOwn(own, { signal }), { name: own.name, ...copy });

export function dismissJob(id: DatasetId): void {
  own(useDatasetsStore.getState().jobs, id)?.after?.();
  setJob(id, undefined);
}

export async function removeDataset(id: DatasetId): Promise<void> {
  await client.datasets.remove({ id });
  await refreshDatasets();
}
