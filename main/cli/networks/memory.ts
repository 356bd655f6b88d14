import type { MemoryEstimate } from '../../../core/contract/training';
import { formatBytes } from '../../../core/format/bytes';
import { listOf, t } from '../../../core/messages';
import { columns } from '../output/output';

const parts = ['weights', 'gradients', 'slots', 'activations', 'workspace', 'data', 'runtime'] as const;

export function formatMemory(estimate: MemoryEstimate): string {
  const { total, available, fittingBatchSize, largest } = estimate;
  const rows = parts.map((part) => [t(`cli.memory.parts.${part}`), formatBytes(estimate[part])]);
  const lines = [
    t('cli.memory.title'),
    columns(
      [
        ...rows,
        [t('cli.memory.parts.total'), formatBytes(total)],
        ...(available === undefined ? [] : [[t('cli.memory.parts.available'), formatBytes(available)]]),
      ],
      [1],
    ),
  ];
  if (largest.length > 0) {
    const layers = largest.map(({ node, bytes }) => `${node} ${formatBytes(bytes)}`);
    lines.push(t('cli.memory.largest', { layers: listOf(layers, 'unit') }));
  }
  if (fittingBatchSize !== undefined) lines.push(t('cli.memory.fits', { size: fittingBatchSize }));
  else if (available !== undefined) lines.push(t('cli.memory.nothingFits'));
  return lines.join('\n');
}
