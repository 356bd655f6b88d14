/** What went wrong in a training, in words for the person who started it. */
import type { GraphDocument } from '../../core/graph/document';
import { GraphError } from '../../core/graph/problem';
import type { TrainingSettings } from '../../core/study/settings';
import { SessionError } from '../engine/types';
import { Refusal } from '../refusal';
import { messageOf } from '../runs/atomic';

/** A training that cannot go on, said in full. */
export class TrainingFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TrainingFailure';
  }
}

const OUT_OF_MEMORY = /resource[_ ]exhausted|out of memory|\boom\b|bad_alloc|heap limit/i;

/** The block on the canvas that a node of the TensorFlow graph was made from, if its name tells. */
export function blockOf(node: string | undefined, graph: GraphDocument): string | undefined {
  const ids = new Set(graph.nodes.map((one) => one.id));
  return node?.split('/').find((part) => ids.has(part));
}

/** The message of run.json and of the window. */
export function describeFailure(error: unknown, graph: GraphDocument, settings: TrainingSettings): string {
  if (error instanceof TrainingFailure || error instanceof Refusal || error instanceof GraphError) {
    return error.message;
  }
  const message = messageOf(error);
  const block = error instanceof SessionError ? blockOf(error.node, graph) : undefined;
  const where = block === undefined ? '' : ` at block "${block}"`;
  if (OUT_OF_MEMORY.test(message)) {
    return `The device ran out of memory${where}. Try a smaller batch size than ${settings.batchSize}, or a narrower network. TensorFlow says: ${firstLine(message)}`;
  }
  if (error instanceof SessionError) return `TensorFlow stopped${where}. It says: ${firstLine(message)}`;
  return `The training stopped on an unexpected error: ${message}`;
}

/** What became of a worker that ended without a word, from how it ended and what it printed last. */
export function describeDeath(
  exit: { code: number | null; signal: string | null; error?: string },
  output: string,
  ready: boolean,
): string {
  if (exit.error !== undefined) return `The training worker could not be started: ${exit.error}.`;
  if (!ready && exit.signal === null) {
    const error =
      output.split('\n').find((line) => line.includes('Error')) ?? `it ended with code ${exit.code}`;
    return `The training worker could not be started: ${error.trim()}.`;
  }
  const how = exit.signal === null ? `with code ${exit.code}` : `by ${exit.signal}`;
  const memory =
    OUT_OF_MEMORY.test(output) || exit.signal === 'SIGKILL'
      ? ' If the machine ran out of memory, try a smaller batch size.'
      : '';
  return `The training worker ended unexpectedly, ${how}. What had finished is kept; log.txt has its last words.${memory}`;
}

export interface DivergedAt {
  /** `loss`, `validation loss`, `weight "stem.conv/kernel"`. */
  what: string;
  /** Under way. */
  epoch: number;
  /** Updates done. */
  step: number;
  /** The newest there is; of whole epochs and updates. */
  checkpoint: { epoch: number; step: number } | undefined;
}

/** NaN or infinity is where a training has diverged: no later step would mend it. */
export function divergence(value: number, at: DivergedAt, settings: TrainingSettings): TrainingFailure {
  const { learningRate, clipnorm } = settings.optimizer;
  const clipping =
    clipnorm === null ? 'switch clipnorm on (1 is usual)' : `clip harder (clipnorm was ${clipnorm})`;
  const kept = at.checkpoint
    ? `The checkpoint of step ${at.checkpoint.step}, after ${at.checkpoint.epoch} whole epochs, is kept.`
    : 'There is no checkpoint yet.';
  return new TrainingFailure(
    `The ${at.what} became ${value} in epoch ${at.epoch} at step ${at.step}: the training has diverged. ` +
      `Try a smaller learning rate (it was ${learningRate}), or ${clipping}. ${kept}`,
  );
}

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? '';
