/** A run in a chart of many runs. */
import type { RunRecord } from '../../../core/study/run';

export interface ShownRun {
  run: RunRecord;
  label: string;
  color: string;
  /** Within all ranges that are chosen. */
  isIn: boolean;
}
