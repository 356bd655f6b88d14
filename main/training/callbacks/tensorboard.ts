/**
 * Event files for TensorBoard: the network's graph, each step's loss and learning rate, each epoch's metrics, and
 * histograms of the weights on request. All stand at the update at which they were taken, so that one restart event
 * takes back, after a resume, whatever is later than the checkpoint.
 */
import type { EpochMetrics, StepMetrics } from '../../../core/study/run';
import { histogramOf } from '../../runs/tensorboard/histogram';
import { EventWriter } from '../../runs/tensorboard/writer';
import type { Training } from '../training';
import type { Callback } from './callback';

const FLUSH_EVERY = 1000;

export interface TensorBoardOptions {
  folder: string;
  /** Bytes of the network's GraphDef. */
  graph: Uint8Array;
  /** Milliseconds. */
  now?: () => number;
}

export class TensorBoard implements Callback {
  private readonly events: EventWriter;
  private readonly now: () => number;
  private lastFlush: number;

  constructor(private readonly options: TensorBoardOptions) {
    this.now = options.now ?? Date.now;
    this.events = new EventWriter(options.folder, this.now);
    this.lastFlush = this.now();
  }

  onTrainBegin({ step }: Training): void {
    if (step === 0 && !this.events.isFirst) this.events.restart(0);
    if (step > 0) this.events.restart(step + 1);
    if (step === 0) this.events.graph(this.options.graph);
    this.flush();
  }

  onBatchEnd(_training: Training, { step, loss, learningRate }: StepMetrics): void {
    this.events.scalars(step, [
      { tag: 'step/loss', value: loss },
      ...(learningRate === undefined ? [] : [{ tag: 'step/learning_rate', value: learningRate }]),
    ]);
    if (this.now() - this.lastFlush >= FLUSH_EVERY) this.flush();
  }

  async onEpochEnd(training: Training, metrics: EpochMetrics): Promise<void> {
    this.events.scalars(training.step, [
      { tag: 'loss/train', value: metrics.loss },
      { tag: 'loss/validation', value: metrics.valLoss },
      { tag: 'accuracy/train', value: metrics.accuracy },
      { tag: 'accuracy/validation', value: metrics.valAccuracy },
      ...(metrics.top5 === undefined ? [] : [{ tag: 'top5/train', value: metrics.top5 }]),
      ...(metrics.valTop5 === undefined ? [] : [{ tag: 'top5/validation', value: metrics.valTop5 }]),
    ]);
    if (training.settings.histograms) await this.histograms(training);
    this.flush();
  }

  private async histograms(training: Training): Promise<void> {
    const variables = await training.variables();
    const weights = training.model.variables.filter(({ role }) => role === 'weight');
    const histograms = new Map(
      weights.flatMap(({ name }) => {
        const data = variables.get(name)?.data;
        // Where one is not finite, the checkpoint that follows ends the training.
        return data?.every(Number.isFinite) ? [[name, histogramOf(data)] as const] : [];
      }),
    );
    this.events.histograms(training.step, histograms);
  }

  onTrainEnd(): void {
    this.flush();
  }

  flush(): void {
    this.lastFlush = this.now();
    this.events.flush();
  }
}
