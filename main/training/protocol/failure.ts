/** What went wrong in a training, in words for the person who started it. */

import { messageOf } from '../../../core/basics/errors';
import { plural } from '../../../core/format/plural';
import type { GraphDocument } from '../../../core/graph/document';
import { GraphError } from '../../../core/graph/problem';
import { inEnglish, type MessageOrText, sentences } from '../../../core/messages';
import type { TrainingSettings } from '../../../core/study/settings';
import { errorLine } from '../../basics/error-line';
import { Refusal } from '../../basics/refusal';
import { DiskTrouble } from '../../disk/trouble';
import { crashOf, crashWords } from '../../engine/crash';
import { SessionError } from '../../engine/types';
import { diskSign, faultInText, faultOf, lostGpuSign } from './faults';

/** Where something was found that is not finite. */
export interface BadBatch {
  /** The loss of a batch, that of the validation, or a weight. */
  what: 'loss' | 'validation' | 'weight';
  /** Under way, 1-based. */
  epoch: number;
  /** Updates done; the last of them, where it is a loss, with this very batch. */
  step: number;
}

/** A training that cannot go on, said in full. */
export class TrainingFailure extends Error {
  /** @param badBatch what can be looked into. */
  constructor(
    readonly said: MessageOrText,
    readonly badBatch?: BadBatch,
  ) {
    super(inEnglish(said));
    this.name = 'TrainingFailure';
  }
}

/** The block on the canvas that a node of the TensorFlow graph was made from, if its name tells. */
export function blockOf(node: string | undefined, graph: GraphDocument): string | undefined {
  const ids = new Set(graph.nodes.map((one) => one.id));
  return node?.split('/').find((part) => ids.has(part));
}

/** The message of run.json and of the window. */
export function describeFailure(
  error: unknown,
  graph: GraphDocument,
  settings: TrainingSettings,
): MessageOrText {
  if (error instanceof DiskTrouble) {
    return sentences(error.said, 'Then resume the run: the checkpoints that were written are whole.');
  }
  if (error instanceof TrainingFailure || error instanceof Refusal || error instanceof GraphError) {
    return error.said;
  }
  const message = messageOf(error);
  const block = error instanceof SessionError ? blockOf(error.node, graph) : undefined;
  const where = block === undefined ? '' : ` at block "${block}"`;
  const fault = faultOf(error);
  switch (fault) {
    case 'out-of-memory':
      return `The device ran out of memory${where}, in batches of ${settings.batchSize}. TensorFlow says: ${firstLine(message)}`;
    case 'disk':
      return `${diskSign(error)} The checkpoints that were written are whole. (${firstLine(message)})`;
    case 'folder-gone':
      return `A file or folder of the run is gone (${firstLine(message)}). Was it moved or deleted while the run was training?`;
    case 'data-gone':
      return `The images of data set "${settings.dataset}" are no longer where they were (${firstLine(message)}). Get the data set again in the Data view, then resume the run.`;
    case 'gpu-lost':
      return `${gpuLost(message)} TensorFlow says: ${firstLine(message)}`;
  }
  if (error instanceof SessionError) return `TensorFlow stopped${where}. It says: ${firstLine(message)}`;
  return `The training stopped on an unexpected error: ${message}`;
}

/**
 * What became of a worker that ended without a word, from how it ended and what it printed last.
 * @param doing what it was at, as doing.ts puts it. @param keepsNothing it had no run, but a range test for one.
 * @param device that it computed on.
 */
export function describeDeath(
  exit: { code: number | null; signal: string | null; error?: string },
  output: string,
  ready: boolean,
  {
    doing,
    keepsNothing = false,
    device,
  }: { doing?: string | undefined; keepsNothing?: boolean; device?: 'cpu' | 'gpu' | undefined } = {},
): string {
  if (exit.error !== undefined) return `The training worker could not be started: ${exit.error}.`;
  if (!ready && exit.signal === null && crashOf(exit) === undefined) {
    const error = errorLine(output) ?? `it ended with code ${exit.code}`;
    return `The training worker could not be started: ${error}.`;
  }
  const how = exit.signal === null ? `with code ${exit.code}` : `by ${exit.signal}`;
  const fault = faultInText(output);
  const crash = fault === undefined ? crashWords(exit, device) : undefined;
  const lost = fault === 'gpu-lost' ? ` ${gpuLost(output)}` : '';
  const full = fault === 'disk' ? ` ${diskSign(new Error(output))}` : '';
  const memory = wasOutOfMemory(exit, output) ? ' Linux does this when the machine runs out of memory.' : '';
  const kept = keepsNothing ? '' : ' What had finished is kept; log.txt has what it printed last.';
  return `The training worker ended unexpectedly, ${how}${doing === undefined ? '' : `, while ${doing}`}.${fault === 'out-of-memory' ? ' It ran out of memory.' : memory}${lost}${full}${crash === undefined ? '' : ` ${crash}`}${kept}`;
}

/**
 * Whether memory may be what a worker died of: it said so, or it was killed from outside, as the kernel does (signal 9;
 * 137 = 128 + 9 where a shell or a container stands between).
 */
export function wasOutOfMemory(
  exit: { code: number | null; signal: string | null },
  output: string,
): boolean {
  return faultInText(output) === 'out-of-memory' || exit.signal === 'SIGKILL' || exit.code === 137;
}

const gpuLost = (message: string): string =>
  `The GPU was lost (${lostGpuSign(message)}): it hung, its driver restarted, or it was taken away. "nvidia-smi" tells whether it is back; then resume the run from its last checkpoint, or train on the CPU.`;

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

function whatOf({ what }: DivergedAt): BadBatch['what'] {
  if (what === 'loss') return 'loss';
  return what.endsWith('loss') ? 'validation' : 'weight';
}

/** NaN or infinity is where a training has diverged: no later step would mend it. */
export function divergence(value: number, at: DivergedAt, settings: TrainingSettings): TrainingFailure {
  const { learningRate, clipnorm } = settings.optimizer;
  const clipping =
    clipnorm === null ? 'switch clipnorm on (1 is usual)' : `clip harder (clipnorm was ${clipnorm})`;
  const kept = at.checkpoint
    ? `The checkpoint of step ${at.checkpoint.step}, after ${plural(at.checkpoint.epoch, 'whole epoch')}, is kept.`
    : 'There is no checkpoint yet.';
  return new TrainingFailure(
    `The ${at.what} became ${value} in epoch ${at.epoch} at step ${at.step}: the training has diverged. ` +
      `Try a smaller learning rate (it was ${learningRate}), or ${clipping}. ${kept}`,
    { what: whatOf(at), epoch: at.epoch, step: at.step },
  );
}

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? '';
