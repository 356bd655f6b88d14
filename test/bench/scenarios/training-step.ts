/** Time per training step, all contestants on the same network, weights and batches. */
import { join } from 'node:path';
import type { Precision } from '../../../core/study/precision';
import { SpeedCache } from '../../../main/engine/speed-cache';
import { launchProcess } from '../../../main/processes/launch';
import { PrecisionSpeedsService } from '../../../main/training/host/precision-speeds';
import { settledPrecision } from '../../../main/training/host/settled-precision';
import { bundledWorker } from '../../support/worker';
import { type Network, networkOf, writeInputs } from '../inputs';
import type { ContestantId } from '../options';
import type { StepAssignment } from '../protocol';
import { type Bar, preparations, stepsTable } from '../report';
import { largestRelativeDifference, median } from '../statistics';
import { inTurns, type Participant, type Result } from '../turns';
import type { Context, Scenario } from './scenario';

const COMPARED = 3;

const names: Readonly<Record<ContestantId, string>> = {
  skipwire: 'Skipwire',
  keras: 'Keras',
  pytorch: 'PyTorch',
  tfjs: 'tfjs layers',
};

type StepPrecision = StepAssignment['precision'];

/** Our step over another contestant's. */
export interface StepBar {
  over: Exclude<ContestantId, 'skipwire'>;
  /** Default: float32. `auto` is the one that trainings take on this machine. */
  precision?: StepPrecision | 'auto';
  /** The other's precision. Default: float32. */
  theirs?: StepPrecision;
  bar: number;
}

const usualBars: readonly StepBar[] = [
  { over: 'keras', bar: 0.9 },
  { over: 'keras', precision: 'bfloat16', bar: 0.7 },
  { over: 'pytorch', bar: 0.9 },
  { over: 'tfjs', bar: 0.33 },
];

export function trainingStep(
  id: string,
  label: string,
  network: Network,
  quick: Network,
  bars: readonly StepBar[] = usualBars,
): Scenario {
  const title = `Training step, ${label}`;
  return {
    id,
    title,
    run: async (context) => {
      const { options, roster, folder, say } = context;
      const what = options.quick ? `--quick: ${quick.arm}, batch ${quick.batch}` : label;
      const trained = options.quick ? quick : network;
      const assignment = await writeInputs(folder, trained);
      const { rounds, steps } = options;
      const turns = { rounds, steps, compared: COMPARED, say };
      const auto = bars.some(({ precision }) => precision === 'auto')
        ? await autoPrecision(trained, context)
        : undefined;
      const { results, absent } = await inTurns(participants(context, assignment, bars), turns);
      return {
        bars: bars.map((bar) => verdict(what, results, bar, auto, context)),
        body: [stepsTable(results)],
        notes: [
          `${rounds} rounds of ${steps} steps each (tfjs layers: 1), each round starting with another contestant, after a warm-up of ${COMPARED + 2} steps; SGD 0.01 with clipnorm 1 (tfjs layers has none).`,
          ...lossNotes(results),
          ...results.map(({ name, ready }) => `${name}: ${ready.versions}, ${ready.parameters} parameters`),
          ...sameNetwork(results),
          ...results.map(preparations),
          ...absent,
          ...roster.absent,
        ],
      };
    },
  };
}

const nameIn = (id: ContestantId, precision: StepPrecision): string =>
  precision === 'float32' ? names[id] : `${names[id]}, ${precision}`;

function participants(
  { roster }: Context,
  assignment: StepAssignment,
  bars: readonly StepBar[],
): Participant[] {
  return [...roster.entries].flatMap(([id, entry]): Participant[] => {
    // One step of tfjs takes as long as three of the others.
    if (id === 'tfjs') return [{ entry, assignment, steps: 1 }];
    const inShort = id === 'skipwire' || bars.some((bar) => bar.over === id && bar.theirs === 'bfloat16');
    const precisions = inShort ? (['float32', 'bfloat16'] as const) : (['float32'] as const);
    return precisions.map((precision) => ({
      entry: { ...entry, name: nameIn(id, precision) },
      assignment: { ...assignment, precision },
    }));
  });
}

/** What a training with the precision `auto` takes on this machine, by the app's own measurement. */
async function autoPrecision(
  { arm, side }: Network,
  { roster: { engine }, folder }: Context,
): Promise<Precision> {
  const speeds = new PrecisionSpeedsService({
    ...{ launch: launchProcess, entry: bundledWorker() },
    cache: new SpeedCache(join(folder, 'speeds')),
  });
  const graph = networkOf(arm, side);
  return settledPrecision('auto', () => speeds.measure([graph], engine));
}

function verdict(
  label: string,
  results: readonly Result[],
  { over, precision = 'float32', theirs = 'float32', bar }: StepBar,
  auto: Precision | undefined,
  { roster, options }: Context,
): Bar {
  const taken = precision === 'auto' ? (auto as Precision) : precision;
  const of = (name: string) => results.find((each) => each.name === name);
  const [first, second] = [of(nameIn('skipwire', taken as StepPrecision)), of(nameIn(over, theirs))];
  const ours = precision === 'auto' ? `${taken}, which auto takes here` : precision;
  const missing = !options.only.includes(over)
    ? 'not asked for'
    : taken === 'float16'
      ? 'no step in float16 is measured'
      : roster.entries.has(over)
        ? `${names[over]} failed`
        : `no ${names[over]} here`;
  return {
    what: `step, ${label}, ${ours}, over ${names[over]}${theirs === precision ? '' : ` in ${theirs}`}`,
    measured: first && second && median(first.ms) / median(second.ms),
    bar,
    unit: '',
    why: missing,
  };
}

/** The same weights and batches give the same losses, as far as rounding allows. */
function lossNotes(results: readonly Result[]): string[] {
  const [first, ...others] = results;
  if (!first || others.length === 0) return [];
  const differences = others.map(({ name, losses }) => {
    // Without clipping only the loss before the first update can agree.
    const count = name === names.tfjs ? 1 : losses.length;
    const upTo = (steps: number) =>
      largestRelativeDifference(losses.slice(0, steps), first.losses).toExponential(1);
    return count === 1 ? `${name} ${upTo(1)}` : `${name} ${upTo(1)}, in ${count} steps ${upTo(count)}`;
  });
  const losses = first.losses.map((loss) => loss.toFixed(4)).join(', ');
  return [
    `Losses of the first steps from one file of weights on the same batches: ${first.name} ${losses}; relative difference from it in the first step, and the largest in all: ${differences.join('; ')}. Rounding grows with each update.`,
  ];
}

const sameNetwork = (results: readonly Result[]): string[] =>
  new Set(results.map(({ ready }) => ready.parameters)).size > 1
    ? ['The contestants do not train the same network: compare with care.']
    : [];
