/** Measures how fast this device computes a network in each precision, once for each shape, in a worker process. */
import { analyze } from '../../../core/analysis/analyze';
import { costliestConvolution } from '../../../core/analysis/costliest-convolution';
import type { GraphDocument } from '../../../core/graph/document';
import { message } from '../../../core/messages';
import {
  type ConvolutionShape,
  type Precision,
  type PrecisionSpeeds,
  precisionSchema,
} from '../../../core/study/precision';
import { untilAborted } from '../../engine/shared-task';
import { computesOn, type SpeedCache } from '../../engine/speed-cache';
import type { Engine } from '../../engine/types';
import { type Launching, superviseTask } from './supervise';

export interface PrecisionSpeedsOptions extends Launching {
  cache: SpeedCache;
  /** Milliseconds for a measurement. */
  patience?: number;
}

const PATIENCE = 120_000;

export class PrecisionSpeedsService {
  private readonly closing = new AbortController();
  /** By device and shape. */
  private readonly measuring = new Map<string, Promise<PrecisionSpeeds | undefined>>();

  constructor(private readonly options: PrecisionSpeedsOptions) {}

  /** Undefined if nothing was measured for such networks. */
  async known(graphs: readonly GraphDocument[], engine: Engine): Promise<PrecisionSpeeds | undefined> {
    const shape = shapeOf(graphs);
    return shape && this.options.cache.get(await computesOn(engine), shape);
  }

  /**
   * Measures if needed. Throws only when aborted: without a result, float32 is used.
   * @param graphs the arms of one study, which share a precision.
   * @param begun called if it has to be measured.
   */
  async measure(
    graphs: readonly GraphDocument[],
    engine: Engine,
    signal?: AbortSignal,
    begun: () => void = () => undefined,
  ): Promise<PrecisionSpeeds | undefined> {
    const shape = shapeOf(graphs);
    if (!shape) return undefined;
    const measuredOn = await computesOn(engine);
    const before = await this.options.cache.get(measuredOn, shape);
    if (before) return before;
    begun();
    const key = JSON.stringify([measuredOn, shape]);
    let work = this.measuring.get(key);
    if (!work) {
      const probed = this.probe(shape, engine).catch(() => undefined);
      work = probed.finally(() => this.measuring.delete(key));
      this.measuring.set(key, work);
    }
    const speeds = await untilAborted(work, signal);
    if (speeds) await this.options.cache.put(measuredOn, speeds).catch(() => undefined);
    return speeds;
  }

  /** A precision that kills the process is left out of the next try. */
  private async probe(convolution: ConvolutionShape, engine: Engine): Promise<PrecisionSpeeds | undefined> {
    let precisions: readonly Precision[] = precisionSchema.options;
    for (;;) {
      const { speeds, died } = await this.attempt(convolution, engine, precisions);
      if (speeds || died === undefined || died === 'float32') return speeds;
      precisions = precisions.filter((precision) => precision !== died);
    }
  }

  private async attempt(
    convolution: ConvolutionShape,
    engine: Engine,
    precisions: readonly Precision[],
  ): Promise<{ speeds?: PrecisionSpeeds | undefined; died?: Precision | undefined }> {
    const { launch, entry, patience = PATIENCE } = this.options;
    const given = AbortSignal.any([this.closing.signal, AbortSignal.timeout(patience)]);
    let speeds: PrecisionSpeeds | undefined;
    let tried: Precision | undefined;
    const outcome = await superviseTask({
      launch,
      entry,
      signal: given,
      name: 'speeds',
      purpose: message('training.purpose.speeds'),
      job: () => ({ speedProbe: { convolution, precisions }, engine }),
      onMessage: (received) => {
        if (received.type === 'measuring') tried = received.precision;
        if (received.type === 'speeds') speeds = received.speeds;
      },
    });
    const died = outcome.state === 'interrupted' && !given.aborted ? tried : undefined;
    return { speeds, died };
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.measuring.values());
  }
}

const shapeOf = (graphs: readonly GraphDocument[]): ConvolutionShape | undefined =>
  costliestConvolution(graphs.map(analyze));
