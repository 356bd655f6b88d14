/** What is looked at in labels whose files have no published checksum. */
import { refuse } from '../../basics/refusal';
import type { DatasetWriter } from '../writer';

/** @throws Refusal for a label that no class has; `first` is the position of the first of these labels. */
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

/** @throws Refusal where a class has more or fewer images than the others of its split. */
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
