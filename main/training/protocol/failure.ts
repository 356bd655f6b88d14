/** Explains a failed training to the user. */

import { messageOf } from '../../../core/basics/errors';
import type { GraphDocument } from '../../../core/graph/document';
import { GraphError } from '../../../core/graph/problem';
import {
  inEnglish,
  type Message,
  type MessageOrText,
  message,
  messageFrom,
  sentences,
} from '../../../core/messages';
import type { TrainingSettings } from '../../../core/study/settings';
import { errorLine } from '../../basics/error-line';
import { Refusal } from '../../basics/refusal';
import { DiskTrouble } from '../../disk/trouble';
import { crashMessage, crashOf } from '../../engine/crash';
import { SessionError } from '../../engine/types';
import { diskAdvice, faultInText, faultOf, lostGpuSign } from './faults';

/** Where a value was not finite. */
export interface BadBatch {
  /** A batch's loss, the validation's, or a weight. */
  what: 'loss' | 'validation' | 'weight';
  /** 1-based. */
  epoch: number;
  /** Updates done, including the batch of a bad loss. */
  step: number;
}

export class TrainingFailure extends Error {
  /** @param badBatch for the search for the layer. */
  constructor(
    readonly said: MessageOrText,
    readonly badBatch?: BadBatch,
  ) {
    super(inEnglish(said));
    this.name = 'TrainingFailure';
  }
}

/** The block that a TensorFlow node was made from. */
export function blockOf(node: string | undefined, graph: GraphDocument): string | undefined {
  const ids = new Set(graph.nodes.map((one) => one.id));
  return node?.split('/').find((part) => ids.has(part));
}

export function describeFailure(
  error: unknown,
  graph: GraphDocument,
  settings: TrainingSettings,
): MessageOrText {
  if (error instanceof DiskTrouble) {
    return sentences(error.said, message('training.failure.resumeSafe'));
  }
  if (error instanceof TrainingFailure || error instanceof Refusal || error instanceof GraphError) {
    return error.said;
  }
  const text = messageOf(error);
  const detail = firstLine(text);
  const block = (error instanceof SessionError ? blockOf(error.node, graph) : undefined) ?? 'none';
  switch (faultOf(error)) {
    case 'out-of-memory':
      return message('training.failure.outOfMemory', { block, batch: settings.batchSize, detail });
    case 'disk':
      return sentences(
        diskAdvice(error),
        message('training.failure.checkpointsSafe'),
        message('training.failure.detail', { detail }),
      );
    case 'folder-gone':
      return message('training.failure.folderGone', { detail });
    case 'data-gone':
      return message('training.failure.dataGone', { dataset: settings.dataset, detail });
    case 'gpu-lost':
      return sentences(gpuLost(text), message('training.failure.tensorflowSays', { detail }));
  }
  return error instanceof SessionError
    ? message('training.failure.tensorflow', { block, detail })
    : message('training.failure.unexpected', { error: text });
}

/**
 * Explains the end of a worker that sent no last message.
 * @param doing see activityOf. @param keepsNothing it had no run folder, as in a range test.
 */
export function describeDeath(
  exit: { code: number | null; signal: string | null; error?: string },
  output: string,
  ready: boolean,
  {
    doing,
    keepsNothing = false,
    device,
  }: { doing?: MessageOrText | undefined; keepsNothing?: boolean; device?: 'cpu' | 'gpu' | undefined } = {},
): Message {
  if (exit.error !== undefined) return message('training.death.notStarted', { error: exit.error });
  if (!ready && exit.signal === null && crashOf(exit) === undefined) {
    const error = errorLine(output) ?? message('training.death.endedWithCode', { code: String(exit.code) });
    return message('training.death.notStarted', { error });
  }
  const how =
    exit.signal === null
      ? message('training.death.withCode', { code: String(exit.code) })
      : message('training.death.bySignal', { signal: exit.signal });
  const fault = faultInText(output);
  const signs = {
    'out-of-memory': () => message('training.death.outOfMemory'),
    'gpu-lost': () => gpuLost(output),
    disk: () => diskAdvice(new Error(output)),
    'folder-gone': () => undefined,
    'data-gone': () => undefined,
  };
  return sentences(
    message('training.death.ended', { how, doing: doing === undefined ? 'none' : messageFrom(doing) }),
    fault !== 'out-of-memory' && wasOutOfMemory(exit, output)
      ? message('training.death.killedForMemory')
      : undefined,
    fault === undefined ? crashMessage(exit, device) : signs[fault](),
    keepsNothing ? undefined : message('training.death.kept'),
  );
}

/**
 * Out of memory by its own output, or killed from outside as the kernel does (137 = 128 + SIGKILL, in shells and
 * containers).
 */
export function wasOutOfMemory(
  exit: { code: number | null; signal: string | null },
  output: string,
): boolean {
  return faultInText(output) === 'out-of-memory' || exit.signal === 'SIGKILL' || exit.code === 137;
}

const gpuLost = (text: string): Message => message('training.failure.gpuLost', { sign: lostGpuSign(text) });

export interface DivergedAt {
  what: 'loss' | 'validation loss' | 'test loss' | { weight: string };
  /** Under way. */
  epoch: number;
  /** Updates done. */
  step: number;
  /** The newest one. */
  checkpoint: { epoch: number; step: number } | undefined;
}

const NAMES = {
  loss: message('training.diverged.loss'),
  'validation loss': message('training.diverged.validationLoss'),
  'test loss': message('training.diverged.testLoss'),
};

/** After NaN or infinity no later step can recover. */
export function divergence(value: number, at: DivergedAt, settings: TrainingSettings): TrainingFailure {
  const { learningRate: rate, clipnorm } = settings.optimizer;
  const { what, epoch, step, checkpoint } = at;
  const isWeight = typeof what === 'object';
  return new TrainingFailure(
    sentences(
      message('training.diverged.message', {
        what: isWeight ? message('training.diverged.weight', { name: what.weight }) : NAMES[what],
        value: String(value),
        epoch,
        step,
      }),
      clipnorm === null
        ? message('training.diverged.clip', { rate: String(rate) })
        : message('training.diverged.clipHarder', { rate: String(rate), clipnorm: String(clipnorm) }),
      checkpoint
        ? message('training.diverged.checkpoint', { step: checkpoint.step, epochs: checkpoint.epoch })
        : message('training.diverged.noCheckpoint'),
    ),
    { what: isWeight ? 'weight' : what === 'loss' ? 'loss' : 'validation', epoch, step },
  );
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
