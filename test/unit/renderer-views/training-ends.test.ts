/** While a run trains, the window gets only some of its steps. When it has ended, the window reads all of them. */
import type { TrainingEvent } from '../../../core/contract/training';
import { EventHub } from '../../../main/basics/event-hub';
import { startListening, useTrainingStore } from '../../../renderer/client/training';
import { eventually } from '../../support/eventually';
import { epoch, run, step } from './fixtures';

const mockHub = new EventHub<TrainingEvent>({ isDroppable: () => false });
const mockMetrics = { steps: [1, 2, 3, 4].map((at) => step(at, 4)), epochs: [epoch(1)], diagnostics: [] };

jest.mock('../../../renderer/client/client', () => ({
  onEveryConnection: () => () => undefined,
  client: {
    training: { events: async () => mockHub.subscribe(), status: async () => ({ active: false, runs: [] }) },
    runs: {
      metrics: async () => mockMetrics,
      list: async () => [],
      changes: async () => ({ ids: [], changed: [] }),
    },
    queue: { list: async () => undefined },
  },
}));

const steps = (): number[] => [...(useTrainingStore.getState().runs.r?.steps.step ?? [])];

test('the steps of a run are complete once it has ended', async () => {
  startListening();
  await eventually(() => expect(useTrainingStore.getState().known).toBe(true));
  const training = run('r', { startedAt: '2026-12-01T00:00:00Z', stepsPerEpoch: 4, state: 'queued' });
  mockHub.emit({ type: 'run', run: { ...training, startedAt: undefined } });
  await eventually(() => expect(useTrainingStore.getState().runs).toHaveProperty('r'));
  mockHub.emit({ type: 'run', run: { ...training, state: 'running' } });
  for (const metrics of [step(1, 4), step(4, 4)]) mockHub.emit({ type: 'step', runId: 'r', metrics });
  await eventually(() => expect(steps()).toEqual([1, 4]));
  mockHub.emit({ type: 'run', run: { ...training, state: 'finished' } });
  await eventually(() => expect(steps()).toEqual([1, 2, 3, 4]));
});
