/** The rows of the class list: merged classes, then all others. Pure. */
import { matchesWords, searchWords } from '../../core/basics/search';
import { join, t } from '../../core/messages';
import type { ClassMerge } from '../../core/study/data';
import { isMerged, outputsOf } from '../settings/classes';

export interface ClassRow {
  name: string;
  /** For a merged class: those it is made of. */
  of?: readonly string[];
  /** Training images, if known. */
  count: number | undefined;
}

/** @param perClass training images of each class; empty if unknown */
export function classRows(
  outputs: readonly ClassMerge[],
  classes: readonly string[],
  perClass: readonly number[],
): ClassRow[] {
  const counts = countsOf(classes, perClass);
  const groups = outputs.filter(isMerged);
  const inGroup = new Set(groups.flatMap(({ of }) => of));
  return [
    ...groups.map(({ name, of }) => ({ name, of, count: sumOf(of, counts) })),
    ...classes.filter((name) => !inGroup.has(name)).map((name) => ({ name, count: counts.get(name) })),
  ];
}

/** Rows with every word in the name, or in that of a class they are made of. */
export function matching(rows: readonly ClassRow[], text: string): readonly ClassRow[] {
  const words = searchWords(text);
  return rows.filter(({ name, of = [] }) => matchesWords(words, [name, ...of]));
}

/** "12 of 1,000 classes, 1 merged · 6,000 training images" */
export function chosenWords(
  outputs: readonly ClassMerge[],
  classes: readonly string[],
  perClass: readonly number[],
): string {
  const counts = countsOf(classes, perClass);
  const used = outputs.flatMap(({ of }) => of);
  const merged = outputs.filter(isMerged).length;
  const images = perClass.length === 0 ? undefined : sumOf(used, counts);
  const counted = t(used.length === classes.length ? 'train.classes.usedAll' : 'train.classes.usedSome', {
    used: used.length,
    total: classes.length,
    outputs: outputs.length,
    merged,
    merging: merged > 0 ? 'yes' : 'no',
  });
  return images === undefined ? counted : `${counted} · ${t('train.classes.images', { count: images })}`;
}

/** Most classes that a summary names. */
const FEW = 4;

/** "all 10", "2 of 10: pets, truck", "98 of 100, without fern, fox". */
export function classesSummary(text: string, classes: readonly string[]): string {
  const total = classes.length;
  if (text.trim() === '') return t('train.classes.allOf', { count: total });
  const outputs = outputsOf(text, classes);
  const count = outputs.length;
  const list = (names: readonly string[]) => join(names, 'unit');
  if (count > 0 && count <= FEW) {
    return t('train.classes.someNamed', { count, total, names: list(outputs.map(({ name }) => name)) });
  }
  const used = new Set(outputs.flatMap(({ of }) => of));
  const missing = classes.filter((name) => !used.has(name));
  return missing.length > 0 && missing.length <= FEW && count > 0
    ? t('train.classes.someWithout', { count, total, names: list(missing) })
    : t('train.classes.some', { count, total });
}

const countsOf = (classes: readonly string[], perClass: readonly number[]): Map<string, number> =>
  new Map(perClass.map((count, index) => [classes[index] ?? '', count]));

function sumOf(names: readonly string[], counts: ReadonlyMap<string, number>): number | undefined {
  if (counts.size === 0) return undefined;
  return names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
}
