/** How many images of each class a run trains, validates and tests on. main/datasets/selection draws the images. */
import { inEnglish, lines, type Message, message, someOf, type Value } from '../messages';
import type { Selection } from './data';
import { type Batching, evaluatedImages } from './order';

export type SplitOf = 'train' | 'val' | 'test';

export interface SplitCount {
  count: number;
  /** In the order of the set's classes; empty if not known yet. */
  perClass: readonly number[];
}

export interface SelectableSet {
  name: string;
  classes: readonly string[];
  train: SplitCount;
  val: SplitCount;
  valRole: 'validation' | 'test';
  test?: SplitCount | undefined;
  /** "trained on the 50,000 official training images, ..." */
  splitDescription: string;
}

/** Without `order`: epoch. */
export interface Choice extends Partial<Batching> {
  selection: Selection;
  trainLimit: number | null;
  valLimit: number | null;
}

/** With defaults for what has no effect, so that runs on the same images have equal selections. */
export function effectiveSelection({ selection, trainLimit, valLimit }: Choice): Selection {
  const limited = trainLimit !== null || valLimit !== null;
  const limit = limited ? selection.limit : 'first';
  const draws =
    selection.validation.kind === 'held-out' || selection.trainShare < 1 || limit === 'stratified';
  return { ...selection, limit, seed: draws ? selection.seed : 1 };
}

export interface Part {
  from: SplitOf;
  count: number;
  /** By output of the network; absent if not known. */
  perClass?: readonly number[] | undefined;
  /** Drawn images of each of the set's classes; absent: all, or the first `count`. */
  drawn?: readonly number[] | undefined;
}

export interface SelectionPlan {
  /** The network's outputs. */
  classes: readonly string[];
  /** The set's classes in each output. */
  of: readonly (readonly string[])[];
  /** Output of each of the set's classes; -1: left out. */
  outputs: readonly number[];
  /** Labels and classes are those of the set. */
  whole: boolean;
  /** By class of the set, before any limit. */
  heldOut?: readonly number[] | undefined;
  train: Part;
  validation: Part;
  test?: Part | undefined;
  validatedOn: 'validation' | 'test' | 'held-out';
  /** Some images are drawn by `selection.seed`. */
  seeded: boolean;
}

/** Held out of a set that has only training images. */
export const SHARE_WITHOUT_SPLIT = 0.2;

