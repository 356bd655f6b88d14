/**
 * Several runs on one CPU share its threads. What that gains is measured once for each engine, device and costliest
 * convolution, in processes that take training steps at once, each with its share of the threads: between convolutions, most
 * threads of one run wait.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { analyze } from '../../../core/analysis/analyze';
import { costliestConvolution } from '../../../core/analysis/costliest-convolution';
import { message } from '../../../core/messages';
import type { ConvolutionShape } from '../../../core/study/precision';
import { writeJson } from '../../disk/atomic';
import { computesOn } from '../../engine/speed-cache';
import type { Engine } from '../../engine/types';
import { inputShapeOf } from '../estimate/input-shape';
import type { ShareProbeJob } from '../protocol/messages';
import type { LaneRun } from './lane';
import { type Launching, superviseTask } from './supervise';

const sharesSchema = z.array(
  z.object({
    /** How many processes computed at once. */
    runs: z.number().int().positive(),
    /** A step of each takes them on a machine that does nothing else. */
    milliseconds: z.number().positive(),
  }),
);
export type Shares = z.infer<typeof sharesSchema>;

/** Only the settings of the run are used. */
interface MeasuredRun extends Omit<LaneRun, 'run'> {
  run: Pick<LaneRun['run'], 'settings'>;
}

export interface ThreadSharesOptions extends Launching {
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
   * Measures if needed, a step of the costliest of these networks.
   * @param begun called if it has to be measured.
   * @returns undefined if that is impossible. @throws the signal's reason if it is aborted.
   */
  async measure(
    runs: readonly MeasuredRun[],
    engine: Engine,
    signal: AbortSignal,
    begun: () => void,
  ): Promise<Shares | undefined> {
    const arms = [...new Map(runs.map((one) => [one.graph, one])).values()];
    const analyzed = arms.map((arm) => ({ arm, analysis: analyze(arm.graph) }));
    const convolution = costliestConvolution(analyzed.map(({ analysis }) => analysis));
    if (!convolution) return undefined;
    const file = join(this.options.folder, `${keyOf(await computesOn(engine), convolution)}.json`);
    const before = await readShares(file);
    if (before) return before;
    begun();
    const [costliest] = analyzed.sort((a, b) => b.analysis.totals.macs - a.analysis.totals.macs);
    const { graph, run, manifest } = costliest!.arm;
    const imageShape = inputShapeOf(graph) ?? manifest.imageShape;
    const step = { graph, settings: run.settings, imageShape };
    const shares: Shares = [];
    for (let atOnce = 1; atOnce <= Math.min(this.threads, MOST_AT_ONCE); atOnce *= 2) {
      const milliseconds = await this.time(atOnce, step, engine, signal);
      if (milliseconds === undefined) break;
      shares.push({ runs: atOnce, milliseconds });
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
    step: Omit<ShareProbeJob['shareProbe'], 'threads'>,
    engine: Engine,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { launch, entry, patience = PATIENCE } = this.options;
    const given = AbortSignal.any([signal, this.closing.signal, AbortSignal.timeout(patience)]);
    const threads = Math.floor(this.threads / runs);
    const env = { ...engine.env, ...threadVariables(threads) };
    const times: number[] = [];
    const measured = Array.from({ length: runs }, () =>
      superviseTask({
        launch,
        entry,
        signal: given,
        name: 'speeds',
        purpose: message('training.purpose.speeds'),
        job: () => ({ shareProbe: { ...step, threads }, engine: { ...engine, env } }),
        onMessage: (received) => {
          if (received.type === 'share') times.push(received.milliseconds);
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
  const taken = (share: Shares[number]) => Math.ceil(runs / share.runs) * share.milliseconds;
  const fitting = shares.filter((share) => share.runs <= Math.min(runs, most));
  const least = Math.min(...fitting.map(taken));
  return Math.max(1, ...fitting.filter((share) => taken(share) <= SAME * least).map((share) => share.runs));
}

/** So much less counts as equally fast; more runs at once also spare each other the wait for a start and an end. */
const SAME = 1.05;

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
