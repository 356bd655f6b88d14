/** The classes of a selection as the form's control changes them: left out, merged, split again. Pure. */
import { t } from '../../core/messages';
import { readClasses, writeClasses } from '../../core/study/classes';
import type { ClassMerge } from '../../core/study/data';

/** What the draft holds while nothing is ticked; no list of classes, so that the schema refuses it. */
const NONE = ',';

const single = (name: string): ClassMerge => ({ name, of: [name] });

/** Outputs of the network as the draft has them. */
export function outputsOf(text: string, classes: readonly string[]): ClassMerge[] {
  if (text.trim() === '') return classes.map(single);
  try {
    return readClasses(text);
  } catch {
    return [];
  }
}

/** For the draft: nothing where all classes stand for themselves. Outputs come in the order of the set. */
export function textOf(outputs: readonly ClassMerge[], classes: readonly string[]): string {
  const places = new Map(classes.map((name, index) => [name, index]));
  const place = ({ of }: ClassMerge) => Math.min(...of.map((name) => places.get(name) ?? -1));
  const sorted = [...outputs].sort((a, b) => place(a) - place(b));
  const all = sorted.length === classes.length && sorted.every((one) => !isMerged(one));
  return all ? '' : sorted.length === 0 ? NONE : writeClasses(sorted);
}

/** What is taken in of what was left out, and the other way round: of these names alone, or of all. Groups that go are split. */
export function inverted(
  outputs: readonly ClassMerge[],
  classes: readonly string[],
  names: readonly string[] = [...classes, ...outputs.filter(isMerged).map(({ name }) => name)],
): ClassMerge[] {
  const turned = new Set(names);
  const inside = new Set(outputs.flatMap(({ of }) => of));
  const stay = outputs.filter(({ name }) => !turned.has(name));
  const come = classes.filter((name) => turned.has(name) && !inside.has(name)).map(single);
  return [...stay, ...come];
}

/** All of these taken in, or left out. */
export function tickedAll(
  outputs: readonly ClassMerge[],
  names: readonly string[],
  on: boolean,
): ClassMerge[] {
  if (!on) {
    const out = new Set(names);
    return outputs.filter(({ name }) => !out.has(name));
  }
  const here = new Set(outputs.map(({ name }) => name));
  return [...outputs, ...names.filter((name) => !here.has(name)).map(single)];
}

export const isMerged = ({ name, of }: ClassMerge): boolean => of.length > 1 || of[0] !== name;

/** Leaves an output out, or takes the class in as itself. */
export function ticked(outputs: readonly ClassMerge[], name: string, on: boolean): ClassMerge[] {
  const others = outputs.filter((one) => one.name !== name);
  return on ? [...others, single(name)] : others;
}

/** One output of all classes that these outputs stand for; classes that were left out come in. */
export function merged(outputs: readonly ClassMerge[], names: readonly string[], name: string): ClassMerge[] {
  const of = names.flatMap((one) => outputs.find((output) => output.name === one)?.of ?? [one]);
  return [...outputs.filter((one) => !names.includes(one.name)), { name, of }];
}

/** Each of its classes for itself again. */
export function split(outputs: readonly ClassMerge[], name: string): ClassMerge[] {
  return outputs.flatMap((one) => (one.name === name ? one.of.map(single) : [one]));
}

/** Why outputs cannot be merged under this name, or nothing. */
export function nameProblem(
  outputs: readonly ClassMerge[],
  names: readonly string[],
  name: string,
): string | undefined {
  if (name.trim() === '') return t('settings.classes.unnamed');
  const taken = outputs.some((one) => one.name === name && !names.includes(one.name));
  return taken ? t('settings.classes.taken', { name }) : undefined;
}
