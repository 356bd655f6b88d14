/** What a table says about the difference between two networks. docs/statistics.md explains each number. */
import type { BootstrapInterval } from '../statistics/bootstrap';
import type { Interval } from '../statistics/interval';

export interface Evidence {
  /** Two-sided, Student's t; absent with fewer than two seeds, or if nothing varied. */
  p?: number;
  /** By Holm, for the comparisons of the table. */
  correctedP?: number;
  /** That a run of the first is better than one of the second, 0..1. */
  superiority: number;
  /** The rest only for the same seeds: the differences in percentage points, in the order of the first's seeds. */
  differences?: readonly number[];
  /** In percentage points. */
  bootstrap?: BootstrapInterval;
  signFlipP?: number;
  correlation?: number;
  /** How many would probably decide what is undecided; infinite if more than `MOST_SEEDS` in all. */
  moreSeeds?: number;
}

export interface Compared {
  /** In percentage points. */
  differencePoints?: number;
  /** 95 % interval of the difference, in percentage points; absent if a side has one seed. */
  interval?: Interval;
  evidence?: Evidence;
}
