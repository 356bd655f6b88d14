/**
 * The worker's side of thread-shares.ts: how long a training step would take with the threads of this process if nothing else used
 * the machine. A busy machine slows it down as it does a thread that computes between the steps. The processor time of
 * the step says what is possible: all threads busy all the time, or one alone.
 */
import { analyze } from '../../../core/analysis/analyze';
import { elementCount } from '../../../core/basics/element-count';
import type { GraphDocument, Shape } from '../../../core/graph/document';
import type { TrainingSettings } from '../../../core/study/settings';
import { compile } from '../../compiler';
import type { CompileOptions } from '../../compiler/types';
import { float32, int32 } from '../../engine/values';
import { compileOptions } from '../estimate/compile-options';
import { breathe } from '../loop/evaluate';
import type { FromWorker, ShareProbeJob } from '../protocol/messages';
import type { JobContext } from './job-context';
import { inProbeSession } from './probe-session';

/** Multiply-adds of a forward pass, at most: a second or so with the gradients on one thread. */
const WORK = 6e9;
const STEPS = 6;
/** Milliseconds of processor time after each step. */
const SPIN = 40;

/** Statistics of pixels are set by `load_data`, which needs a data set. */
const withPlainInput = (graph: GraphDocument): GraphDocument => ({
  ...graph,
  nodes: graph.nodes.map((node) =>
    node.type === 'Input' ? { ...node, params: { ...node.params, pixels: '0-1' } } : node,
  ),
});

const fedOptions = (settings: TrainingSettings, imageShape: Shape): CompileOptions =>
  compileOptions({ ...settings, normalization: 'none', diagnosticsEvery: null }, imageShape, undefined);

/** Milliseconds until one thread has computed for SPIN. */
function spin(): number {
  const began = performance.now();
  const used = processorTime();
  while (used() < SPIN);
  return performance.now() - began;
}

/** Milliseconds of processor time from now on, all threads together. */
function processorTime(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

/** @returns the last message to the host. */
export async function runShareProbe(
  { shareProbe: { graph, settings, imageShape, threads }, engine }: ShareProbeJob,
  { send }: JobContext,
): Promise<FromWorker> {
  const { macs } = analyze(graph).totals;
  const batchSize = Math.max(1, Math.min(settings.batchSize, Math.floor(WORK / macs)));
  const model = () => compile(withPlainInput(graph), fedOptions({ ...settings, batchSize }, imageShape));
  return inProbeSession(engine, model, async (session) => {
    const seed = int32(1);
    await session.run('init', { seed });
    const shape = [batchSize, ...imageShape];
    const images = Float32Array.from({ length: elementCount(shape) }, (_, index) => (index % 251) / 251);
    const batch = {
      x: { dtype: 'float32', shape, data: images },
      y: { dtype: 'int32', shape: [batchSize], data: new Int32Array(batchSize) },
    } as const;
    const step = async () => {
      const began = performance.now();
      const used = processorTime();
      await session.run('train_on_batch', { ...batch, learning_rate: float32(0), seed, step: int32(0) });
      return { taken: performance.now() - began, used: used() };
    };
    // TensorFlow plans it.
    await step();
    const sums = { taken: 0, used: 0, spun: 0 };
    for (let steps = 0; steps < STEPS; steps++) {
      await breathe();
      const { taken, used } = await step();
      sums.taken += taken;
      sums.used += used;
      sums.spun += spin();
    }
    const alone = (sums.taken * STEPS * SPIN) / sums.spun;
    const milliseconds = Math.min(sums.used, Math.max(sums.used / threads, alone)) / STEPS;
    send({ type: 'share', milliseconds });
    return { type: 'ended', state: 'finished' };
  });
}
