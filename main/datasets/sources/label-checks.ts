/** What is looked at in labels whose files have no published checksum. */
import { formatCount } from '../../../core/format/number';
import { plural } from '../../../core/format/plural';
import { Refusal } from '../../basics/refusal';
import type { DatasetWriter } from '../writer';

/** @throws Refusal for a label that no class has; `first` is the position of the first of these labels. */
export function checkLabels(labels: Int32Array, classes: number, first: number, subject: string): void {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong < 0) return;
  throw new Refusal(
    `The labels in ${subject} must be in 0..${classes - 1}. Received: ${labels[wrong]} at position ${formatCount(first + wrong)}`,
  );
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
    throw new Refusal(
      `${name} has ${plural(expected, split === 'train' ? 'training image' : 'test image')} of each class. ` +
        `Received: ${formatCount(writer[split].perClass[odd]!)} of "${classes[odd]}" in ${path}`,
    );
  }
}
