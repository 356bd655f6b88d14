/**
 * Compiles a training's program for the memory estimate. That takes a good part of a second, so results are cached,
 * and other work gets a turn.
 */
import { setImmediate } from 'node:timers/promises';
import type { GraphDocument } from '../../../core/graph/document';
import { trainingOf } from '../../../core/network/tuning';
import { sketchProgram } from '../../compiler';
import type { IteratorSpec } from '../../compiler/ir/attributes';
import type { CompileOptions } from '../../compiler/types';
import { planWorker, type WorkerPlan } from './memory-model';

export interface TrainingPlan {
  plan: WorkerPlan;
  /** Batches leave the pipeline as floats, not bytes. */
  floats: boolean;
}

const KEPT = 6;
const kept = new Map<string, Promise<TrainingPlan>>();

/** Rejects with a GraphError if the network cannot be trained on these images. */
export function planOfTraining(graph: GraphDocument, asked: CompileOptions): Promise<TrainingPlan> {
  // Neither affects the sizes: batch size and learning rate are known only at run time.
  const options = { ...asked, batchSize: 1, optimizer: { ...asked.optimizer, learningRate: 1 } };
  const key = JSON.stringify([
    graph.nodes.map((node) => [node.id, node.type, node.params, trainingOf(node)]),
    graph.edges.map(({ source, target, port, muted }) => [source, target, port, muted]),
    options,
  ]);
  const found = kept.get(key) ?? compiled(graph, options);
  kept.delete(key);
  kept.set(key, found);
  found.catch(() => kept.delete(key));
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return found;
}

async function compiled(graph: GraphDocument, options: CompileOptions): Promise<TrainingPlan> {
  const program = await sketchProgram(graph, options);
  const floats = program.nodes.some(
    ({ operator, attributes }) =>
      operator === 'next_batch' && !(attributes as { iterator: IteratorSpec }).iterator.bytes,
  );
  await setImmediate();
  return { plan: planWorker(program), floats };
}