/** A selection that the data set cannot give. */
export class SelectionError extends Error {
  override name = 'SelectionError';
  constructor(readonly problems: readonly Message[]) {
    super(inEnglish(lines(problems)));
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Distributes `amount` in proportion to `counts` by largest remainders; ties go to the earlier one. Exact, in whole numbers. */
export function allocate(amount: number, counts: readonly number[]): number[] {
  const total = sum(counts);
  if (total === 0) return counts.map(() => 0);
  const wanted = BigInt(Math.min(amount, total));
  const products = counts.map((count) => BigInt(count) * wanted);
  const parts = products.map((product) => Number(product / BigInt(total)));
  const order = products
    .map((product, index) => ({ rest: product % BigInt(total), index }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const left = Number(wanted) - sum(parts);
  for (const { index } of order.slice(0, left)) parts[index] = (parts[index] as number) + 1;
  return parts;
}

/** @throws SelectionError */
export function planSelection(set: SelectableSet, choice: Choice): SelectionPlan {
  const { selection, trainLimit, valLimit } = choice;
  const chosen = chooseClasses(set, selection);
  const pool = poolOf(set.train, chosen.outputs);
  const official = selection.validation.kind === 'official' && set.val.count > 0;
  const amount = selection.validation.kind === 'held-out' ? selection.validation.amount : SHARE_WITHOUT_SPLIT;
  const held = official ? 0 : amount < 1 ? Math.max(1, Math.round(amount * pool.count)) : amount;
  if (held >= pool.count && !official) {
    const values = { count: pool.count, set: set.name, among: among(chosen, set), held };
    throw new SelectionError([message('study.selection.tooManyHeld', values)]);
  }
  const heldOut = official || pool.perClass === undefined ? undefined : allocate(held, pool.perClass);
  const left = pool.perClass?.map((count, index) => count - (heldOut?.[index] ?? 0));
  const train = narrowed('train', { count: pool.count - held, perClass: left }, chosen.outputs, {
    share: selection.trainShare,
    limit: trainLimit,
    mode: selection.limit,
  });
  const valPool = official ? poolOf(set.val, chosen.outputs) : { count: held, perClass: heldOut };
  const validation = evaluated(
    narrowed(official ? 'val' : 'train', valPool, chosen.outputs, {
      share: 1,
      limit: valLimit,
      mode: selection.limit,
    }),
    choice,
  );
  const test = testOf(set, chosen.outputs, official);
  const problems: Message[] = [];
  for (const [output, name] of chosen.classes.entries()) {
    const before = pool.perClass && sum(pool.perClass.filter((_, index) => chosen.outputs[index] === output));
    const cut = chosen.given || (before ?? 0) > 0;
    if (cut && train.perClass?.[output] === 0) {
      problems.push(message('study.selection.emptyClass', { name, set: set.name, count: before ?? 0 }));
    }
  }
  if (validation.count === 0) {
    problems.push(message('study.selection.noValidation', { among: among(chosen, set) }));
  }
  if (problems.length > 0) throw new SelectionError(problems);
  const { given: _, ...classes } = chosen;
  return {
    ...classes,
    whole: chosen.outputs.every((output, index) => output === index),
    heldOut,
    train,
    validation,
    test,
    validatedOn: official ? set.valRole : 'held-out',
    seeded: !official || train.drawn !== undefined || validation.drawn !== undefined,
  };
}

interface Chosen {
  classes: readonly string[];
  of: readonly (readonly string[])[];
  outputs: readonly number[];
  given: boolean;
}

function chooseClasses(set: SelectableSet, { classes }: Selection): Chosen {
  if (classes === null) {
    const { classes: names } = set;
    return { classes: names, of: names.map((name) => [name]), outputs: names.map((_, i) => i), given: false };
  }
  const problems: Message[] = [];
  const outputs = set.classes.map(() => -1);
  for (const [output, { name, of }] of classes.entries()) {
    if (classes.findIndex((other) => other.name === name) !== output) {
      problems.push(message('study.selection.sameName', { name }));
    }
    for (const one of of) {
      const index = set.classes.indexOf(one);
      const taken = outputs[index];
      if (taken === undefined) {
        problems.push(
          message('study.selection.unknownClass', {
            set: set.name,
            name: one,
            classes: someOf(set.classes, 12),
          }),
        );
      } else if (taken >= 0) {
        problems.push(
          message('study.selection.classTwice', {
            name: one,
            first: classes[taken]?.name ?? '',
            second: name,
          }),
        );
      } else outputs[index] = output;
    }
  }
  if (problems.length > 0) throw new SelectionError(problems);
  return { classes: classes.map(({ name }) => name), of: classes.map(({ of }) => of), outputs, given: true };
}

const among = ({ given, classes }: Chosen, set: SelectableSet): Value =>
  given && classes.length !== set.classes.length ? message('study.selection.among') : '';

interface Pool {
  count: number;
  /** By the set's class; 0 for those left out. */
  perClass?: readonly number[] | undefined;
}

function poolOf({ count, perClass }: SplitCount, outputs: readonly number[]): Pool {
  // Counts per class are not known: all images.
  if (perClass.length === 0) return { count };
  const kept = perClass.map((one, index) => ((outputs[index] ?? -1) >= 0 ? one : 0));
  const all = kept.every((one, index) => one === perClass[index]);
  return { count: all ? count : sum(kept), perClass: kept };
}

function narrowed(
  from: SplitOf,
  pool: Pool,
  outputs: readonly number[],
  { share, limit, mode }: { share: number; limit: number | null; mode: Selection['limit'] },
): Part {
  const shared = share < 1 ? Math.round(share * pool.count) : pool.count;
  const count = Math.min(shared, limit ?? shared);
  const target = mode === 'stratified' ? count : shared;
  const drawn = target < pool.count && pool.perClass ? allocate(target, pool.perClass) : undefined;
  const perClass = count < target ? undefined : merged(drawn ?? pool.perClass, outputs);
  return { from, count, perClass, drawn };
}

/** Counts per class are known only for all of them. */
function evaluated(part: Part, { order, batchSize }: Choice): Part {
  if (order === undefined || batchSize === undefined) return part;
  const count = evaluatedImages(part.count, { order, batchSize });
  return count < part.count ? { ...part, count, perClass: undefined } : part;
}

function merged(perClass: readonly number[] | undefined, outputs: readonly number[]): number[] | undefined {
  if (!perClass) return undefined;
  const counts = new Array<number>(Math.max(-1, ...outputs) + 1).fill(0);
  for (const [index, output] of outputs.entries()) {
    if (output >= 0) counts[output] = (counts[output] ?? 0) + (perClass[index] ?? 0);
  }
  return counts;
}

/** The third split, or the second if it is not validated on. */
function testOf(set: SelectableSet, outputs: readonly number[], official: boolean): Part | undefined {
  const from = set.test && set.test.count > 0 ? 'test' : official ? undefined : 'val';
  const split = from && set[from];
  if (!from || !split || split.count === 0) return undefined;
  const pool = poolOf(split, outputs);
  return pool.count === 0 ? undefined : { from, count: pool.count, perClass: merged(pool.perClass, outputs) };
}
