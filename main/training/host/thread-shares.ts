/**
 * Several runs on one CPU share its threads. What that gains is measured once for each engine, device and shape of
 * convolution, in processes that compute at once, each with its share of the threads. Processor time is measured, not
 * time: others may be using the machine.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { analyze } from '../../../core/analysis/analyze';
import { costliestConvolution } from '../../../core/analysis/costliest-convolution';
import type { GraphDocument } from '../../../core/graph/document';
import { message } from '../../../core/messages';
import type { ConvolutionShape } from '../../../core/study/precision';
import { writeJson } from '../../disk/atomic';
import { computesOn } from '../../engine/speed-cache';
import type { Engine } from '../../engine/types';
import { superviseTask } from './supervise';
import type { TrainingOptions } from './trainer';

const sharesSchema = z.array(
  z.object({
    /** How many processes computed at once. */
    runs: z.number().int().positive(),
    /** Milliseconds of each one's processor, all threads together, for the convolution and its gradients. */
    processor: z.number().positive(),
  }),
);
export type Shares = z.infer<typeof sharesSchema>;

export interface ThreadSharesOptions extends Pick<TrainingOptions, 'launch' | 'entry'> {
  folder: string;
  /** Milliseconds for a measurement. */
  patience?: number;
  threads?: number;
}

const PATIENCE = 120_000;
/** More are not measured: each is a process with TensorFlow. */
const MOST_AT_ONCE = 16;

export class ThreadShares {
  readonly threads: number;
  private readonly closing = new AbortController();

  constructor(private readonly options: ThreadSharesOptions) {
    this.threads = options.threads ?? availableParallelism();
  }

  /**
   * Measures if needed.
   * @param begun called if it has to be measured.
   * @returns undefined if that is impossible. @throws the signal's reason if it is aborted.
   */
  async measure(
    graphs: readonly GraphDocument[],
    engine: Engine,
    signal: AbortSignal,
    begun: () => void,
  ): Promise<Shares | undefined> {
    const convolution = costliestConvolution(graphs.map(analyze));
    if (!convolution) return undefined;
    const file = join(this.options.folder, `${keyOf(await computesOn(engine), convolution)}.json`);
    const before = await readShares(file);
    if (before) return before;
    begun();
    const shares: Shares = [];
    for (let runs = 1; runs <= Math.min(this.threads, MOST_AT_ONCE); runs *= 2) {
      const processor = await this.time(runs, convolution, engine, signal);
      if (processor === undefined) break;
      shares.push({ runs, processor });
    }
    signal.throwIfAborted();
    if (shares.length === 0) return undefined;
    await mkdir(this.options.folder, { recursive: true })
      .then(() => writeJson(file, shares))
      .catch(() => undefined);
    return shares;
  }

  private async time(
    runs: number,
    convolution: ConvolutionShape,
    engine: Engine,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { launch, entry, patience = PATIENCE } = this.options;
    const given = AbortSignal.any([signal, this.closing.signal, AbortSignal.timeout(patience)]);
    const env = { ...engine.env, ...threadVariables(Math.floor(this.threads / runs)) };
    const times: number[] = [];
    const measured = Array.from({ length: runs }, () =>
      superviseTask({
        launch,
        entry,
        signal: given,
        name: 'speeds',
        purpose: message('training.purpose.speeds'),
        job: () => ({ speedProbe: { convolution, precisions: ['float32'] }, engine: { ...engine, env } }),
        onMessage: (received) => {
          if (received.type === 'speeds') times.push(received.processor);
        },
      }),
    );
    await Promise.all(measured);
    return times.length === runs ? Math.max(...times) : undefined;
  }

  close(): void {
    this.closing.abort();
  }
}

/** How many of these equally long runs at once end first. */
export function fastestShare(shares: Shares, runs: number, most: number): number {
  const taken = (share: Shares[number]) => Math.ceil(runs / share.runs) * share.runs * share.processor;
  const fitting = shares.filter((share) => share.runs <= Math.min(runs, most));
  const least = Math.min(...fitting.map(taken));
  return Math.max(1, ...fitting.filter((share) => taken(share) <= TIE * least).map((share) => share.runs));
}

/**
 * Between convolutions, most threads of one run wait: two runs of a CIFAR ResNet with a thread each took 0.86 of the time
 * that they took one after the other with two.
 */
const TIE = 1.16;

/** TensorFlow reads them when it starts. null: it takes all threads. */
export const threadVariables = (threads: number | null): Readonly<Record<string, string>> =>
  threads === null
    ? {}
    : { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: String(threads) };

const keyOf = (measuredOn: string, convolution: ConvolutionShape): string =>
  createHash('sha256')
    .update(JSON.stringify([measuredOn, convolution]))
    .digest('hex')
    .slice(0, 24);

/** Undefined for a file that cannot be read, so it is measured again. */
async function readShares(file: string): Promise<Shares | undefined> {
  try {
    return sharesSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
