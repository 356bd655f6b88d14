/** Changes to the classes of a selection: left out, merged, split again. Pure. */
import { t } from '../../core/messages';
import { readClasses, writeClasses } from '../../core/study/classes';
import type { ClassMerge } from '../../core/study/data';

/** The draft's text while nothing is checked: not a list of classes, so the schema refuses it. */
const NONE = ',';

const single = (name: string): ClassMerge => ({ name, of: [name] });

/** The network's outputs; none if the text cannot be read. */
export function outputsOf(text: string, classes: readonly string[]): ClassMerge[] {
  if (text.trim() === '') return classes.map(single);
  try {
    return readClasses(text);
  } catch {
    return [];
  }
}

/** For the draft: empty if all classes are used as they are, else the outputs in the order of the set. */
export function textOf(outputs: readonly ClassMerge[], classes: readonly string[]): string {
  const places = new Map(classes.map((name, index) => [name, index]));
  const place = ({ of }: ClassMerge) => Math.min(...of.map((name) => places.get(name) ?? -1));
  const sorted = [...outputs].sort((a, b) => place(a) - place(b));
  const all = sorted.length === classes.length && sorted.every((one) => !isMerged(one));
  return all ? '' : sorted.length === 0 ? NONE : writeClasses(sorted);
}

/**
 * Includes the classes that were left out, and the reverse, for these names or all. Merged classes that are left out
 * are split.
 */
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

/** Includes all of these, or leaves them out. */
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

/** Leaves an output out, or includes a class. */
export function ticked(outputs: readonly ClassMerge[], name: string, on: boolean): ClassMerge[] {
  const others = outputs.filter((one) => one.name !== name);
  return on ? [...others, single(name)] : others;
}

/** One output for all classes of these outputs, with classes that were left out. */
export function merged(outputs: readonly ClassMerge[], names: readonly string[], name: string): ClassMerge[] {
  const of = names.flatMap((one) => outputs.find((output) => output.name === one)?.of ?? [one]);
  return [...outputs.filter((one) => !names.includes(one.name)), { name, of }];
}

export function split(outputs: readonly ClassMerge[], name: string): ClassMerge[] {
  return outputs.flatMap((one) => (one.name === name ? one.of.map(single) : [one]));
}

/** Why outputs cannot be merged under this name. */
export function nameProblem(
  outputs: readonly ClassMerge[],
  names: readonly string[],
  name: string,
): string | undefined {
  if (name.trim() === '') return t('settings.classes.unnamed');
  const taken = outputs.some((one) => one.name === name && !names.includes(one.name));
  return taken ? t('settings.classes.taken', { name }) : undefined;
}
