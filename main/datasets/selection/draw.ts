/**
 * Draws the images of a selection as a pure function of labels, plan and seed. Each class is shuffled once for each purpose
 * and its beginning is taken, so that a larger fraction contains every smaller one. The order of the split is kept.
 */
import { message } from '../../../core/messages';
import type { Part, SelectionPlan, SplitOf } from '../../../core/study/selection';
import { Refusal } from '../../basics/refusal';
import { Random } from '../shapes/random';

/** By split. */
export type Labels = Readonly<Partial<Record<SplitOf, Int32Array>>>;

export interface Drawn {
  from: SplitOf;
  /** Positions in the split, ascending. */
  indices: Int32Array;
  /** Outputs of the network, one for each index. */
  labels: Int32Array;
  /** By output. */
  perClass: number[];
}

export interface Draws {
  train: Drawn;
  validation: Drawn;
  test?: Drawn;
}

/** Random streams for each purpose. Never change them: they are part of what a seed means. */
export const STREAMS = { heldOut: 1, train: 2, validation: 3 } as const;

/** @throws Refusal if the labels are not those of the plan. */
export function drawSelection(plan: SelectionPlan, labels: Labels, options: DrawOptions): Draws {
  const pool = positions(labels, 'train', plan);
  const heldOut = plan.heldOut && firstOfEach(pool, labels.train, plan.heldOut, options, STREAMS.heldOut);
  const left = heldOut ? without(pool, heldOut) : pool;
  const validation = heldOut ?? positions(labels, 'val', plan);
  const drawn = (part: Part, images: Int32Array, stream: number) =>
    finish(plan, part, images, labels, options, stream);
  const { test } = plan;
  return {
    train: drawn(plan.train, left, STREAMS.train),
    validation: drawn(plan.validation, validation, STREAMS.validation),
    ...(test && { test: drawn(test, positions(labels, test.from, plan), STREAMS.validation) }),
  };
}

export interface DrawOptions {
  seed: number;
  name: string;
}

/** Positions of all images with a selected class. */
function positions(labels: Labels, from: SplitOf, { outputs }: SelectionPlan): Int32Array {
  const all = labels[from] ?? new Int32Array(0);
  const found = new Int32Array(all.length);
  let count = 0;
  for (let index = 0; index < all.length; index++) {
    if ((outputs[all[index] as number] ?? -1) >= 0) found[count++] = index;
  }
  return found.subarray(0, count);
}

function finish(
  plan: SelectionPlan,
  part: Part,
  pool: Int32Array,
  all: Labels,
  options: DrawOptions,
  stream: number,
): Drawn {
  const labels = all[part.from] ?? new Int32Array(0);
  const drawn = part.drawn ? firstOfEach(pool, labels, part.drawn, options, stream) : pool;
  const indices = drawn.slice(0, part.count);
  if (indices.length !== part.count)
    throw otherThanPlanned(options.name, part.from, part.count, indices.length);
  const perClass = new Array<number>(plan.classes.length).fill(0);
  const mapped = indices.map((index) => {
    const output = plan.outputs[labels[index] as number] as number;
    perClass[output] = (perClass[output] as number) + 1;
    return output;
  });
  return { from: part.from, indices, labels: mapped, perClass };
}

/** `counts` images of each class, in the order of the split. */
function firstOfEach(
  pool: Int32Array,
  labels: Int32Array | undefined,
  counts: readonly number[],
  { seed, name }: DrawOptions,
  stream: number,
): Int32Array {
  const byClass = counts.map((): number[] => []);
  for (const index of pool) byClass[labels?.[index] as number]?.push(index);
  const chosen: number[] = [];
  for (const [label, members] of byClass.entries()) {
    const wanted = counts[label] as number;
    if (members.length < wanted) throw otherThanPlanned(name, 'train', wanted, members.length);
    shuffleBeginning(members, wanted, new Random(seed, stream, label));
    for (let n = 0; n < wanted; n++) chosen.push(members[n] as number);
  }
  return Int32Array.from(chosen).sort();
}

/** Fisher-Yates, for the first `wanted` places. */
function shuffleBeginning(members: number[], wanted: number, random: Random): void {
  for (let place = 0; place < wanted; place++) {
    const other = place + random.below(members.length - place);
    const kept = members[place] as number;
    members[place] = members[other] as number;
    members[other] = kept;
  }
}

/** Both are ascending. */
function without(pool: Int32Array, taken: Int32Array): Int32Array {
  const left = new Int32Array(pool.length - taken.length);
  let next = 0;
  let count = 0;
  for (const index of pool) {
    if (taken[next] === index) next++;
    else left[count++] = index;
  }
  return left;
}

const otherThanPlanned = (name: string, from: SplitOf, wanted: number, found: number): Refusal =>
  new Refusal(message('datasets.stored.wrongLabels', { name, file: 'dataset.json', wanted, from, found }));
