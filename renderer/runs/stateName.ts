import { type Key, t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';

const STATES: Readonly<Record<RunRecord['state'], Key>> = {
  queued: 'train.state.queued',
  preparing: 'train.state.preparing',
  running: 'train.state.running',
  paused: 'train.state.paused',
  stopped: 'train.state.stopped',
  interrupted: 'train.state.interrupted',
  failed: 'train.state.failed',
  finished: 'train.state.finished',
};

export const stateName = ({ state, startedAt }: Pick<RunRecord, 'state' | 'startedAt'>): string =>
  t(state === 'stopped' && startedAt === undefined ? 'train.state.notStarted' : STATES[state]);
