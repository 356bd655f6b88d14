/**
 * Writes TensorBoard's event files: the graph, loss and learning rate of each step, metrics of each epoch, and
 * histograms of the weights if requested. When resumed, values after the checkpoint are removed, and a restart event
 * informs a TensorBoard that has already read them.
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
  /** A GraphDef. */
  graph: Uint8Array;
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
        // The checkpoint that follows ends the training.
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
