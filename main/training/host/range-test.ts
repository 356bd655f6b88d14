/** The learning-rate range test: a worker process without a run folder. */
import type { RangeTestEvent, RangeTestRequest } from '../../../core/contract/training';
import { message } from '../../../core/messages';
import { RangeTest } from '../../../core/study/range-test';
import { EventHub } from '../../basics/event-hub';
import { Refusal, refuse } from '../../basics/refusal';
import type { DatasetStore } from '../../datasets';
import { settledPrecision } from './settled-precision';
import { superviseTask } from './supervise';
import type { TrainingOptions } from './trainer';
import { checkStudy } from './validate';

export interface RangeTestOptions
  extends Pick<TrainingOptions, 'ensureEngine' | 'launch' | 'entry' | 'speeds'> {
  datasets: Pick<DatasetStore, 'manifest' | 'folder' | 'use'>;
  /** A study uses the device. */
  isBusy(): boolean;
}

export class RangeTestService {
  private readonly closing = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: RangeTestOptions) {}

  get active(): boolean {
    return this.running !== undefined;
  }

  /**
   * Progress, then the points of the curve, then `done`. The worker ends with the stream.
   * @throws Refusal if the device is busy, the request is invalid, or the training fails.
   */
  async *run(
    request: RangeTestRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<RangeTestEvent, void, undefined> {
    if (this.closing.signal.aborted) refuse('training.busy.closing');
    if (this.options.isBusy()) refuse('training.busy.study');
    if (this.running) refuse('training.busy.rangeTest');
    const abort = new AbortController();
    const ended = AbortSignal.any([abort.signal, this.closing.signal, ...(signal ? [signal] : [])]);
    const hub = new EventHub<RangeTestEvent>({
      capacity: request.steps + 100,
      isDroppable: ({ type }) => type === 'progress',
    });
    const events = hub.subscribe();
    const work = this.work(request, ended, (event) => hub.emit(event)).finally(() => hub.close());
    this.running = work.catch(() => undefined);
    try {
      yield* events;
      await work;
    } finally {
      abort.abort();
      await this.running;
      this.running = undefined;
    }
  }

  private async work(
    request: RangeTestRequest,
    signal: AbortSignal,
    emit: (event: RangeTestEvent) => void,
  ): Promise<void> {
    const { datasets, ensureEngine, launch, entry, speeds } = this.options;
    const { settings: wanted, minimum, maximum, steps, graph } = request;
    const limits = checkedLimits({ minimum, maximum, steps });
    const manifest = await datasets.manifest(wanted.dataset);
    const arms = [{ name: graph.name, graph }];
    const study = { name: graph.name, arms, settings: wanted, seeds: [wanted.seed] };
    await checkStudy(study, async () => manifest);
    const engine = await ensureEngine({
      signal,
      onProgress: (progress) => emit({ type: 'progress', progress }),
    });
    // The later training would use the same precision.
    const measure = () => speeds?.measure([graph], engine, signal);
    const settings = { ...wanted, precision: await settledPrecision(wanted.precision, measure) };
    const unused = await datasets.use(settings.dataset, ['a learning-rate range test']);
    try {
      const outcome = await superviseTask({
        launch,
        entry,
        signal,
        name: 'range-test',
        purpose: message('training.purpose.rangeTest'),
        job: (runFolder) => ({
          runFolder,
          graph,
          settings,
          engine,
          datasetFolder: datasets.folder(settings.dataset),
          rangeTest: limits,
        }),
        onMessage: (received) => {
          if (received.type === 'progress') emit({ type: 'progress', progress: received.progress });
          if (received.type === 'range-test') emit(received.event);
        },
      });
      if (outcome.state === 'finished' || signal.aborted) return;
      throw new Refusal(outcome.message ?? message('training.stopped.rangeTest'));
    } finally {
      await unused();
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.running;
  }
}

function checkedLimits(limits: ConstructorParameters<typeof RangeTest>[0]) {
  try {
    new RangeTest(limits);
    return limits;
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal(error.message);
    throw error;
  }
}
