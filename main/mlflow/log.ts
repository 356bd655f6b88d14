/** Logs runs to an MLflow server while they train, wherever they train. A server that fails costs its entries only. */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../core/basics/errors';
import type { TrainingEvent } from '../../core/contract/training';
import { inEnglish } from '../../core/messages';
import { type EpochMetrics, type RunRecord, type RunState, titleOf } from '../../core/study/run';
import type { Metric, MlflowClient, Status } from './client';

/** MLflow's status of a run that is no longer in training. */
const STATUS: Partial<Record<RunState, Status>> = {
  running: 'RUNNING',
  finished: 'FINISHED',
  failed: 'FAILED',
  interrupted: 'FAILED',
  stopped: 'KILLED',
  paused: 'KILLED',
};

/** By which a run that is resumed is found again. */
const TAG = 'skipwire.run';
/** By these a resumed run sees how far it is logged. */
const EPOCH_METRIC = 'val_accuracy';
const TEST_METRIC = 'test_accuracy';
/** Milliseconds for the last entries when the app closes. */
const CLOSES_WITHIN = 10_000;

interface Logged {
  record: RunRecord;
  /** MLflow's id. */
  id: string | undefined;
  status: Status | undefined;
  epochs: number;
  steps: Metric[];
  tested: boolean;
}

export interface MlflowLog {
  /** Resolves when everything is sent, or after a while. */
  close(): Promise<void>;
}

/**
 * @param experiment default: the study's name.
 * @param warn called once if the server fails.
 */
export function logToMlflow(
  client: MlflowClient,
  events: AsyncIterable<TrainingEvent>,
  { experiment, warn }: { experiment?: string | undefined; warn(words: string): void },
): MlflowLog {
  const runs = new Map<string, Logged>();
  const experiments = new Map<string, Promise<string>>();
  let warned = false;
  let sending: Promise<void> = Promise.resolve();

  const experimentOf = (name: string) => {
    const known = experiments.get(name) ?? client.experiment(name);
    experiments.set(name, known);
    known.catch(() => experiments.delete(name));
    return known;
  };

  const begin = async (run: Logged): Promise<string> => {
    const { record } = run;
    const { id, arm, studyName, studyId, settings, startedAt } = record;
    const at = await experimentOf(experiment ?? studyName);
    const found = await client.find(at, TAG, id);
    if (found) {
      // Another process logged these.
      const logged = found.steps.get(EPOCH_METRIC) ?? 0;
      run.epochs = record.epochs.filter(({ epoch }) => epoch <= logged).length;
      run.tested = found.steps.has(TEST_METRIC);
      return found.id;
    }
    const tags = { [TAG]: id, 'skipwire.study': studyId, 'skipwire.arm': arm };
    const name = inEnglish(titleOf(record));
    const created = await client.create(at, name, Date.parse(startedAt ?? record.createdAt), tags);
    await client.params(created, { arm, ...flat(settings) });
    return created;
  };

  const send = async (run: Logged): Promise<void> => {
    const { record } = run;
    run.id ??= await begin(run);
    const epochs = record.epochs.slice(run.epochs);
    const steps = run.steps.splice(0);
    const test = record.test && !run.tested ? testMetrics(record.test, record) : [];
    try {
      await client.metrics(run.id, [...steps, ...epochs.flatMap(epochMetrics), ...test]);
    } catch (error) {
      run.steps.unshift(...steps);
      throw error;
    }
    run.epochs = record.epochs.length;
    run.tested = record.test !== undefined;
    const status = STATUS[record.state];
    if (status !== undefined && status !== run.status) {
      const ended = status === 'RUNNING' ? undefined : Date.parse(record.endedAt ?? new Date().toISOString());
      await client.update(run.id, status, ended);
      run.status = status;
    }
  };

  const queue = (run: Logged) => {
    sending = sending
      .then(() => send(run))
      .catch((error: unknown) => {
        if (!warned) warn(messageOf(error));
        warned = true;
      });
  };

  const listen = async () => {
    for await (const event of events) {
      if (event.type === 'run' && event.run.startedAt !== undefined) {
        const { run: record } = event;
        const known = runs.get(record.id);
        const run = known ?? {
          record,
          id: undefined,
          status: undefined,
          epochs: 0,
          steps: [],
          tested: false,
        };
        // A resumed run goes back to its checkpoint.
        if (record.epochs.length < run.epochs) run.epochs = record.epochs.length;
        run.record = record;
        runs.set(record.id, run);
        queue(run);
      }
      if (event.type === 'step') {
        const { step, loss, accuracy, learningRate } = event.metrics;
        const run = runs.get(event.runId);
        if (run && run.steps.length < MOST_STEPS) {
          const values = { step_loss: loss, step_accuracy: accuracy, learning_rate: learningRate };
          run.steps.push(...metricsOf(values, step, Date.now()));
        }
      }
    }
  };
  const listening = listen();
  return {
    async close() {
      await Promise.race([listening.then(() => sending), sleep(CLOSES_WITHIN, undefined, { ref: false })]);
    },
  };
}

/** Kept while the server does not answer. */
const MOST_STEPS = 100_000;

function metricsOf(
  values: Readonly<Record<string, number | undefined>>,
  step: number,
  timestamp: number,
): Metric[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value, step, timestamp }],
  );
}

const epochMetrics = ({
  epoch,
  loss,
  accuracy,
  valLoss,
  valAccuracy,
  top5,
  valTop5,
  seconds,
}: EpochMetrics) =>
  metricsOf(
    { loss, accuracy, top5, val_loss: valLoss, [EPOCH_METRIC]: valAccuracy, val_top5: valTop5, seconds },
    epoch,
    Date.now(),
  );

const testMetrics = ({ loss, accuracy, top5, at }: NonNullable<RunRecord['test']>, { epochs }: RunRecord) =>
  metricsOf({ test_loss: loss, [TEST_METRIC]: accuracy, test_top5: top5 }, epochs.length, Date.parse(at));

/** `{ optimizer: { type: 'sgd' } }` as `{ 'optimizer.type': 'sgd' }`. */
function flat(value: object, before = ''): Record<string, string> {
  const entries = Object.entries(value).flatMap(([name, one]): [string, string][] => {
    const key = `${before}${name}`;
    if (typeof one === 'object' && one !== null && !Array.isArray(one)) {
      return Object.entries(flat(one, `${key}.`));
    }
    return one === undefined ? [] : [[key, typeof one === 'string' ? one : JSON.stringify(one)]];
  });
  return Object.fromEntries(entries);
}
