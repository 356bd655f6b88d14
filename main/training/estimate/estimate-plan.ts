/**
 * The compiled program of a training as the estimate of its memory needs it. Compiling a deep network takes a good part
 * of a second of the host, so others have their turn meanwhile, and what was compiled last is kept, by all that it
 * depends on.
 */
import { setImmediate } from 'node:timers/promises';
import type { GraphDocument } from '../../../core/graph/document';
import { sketchProgram } from '../../compiler';
import type { IteratorSpec } from '../../compiler/ir/attributes';
import type { CompileOptions } from '../../compiler/types';
import { planWorker, type WorkerPlan } from './memory-model';

export interface TrainingPlan {
  plan: WorkerPlan;
  /** Batches leave the pipeline as floats, not as bytes. */
  floats: boolean;
}

/** The graphs that are open, each on one set or two. */
const KEPT = 6;
/** Newest last. */
const kept = new Map<string, Promise<TrainingPlan>>();

/** Rejects with a GraphError when the network cannot be trained on these images. */
export function planOfTraining(graph: GraphDocument, asked: CompileOptions): Promise<TrainingPlan> {
  // The size of a batch is known only at run time, and the rate is fed: neither is in the program's sizes.
  const options = { ...asked, batchSize: 1, optimizer: { ...asked.optimizer, learningRate: 1 } };
  const key = JSON.stringify([
    graph.nodes.map(({ id, type, params }) => [id, type, params]),
    graph.edges.map(({ source, target, port, muted }) => [source, target, port, muted]),
    options,
  ]);
  const found = kept.get(key) ?? compiled(graph, options);
  kept.delete(key);
  kept.set(key, found);
  // A refusal is worked out anew, with its words.
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
