/** Which images a run is trained, validated and tested on, in a sentence. */
import { formatCountInEnglish } from '../format/number';
import { inEnglish, type Message, message, textOf } from '../messages';
import type { Selection } from './data';
import type { SplitRecord } from './run';
import type { Choice, Part, SelectableSet, SelectionPlan } from './selection';

/**
 * "trained on 45,000 of the 50,000 official training images, validated on the other 5,000, ...", for the record:
 * `description` identifies the images (runs on the same images have the same one), so its English must not change;
 * `said` is what people read.
 */
export function describeSelection(
  set: SelectableSet,
  choice: Choice,
  plan: SelectionPlan,
): Required<Pick<SplitRecord, 'description' | 'said'>> {
  const said = selectionMessage(set, choice, plan);
  const description = usual(choice, plan)
    ? `${set.splitDescription}${onlyTheFirst(set, plan)}`
    : inEnglish(said);
  return { description, said };
}

/** Which images a run saw, in the current language; records from before `said` have it in English only. */
export const splitWords = ({ description, said }: Pick<SplitRecord, 'description' | 'said'>): string =>
  said ? textOf(said, description) : description;

const usual = ({ selection }: Choice, plan: SelectionPlan): boolean =>
  plan.whole && plan.validatedOn !== 'held-out' && !plan.seeded && selection.trainShare === 1 && !plan.test;

/** As in old records: "...; of these only the first 2,000 training images". */
function onlyTheFirst(set: SelectableSet, { train, validation }: SelectionPlan): string {
  const limits = [
    ...(train.count < set.train.count ? [firstOf(train.count, 'training')] : []),
    ...(validation.count < set.val.count ? [firstOf(validation.count, 'validation')] : []),
  ];
  return limits.length === 0 ? '' : `; of these only ${limits.join(' and ')}`;
}

const firstOf = (count: number, split: string): string =>
  `the first ${count === 1 ? '' : `${formatCountInEnglish(count)} `}${split} ${count === 1 ? 'image' : 'images'}`;

export function selectionMessage(set: SelectableSet, choice: Choice, plan: SelectionPlan): Message {
  const { selection } = choice;
  const held = plan.validatedOn === 'held-out';
  const validated = validationPart(set, plan);
  const said = {
    train: trainPart(set, choice, plan),
    validation:
      held && selection.validation.kind === 'official'
        ? message('study.selection.noSplit', { validation: validated })
        : validated,
  };
  const sentence = plan.test
    ? message('study.selection.sentenceTest', { ...said, test: partOf(set, plan.test) })
    : message('study.selection.sentence', said);
  const unused =
    held && plan.test?.from === 'test' && set.val.count > 0
      ? [message('study.selection.unused', { images: imagesOf(set, 'val'), count: set.val.count })]
      : [];
  const drawn = plan.seeded ? [message('study.selection.drawn', { seed: selection.seed })] : [];
  return [...unused, ...classFacts(plan, set), ...drawn].reduce<Message>(
    (text, more) => message('study.selection.more', { text, more }),
    sentence,
  );
}

const countOf = (set: SelectableSet, from: Part['from']): number => set[from]?.count ?? 0;

/** `10,000 official test images`. */
function imagesOf(set: SelectableSet, from: Part['from']): Message {
  const split = from === 'val' ? set.valRole : from;
  const official = set.splitDescription.includes('official') ? 'yes' : 'no';
  return message('study.selection.images', { count: countOf(set, from), split, official });
}

/** `the 10,000 official test images`, `1,000 of the ...`. */
function partOf(set: SelectableSet, { from, count }: Part): Message {
  const images = imagesOf(set, from);
  return count === countOf(set, from)
    ? message('study.selection.all', { images })
    : message('study.selection.some', { count, images });
}

/** `the first 100 of the ...`. */
const firstOrAny = (first: boolean, part: Message): Message =>
  first ? message('study.selection.first', { part }) : part;

function trainPart(set: SelectableSet, { selection, trainLimit }: Choice, { train }: SelectionPlan): Message {
  const first = selection.limit === 'first' && trainLimit !== null && train.perClass === undefined;
  return firstOrAny(first && train.count < set.train.count, partOf(set, train));
}

function validationPart(
  set: SelectableSet,
  { train, validation, validatedOn, heldOut }: SelectionPlan,
): Message {
  if (validatedOn !== 'held-out') {
    const first = validation.perClass === undefined && validation.count < set.val.count;
    return firstOrAny(first, partOf(set, validation));
  }
  const count = heldOut ? heldOut.reduce((total, one) => total + one, 0) : validation.count;
  return message('study.selection.others', {
    rest: train.count + validation.count === set.train.count ? 'yes' : 'no',
    count,
    held: message('study.selection.heldSome', {
      all: validation.count < count ? 'no' : 'yes',
      count: validation.count,
      held: count,
    }),
  });
}

/** `pets (cat, dog)`, `12 of 100 classes`. */
function classFacts({ whole, classes, of }: SelectionPlan, set: SelectableSet): Message[] {
  if (whole) return [];
  const named = classesInWords(classes.map((name, index) => ({ name, of: [...(of[index] ?? [])] })));
  return [
    named
      ? message('study.selection.classes', { classes: named })
      : message('study.selection.classCount', { count: classes.length, all: set.classes.length }),
  ];
}

const NAMED = 6;

/** `pets (cat, dog), truck`; undefined for many. */
export function classesInWords(classes: NonNullable<Selection['classes']>): string | undefined {
  if (classes.length > NAMED) return undefined;
  return classes
    .map(({ name, of }) => (of.length === 1 && of[0] === name ? name : `${name} (${of.join(', ')})`))
    .join(', ');
}

/** Why there is no test number; undefined if there is one. */
export function noTestMessage(plan: SelectionPlan): Message | undefined {
  if (plan.test) return undefined;
  return message(plan.validatedOn === 'test' ? 'study.selection.noTestValidated' : 'study.selection.noTest');
}
