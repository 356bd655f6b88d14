/** Applies the events of a range test to its state. Pure. */
import type { Progress } from '../../core/contract/engine';
import type { RangeTestEvent, RangeTestRequest } from '../../core/contract/training';

export type RangePoint = Extract<RangeTestEvent, { type: 'point' }>;

export interface RangeTestState {
  phase: 'idle' | 'running' | 'done' | 'failed';
  /** Name of the network. */
  arm?: string;
  request?: RangeTestRequest;
  progress?: Progress;
  points: readonly RangePoint[];
  /** The rate where the smoothed loss falls fastest; absent if it never falls. */
  suggestion?: number;
  reason?: 'steps' | 'diverged';
  error?: string;
}

export const RANGE_TEST_IDLE: RangeTestState = { phase: 'idle', points: [] };

export function receiveRangeTest(state: RangeTestState, event: RangeTestEvent): RangeTestState {
  switch (event.type) {
    case 'progress':
      return { ...state, progress: event.progress };
    case 'point':
      return { ...state, progress: undefined, points: [...state.points, event] };
    case 'done':
      return { ...state, phase: 'done', suggestion: event.suggestion, reason: event.reason };
  }
}
