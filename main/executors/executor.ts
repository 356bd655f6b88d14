/** Trains runs on other machines, or in processes that outlive this one. */
import type { Progress } from '../../core/contract/engine';
import type { RunRecord } from '../../core/study/run';
import { Refusal } from '../basics/refusal';
import type { Ending } from '../runs/requests';

/** A planned run. */
export interface Spec {
  /** The run's. Submitting an id twice starts it once. */
  id: string;
  /** Its folder on this machine. */
  folder: string;
  dataset: { id: string; digest: string; folder: string };
}

export interface Work {
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** What may work later as it is: no connection, a full disk over there, a scheduler that does not answer. */
export class NotNow extends Refusal {}

/** `waiting`: the scheduler has it, but it has not begun. `gone`: nothing trains it any longer. */
export type JobState = 'waiting' | 'training' | 'gone';

export interface Job {
  id: string;
  state: JobState;
}

/** How far a run's folder had been copied: by file, as it is over there. */
export type Marks = Map<string, Mark>;

export interface Mark {
  /** Changes when a file is replaced. */
  inode: number;
  size: number;
  /** Milliseconds. */
  changed: number;
}

export interface Fetched extends Job {
  /** As the process over there wrote it; undefined if it has no such folder. */
  record: RunRecord | undefined;
  /** The last lines that it printed. */
  said: string;
  /** Nothing can be written over there any more. */
  full: boolean;
}

/** Whether the run over there has done at least as much, with the same settings. */
export function isAhead(there: RunRecord, here: RunRecord): boolean {
  const done = ({ checkpoints }: RunRecord) => checkpoints.at(-1)?.step ?? 0;
  return (
    done(there) >= done(here) &&
    done(there) > 0 &&
    JSON.stringify(there.settings) === JSON.stringify(here.settings)
  );
}

export interface Executor {
  /** `ssh:HOST`, ... */
  readonly id: string;
  /** How many runs it trains at once. */
  slots(): number;
  /** Connects, and sends what is missing there. @throws Refusal if it can train nothing. */
  open(work: Work): Promise<void>;
  /**
   * Sends the data sets and folders that are missing and starts what does not train yet.
   * @throws NotNow; Refusal if it never can.
   */
  submit(specs: readonly Spec[], work: Work): Promise<void>;
  /** All that it was given. */
  list(): Promise<Job[]>;
  /** What the run printed from a position on. @param cursor in bytes */
  logs(id: string, cursor?: number): Promise<{ text: string; cursor: number }>;
  /** Ends a run with a checkpoint; resolves when it was asked to. */
  stop(id: string, as: Ending): Promise<void>;
  /** The state of a run there; nothing is copied. */
  state(id: string): Promise<Job & Pick<Fetched, 'record'>>;
  /** Copies what is new in the run's folder over there into `folder`. @param marks are updated. */
  fetch(id: string, folder: string, marks: Marks): Promise<Fetched>;
  close(): Promise<void>;
}
