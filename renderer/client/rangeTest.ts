/** The learning-rate range test; it continues when its dialog is closed. */

import { create } from 'zustand';
import type { RangeTestRequest } from '../../core/contract/training';
import { t } from '../../core/messages';
import { client } from './client';
import { ensureEngine } from './engine';
import { isAbort, messageOf } from './errors';
import { RANGE_TEST_IDLE, type RangeTestState, receiveRangeTest } from './rangeTestState';

export const useRangeTest = create<RangeTestState>(() => RANGE_TEST_IDLE);

let controller: AbortController | undefined;

/** Cancels a running test. A failure is in the state. */
export async function startRangeTest(arm: string, request: RangeTestRequest): Promise<void> {
  controller?.abort();
  const own = new AbortController();
  controller = own;
  const { signal } = own;
  useRangeTest.setState({ ...RANGE_TEST_IDLE, phase: 'running', arm, request }, true);
  try {
    await ensureEngine(signal);
    for await (const event of await client.training.rangeTest(request, { signal })) {
      if (signal.aborted) return;
      useRangeTest.setState((state) => receiveRangeTest(state, event), true);
    }
    if (!signal.aborted && useRangeTest.getState().phase === 'running') {
      useRangeTest.setState({ phase: 'failed', error: t('shell.client.rangeTestEnded') });
    }
  } catch (error) {
    if (signal.aborted || isAbort(error)) return;
    useRangeTest.setState({ phase: 'failed', progress: undefined, error: messageOf(error) });
  } finally {
    if (controller === own) controller = undefined;
  }
}

/** Its points are discarded. */
export function cancelRangeTest(): void {
  controller?.abort();
  controller = undefined;
  useRangeTest.setState(RANGE_TEST_IDLE, true);
}
