/** Checks of labels in files without a published checksum. */
import { refuse } from '../../basics/refusal';
import type { DatasetWriter } from '../storage/writer';

/** @param first position of the first label. @throws Refusal for a label without a class. */
export function checkLabels(labels: Int32Array, classes: number, first: number, subject: string): void {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong < 0) return;
  refuse('datasets.official.label', {
    file: subject,
    last: classes - 1,
    label: labels[wrong]!,
    at: first + wrong,
  });
}

/** @throws Refusal if the classes of a split differ in size. */
export function requireBalanced(
  writer: DatasetWriter,
  { name, classes }: { name: string; classes: readonly string[] },
  path: string,
): void {
  for (const split of ['train', 'val'] as const) {
    const expected = writer.counts[split] / classes.length;
    const odd = writer[split].perClass.findIndex((count) => count !== expected);
    if (odd < 0) continue;
    refuse('datasets.official.unbalanced', {
      name,
      count: expected,
      split,
      class: classes[odd]!,
      found: writer[split].perClass[odd]!,
      path,
    });
  }
}
