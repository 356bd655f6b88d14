/**
 * Event files for TensorBoard: the network's graph, each step's loss and learning rate, each epoch's metrics, and
 * histograms of the weights on request. All stand at the update at which they were taken: a resumed training cuts off
 * what is later than its checkpoint, and one restart event takes it back in a TensorBoard that has read it already.
 */
import type { EpochMetrics, StepMetrics } from '../../../core/study/run';
import { histogramOf } from '../../runs/tensorboard/histogram';
import { OF_STEP, rewindEvents } from '../../runs/tensorboard/rewind';
import { EventWriter } from '../../runs/tensorboard/writer';
import type { Training } from '../state/training';
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
  private writer: EventWriter | undefined;
  private readonly now: () => number;
  private lastFlush: number;

  constructor(private readonly options: TensorBoardOptions) {
    this.now = options.now ?? Date.now;
    this.lastFlush = this.now();
  }

  onTrainBegin({ step, batch }: Training): void {
    const { folder, graph } = this.options;
    const kept = rewindEvents(folder, { step, withinEpoch: batch > 0 });
    this.writer = new EventWriter(folder, this.now);
    if (kept.files > 0) this.events.restart(step === 0 ? 0 : step + 1);
    if (!kept.graph) this.events.graph(graph);
    this.flush();
  }

  private get events(): EventWriter {
    if (this.writer) return this.writer;
    throw new Error('Events are written once the training has begun.');
  }

  onBatchEnd(_training: Training, { step, loss, learningRate }: StepMetrics): void {
    this.events.scalars(step, [
      { tag: `${OF_STEP}loss`, value: loss },
      ...(learningRate === undefined ? [] : [{ tag: `${OF_STEP}learning_rate`, value: learningRate }]),
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
    this.writer?.flush();
  }
}
