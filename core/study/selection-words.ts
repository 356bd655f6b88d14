/** Which images a run is trained, validated and tested on, in a sentence: the record, the caption and the window. */

import { formatCount } from '../format/number';
import { plural } from '../format/plural';
import type { Selection } from './data';
import type { Choice, Part, SelectableSet, SelectionPlan } from './selection';

/** "trained on 45,000 of the 50,000 official training images, validated on the other 5,000, ..." */
export function describeSelection(set: SelectableSet, choice: Choice, plan: SelectionPlan): string {
  const { selection } = choice;
  const usual =
    plan.whole && plan.validatedOn !== 'held-out' && !plan.seeded && selection.trainShare === 1 && !plan.test;
  if (usual) return `${set.splitDescription}${onlyTheFirst(set, plan)}`;
  const own = selection.validation.kind === 'official' ? ', as the set has no other split' : '';
  const validation = validationWords(set, plan);
  const parts = [
    trainWords(set, choice, plan),
    plan.validatedOn === 'held-out' ? `${validation}${own}` : validation,
  ];
  if (plan.test) parts.push(`tested on ${ofThe(set, plan.test)}`);
  const unused =
    plan.validatedOn === 'held-out' && plan.test?.from === 'test' && set.val.count > 0
      ? [
          `its ${plural(set.val.count, `${nounOf(set, 'val')} image`)} ${set.val.count === 1 ? 'is' : 'are'} not used`,
        ]
      : [];
  const seed = plan.seeded ? [`drawn with every class alike, seed ${selection.seed}`] : [];
  return [parts.join(', '), ...unused, ...classFacts(plan, set), ...seed].join('; ');
}

/** As it was before there was a choice: "...; of these only the first 2,000 training images". */
function onlyTheFirst(set: SelectableSet, { train, validation }: SelectionPlan): string {
  const limits = [
    ...(train.count < set.train.count ? [firstOf(train.count, 'training')] : []),
    ...(validation.count < set.val.count ? [firstOf(validation.count, 'validation')] : []),
  ];
  return limits.length === 0 ? '' : `; of these only ${limits.join(' and ')}`;
}

const firstOf = (count: number, split: string): string =>
  `the first ${count === 1 ? '' : `${formatCount(count)} `}${split} ${count === 1 ? 'image' : 'images'}`;

const officialOf = ({ splitDescription }: SelectableSet): string =>
  splitDescription.includes('official') ? 'official ' : '';

function nounOf(set: SelectableSet, from: Part['from']): string {
  const noun = from === 'train' ? 'training' : from === 'test' ? 'test' : set.valRole;
  return `${officialOf(set)}${noun}`;
}

const countOf = (set: SelectableSet, from: Part['from']): number => set[from]?.count ?? 0;

/** `the 10,000 official test images`, `the first 100 of ...`, `1,000 of ...`. */
function ofThe(set: SelectableSet, part: Part): string {
  const all = countOf(set, part.from);
  const base = `the ${plural(all, `${nounOf(set, part.from)} image`)}`;
  return part.count === all ? base : `${formatCount(part.count)} of ${base}`;
}

function trainWords(set: SelectableSet, { selection, trainLimit }: Choice, { train }: SelectionPlan): string {
  const first = selection.limit === 'first' && trainLimit !== null && train.perClass === undefined;
  const words = ofThe(set, train);
  return `trained on ${first && train.count < set.train.count ? `the first ${words}` : words}`;
}

function validationWords(
  set: SelectableSet,
  { train, validation, validatedOn, heldOut }: SelectionPlan,
): string {
  if (validatedOn !== 'held-out') {
    const first = validation.perClass === undefined && validation.count < set.val.count;
    return `validated on ${first ? 'the first ' : ''}${ofThe(set, validation)}`;
  }
  const rest = train.count + validation.count === set.train.count;
  const held = heldOut ? heldOut.reduce((total, one) => total + one, 0) : validation.count;
  const some =
    validation.count < held ? `${formatCount(validation.count)} of ${formatCount(held)}` : formatCount(held);
  if (rest) return `validated on the other ${some}, held out`;
  return `validated on ${some} ${held === 1 ? 'other' : 'others'}, held out`;
}

/** `pets (cat, dog)`, `12 of 100 classes`. */
function classFacts({ whole, classes, of }: SelectionPlan, set: SelectableSet): string[] {
  if (whole) return [];
  const words = classesInWords(classes.map((name, index) => ({ name, of: [...(of[index] ?? [])] })));
  return [
    words
      ? `classes ${words}`
      : `${plural(classes.length, 'class', 'classes')} made of ${set.classes.length}`,
  ];
}

const NAMED = 6;

/** `pets (cat, dog), truck`; nothing for so many that nobody would read them. */
export function classesInWords(classes: NonNullable<Selection['classes']>): string | undefined {
  if (classes.length > NAMED) return undefined;
  return classes
    .map(({ name, of }) => (of.length === 1 && of[0] === name ? name : `${name} (${of.join(', ')})`))
    .join(', ');
}

/** What there is for a last number, after all choosing is done. */
export function testWords(plan: SelectionPlan): string | undefined {
  if (plan.test) return undefined;
  return plan.validatedOn === 'test'
    ? 'No test number: the official test images are what is validated on.'
    : 'No test number: there are no images left for one.';
}
