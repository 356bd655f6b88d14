/** Logging to a real MLflow server: `npm run test:cluster`. */
import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import type { TrainingEvent } from '../../core/contract/training';
import { type RunRecord, runRecordSchema } from '../../core/study/run';
import { mlflowLog } from '../../main/mlflow';
import { MlflowClient } from '../../main/mlflow/client';
import { mlflow, mlflowAddress } from '../support/cluster/schedulers';
import { testNeeding } from '../support/needs';

const ask = async (path: string, body?: object) => {
  const answer = await request(`${mlflowAddress}/api/2.0/mlflow/${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  });
  return (await answer.body.json()) as Record<string, never>;
};

const runOf = (change: Partial<RunRecord>): RunRecord =>
  runRecordSchema.parse({
    format: 'skipwire.run',
    version: 1,
    id: '20260101-000000-resnet-20-s1-0000',
    studyId: 'study',
    studyName: 'study',
    arm: 'ResNet-20',
    state: 'queued',
    createdAt: '2026-01-01T00:00:00.000Z',
    settings: { dataset: 'shapes' },
    network: { variant: 'residual', twinKey: 'key', depth: 20, params: 1, macs: 1 },
    color: 0,
    ...change,
  });

const epoch = (number: number, valAccuracy: number) => ({
  type: 'epoch' as const,
  epoch: number,
  loss: 1 / number,
  accuracy: 0.5,
  valLoss: 2,
  valAccuracy,
  seconds: 1,
  imagesPerSecond: 10,
});

async function* trained(...events: TrainingEvent[]) {
  yield* events;
}

async function log(studyName: string, ...events: TrainingEvent[]): Promise<string[]> {
  const warned: string[] = [];
  const logged = mlflowLog(
    () => trained(...events),
    (words) => warned.push(words),
    { MLFLOW_TRACKING_URI: mlflowAddress, MLFLOW_EXPERIMENT_NAME: studyName },
  );
  await logged?.close();
  return warned;
}

testNeeding(mlflow)(
  'a run is logged with its settings, steps and epochs, and found again when it is resumed',
  async () => {
    const study = `test ${randomUUID()}`;
    const run = (change: Partial<RunRecord>): TrainingEvent => ({ type: 'run', run: runOf(change) });
    const step = (number: number, loss: number): TrainingEvent => ({
      type: 'step',
      runId: runOf({}).id,
      metrics: { type: 'step', step: number, epoch: 1, loss, accuracy: 0.1, seconds: 1 },
    });
    const startedAt = '2026-01-01T00:00:00.000Z';
    const first = [epoch(1, 0.25)];
    expect(
      await log(
        study,
        run({ state: 'running', startedAt }),
        ...Array.from({ length: 1500 }, (_, n) => step(n + 1, n)),
        // JSON has no such number.
        step(1501, Number.NaN),
        run({ state: 'paused', startedAt, epochs: first }),
      ),
    ).toEqual([]);
    const both = [...first, epoch(2, 0.75)];
    expect(
      await log(
        study,
        run({ state: 'running', startedAt, epochs: first }),
        run({ state: 'finished', startedAt, epochs: both, endedAt: '2026-01-01T01:00:00.000Z' }),
      ),
    ).toEqual([]);
    const { experiment } = await ask(`experiments/get-by-name?experiment_name=${encodeURIComponent(study)}`);
    const { experiment_id } = experiment as unknown as { experiment_id: string };
    const { runs } = await ask('runs/search', { experiment_ids: [experiment_id] });
    expect(runs).toHaveLength(1);
    const [{ info, data }] = runs as unknown as [
      { info: { run_id: string; status: string }; data: { params: { key: string; value: string }[] } },
    ];
    expect(info.status).toBe('FINISHED');
    const params = Object.fromEntries(data.params.map(({ key, value }) => [key, value]));
    expect(params).toMatchObject({ arm: runOf({}).arm, dataset: 'shapes', 'optimizer.type': 'sgd' });
    const history = async (key: string) => {
      const { metrics } = await ask(`metrics/get-history?run_id=${info.run_id}&metric_key=${key}`);
      return (metrics as unknown as { step: number; value: number | string }[]).map(({ step, value }) => [
        step,
        value,
      ]);
    };
    expect(await history('val_accuracy')).toEqual([
      [1, 0.25],
      [2, 0.75],
    ]);
    const losses = await history('step_loss');
    expect(losses).toHaveLength(1501);
    expect(losses.at(-1)).toEqual([1501, 'NaN']);
  },
);

testNeeding(mlflow)('it answers a check', async () => {
  await new MlflowClient(mlflowAddress).answers();
});

test('a server that does not answer is reported once', async () => {
  const run: TrainingEvent = {
    type: 'run',
    run: runOf({ state: 'running', startedAt: '2026-01-01T00:00:00.000Z' }),
  };
  const warned: string[] = [];
  const logged = mlflowLog(
    () => trained(run, run),
    (words) => warned.push(words),
    {
      MLFLOW_TRACKING_URI: 'http://127.0.0.1:9',
    },
  );
  await logged?.close();
  expect(warned).toHaveLength(1);
  expect(warned[0]).toMatch(/^MLflow at http:\/\/127\.0\.0\.1:9: .* Training goes on\.$/);
});

test('an address that Python would take, but no server has, is reported', () => {
  const warned: string[] = [];
  const env = { MLFLOW_TRACKING_URI: 'sqlite:///mlflow.db' };
  expect(
    mlflowLog(
      () => trained(),
      (words) => warned.push(words),
      env,
    ),
  ).toBeUndefined();
  expect(warned[0]).toContain('The address of an MLflow server begins with');
});
