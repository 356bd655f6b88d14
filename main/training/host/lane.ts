/** Where runs train: this machine, or another one. The queue knows nothing else about it. */
import type { Progress } from '../../../core/contract/engine';
import type { GraphDocument } from '../../../core/graph/document';
import type { PrecisionSpeeds } from '../../../core/study/precision';
import type { RunRecord } from '../../../core/study/run';
import type { DatasetManifest } from '../../datasets/storage/store';
import type { FromWorker } from '../protocol/messages';
import type { Outcome } from './supervise';

export interface Lane {
  /** `LOCAL`, `ssh:HOST`, ... */
  readonly id: string;
  /** How many runs it trains at once; may change. */
  slots(): number;
  /** Whether `next` can begin beside those; without it, up to `slots` can. */
  hasRoom?(training: readonly RunRecord[], next: RunRecord): boolean;
  /**
   * How many threads each of these runs gets, which were queued together and have not begun. null: all.
   * @param begun called if it has to be measured.
   */
  threads?(runs: readonly LaneRun[], work: LaneWork, begun: () => void): Promise<number | null>;
  /** Called before its first run, and again after it failed. @throws if it can train nothing. */
  open?(work: LaneWork): Promise<void>;
  /**
   * How fast each precision is there, for `auto`. Undefined if unknown and not measurable.
   * @param graphs the arms of one study, which share a precision.
   * @param begun called if it has to be measured.
   */
  speeds?(
    graphs: readonly GraphDocument[],
    work: LaneWork,
    begun: (device: string) => void,
  ): Promise<PrecisionSpeeds | undefined>;
  /** Resolves when nothing trains the run any longer. Errors become the run's. */
  train(task: TrainTask): Promise<Outcome>;
  /**
   * Ends a run that may still be training there, with a checkpoint, and copies what it has done. Lanes whose runs outlive this process
   * have it.
   * @returns `finished`, or `stopped`: nothing trains it there. @throws if the place does not answer
   */
  callBack?(task: Omit<TrainTask, 'stop'>): Promise<Outcome>;
}

export interface LaneWork {
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

export interface LaneRun {
  run: RunRecord;
  graph: GraphDocument;
  /** The run's data set. */
  manifest: DatasetManifest;
}

/** One run. It continues from the newest checkpoint in its folder, if there is one. */
export interface TrainTask extends LaneRun {
  /** The run writes a checkpoint and ends. The reason is a `StopReason`. */
  stop: AbortSignal;
  /** It ends at once. */
  kill: AbortSignal;
  /** Called in order. */
  onMessage(message: FromWorker): void;
}

/** `closing`: this process ends. A lane whose machine goes on without us may leave the run to it. */
export type StopReason = 'stopped' | 'paused' | 'closing';
