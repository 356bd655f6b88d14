/** Time per training step, all contestants on the same network, weights and batches. */
import { type Network, writeInputs } from '../inputs';
import type { ContestantId } from '../options';
import { type Bar, preparations, stepsTable } from '../report';
import { largestRelativeDifference, median } from '../statistics';
import { inTurns, type Participant, type Result } from '../turns';
import type { Context, Scenario } from './scenario';

const COMPARED = 3;

const others: readonly { id: keyof Omit<StepBars, 'bfloat16'>; name: string }[] = [
  { id: 'keras', name: 'Keras' },
  { id: 'pytorch', name: 'PyTorch' },
  { id: 'tfjs', name: 'tfjs layers' },
];
const BFLOAT16 = 'Skipwire, bfloat16';

/** The float32 step over each of the others, and the bfloat16 step over Keras in float32. */
export type StepBars = Readonly<Record<Exclude<ContestantId, 'skipwire'>, number>> & { bfloat16?: number };

export function trainingStep(
  id: string,
  label: string,
  network: Network,
  quick: Network,
  bars: StepBars = { keras: 0.9, pytorch: 0.9, tfjs: 0.33, bfloat16: 0.7 },
): Scenario {
  const title = `Training step, ${label}`;
  return {
    id,
    title,
    run: async (context) => {
      const { options, roster, folder, say } = context;
      const what = options.quick ? `--quick: ${quick.arm}, batch ${quick.batch}` : label;
      const assignment = await writeInputs(folder, options.quick ? quick : network);
      const { rounds, steps } = options;
      const turns = { rounds, steps, compared: COMPARED, say };
      const { results, absent } = await inTurns(participants(context, assignment), turns);
      return {
        bars: verdicts(what, results, bars, context),
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

function participants(
  { roster }: Context,
  assignment: Awaited<ReturnType<typeof writeInputs>>,
): Participant[] {
  return [...roster.entries].flatMap(([id, entry]): Participant[] => {
    // One step of tfjs takes as long as three of the others.
    if (id === 'tfjs') return [{ entry, assignment, steps: 1 }];
    if (id !== 'skipwire') return [{ entry, assignment }];
    const bfloat16 = { ...assignment, precision: 'bfloat16' } as const;
    return [
      { entry, assignment },
      { entry: { ...entry, name: BFLOAT16 }, assignment: bfloat16 },
    ];
  });
}

function verdicts(
  label: string,
  results: readonly Result[],
  bars: StepBars,
  { roster, options }: Context,
): Bar[] {
  const of = (name: string) => results.find((each) => each.name === name);
  const ratio = (a: string, b: string): number | undefined => {
    const [first, second] = [of(a), of(b)];
    return first && second && median(first.ms) / median(second.ms);
  };
  const missing = (id: ContestantId, name: string): string =>
    !options.only.includes(id)
      ? 'not asked for'
      : roster.entries.has(id)
        ? `${name} failed`
        : `no ${name} here`;
  const [keras, ...rest] = others.map(({ id, name }) => ({
    what: `step, ${label}, float32, over ${name}`,
    measured: ratio('Skipwire', name),
    bar: bars[id],
    unit: '' as const,
    why: missing(id, name),
  }));
  const bfloat16 = bars.bfloat16 !== undefined && {
    what: `step, ${label}, bfloat16, over Keras in float32`,
    measured: ratio(BFLOAT16, 'Keras'),
    bar: bars.bfloat16,
    unit: '' as const,
    why: missing('keras', 'Keras'),
  };
  return [keras as Bar, ...(bfloat16 ? [bfloat16] : []), ...rest];
}

/** The same weights and batches give the same losses, as far as rounding allows. */
function lossNotes(results: readonly Result[]): string[] {
  const [first, ...others] = results;
  if (!first || others.length === 0) return [];
  const differences = others.map(({ name, losses }) => {
    // Without clipping only the loss before the first update can agree.
    const count = name === 'tfjs layers' ? 1 : losses.length;
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
