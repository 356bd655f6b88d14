/** An estimate of memory as text. */

import type { MemoryEstimate } from '../../../core/contract/training';
import { formatBytes } from '../../../core/format/bytes';
import { columns } from '../output/output';

const parts = [
  ['weights', 'weights'],
  ['gradients', 'gradients of weights'],
  ['slots', "the optimizer's slots"],
  ['activations', 'activations and their gradients, at the worst moment'],
  ['workspace', "kernels' scratch space, copies for a checkpoint"],
  ['data', 'images'],
  ['runtime', 'Node and TensorFlow themselves'],
] as const;

export function formatMemory(estimate: MemoryEstimate): string {
  const { total, available, fittingBatchSize, largest } = estimate;
  const rows = parts.map(([part, words]) => [words, formatBytes(estimate[part])]);
  const lines = [
    'Memory of the training worker, estimated',
    columns(
      [
        ...rows,
        ['total', formatBytes(total)],
        ...(available === undefined ? [] : [['free now', formatBytes(available)]]),
      ],
      [1],
    ),
  ];
  if (largest.length > 0) {
    lines.push(
      `Layers that take most: ${largest.map(({ node, bytes }) => `${node} ${formatBytes(bytes)}`).join(', ')}`,
    );
  }
  if (fittingBatchSize !== undefined) lines.push(`Largest batch that fits: ${fittingBatchSize}`);
  else if (available !== undefined) lines.push('No batch fits, not even one of a single image.');
  return lines.join('\n');
}
