/** The summary of a network in the manner of `keras.Model.summary()`, as data and as text. */

import { grouped } from '../format/plural';
import type { Shape } from '../graph/document';
import type { GraphAnalysis, Summary, SummaryLayer } from './types';

/**
 * One row per node of the network, in its order. Nodes whose shape is not known (see `analysis.problems`) have an
 * empty `outputShape` and no parameters.
 */
export function summarize(analysis: GraphAnalysis, name: string): Summary {
  const layers = analysis.order.flatMap((id): SummaryLayer[] => {
    const node = analysis.nodes[id];
    if (node === undefined) return [];
    return [
      {
        name: id,
        type: node.type,
        outputShape: node.outputShape ?? [],
        params: node.paramCount,
        connectedTo: node.inputs,
      },
    ];
  });
  const { params, trainable, nonTrainable, macs } = analysis.totals;
  return {
    name,
    layers,
    totalParams: params,
    trainableParams: trainable,
    nonTrainableParams: nonTrainable,
    macs,
  };
}

/** `(None, 8, 8, 64)`: the batch first, as Keras writes it; `?` for a shape that is not known. */
export function kerasShape(shape: Shape): string {
  return shape.length === 0 ? '?' : `(None, ${shape.join(', ')})`;
}

/** `4.09 G`, `80.9 M`: a count in three digits. */
export function shortCount(value: number): string {
  const steps: readonly [number, string][] = [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  for (const [unit, letter] of steps) if (value >= unit) return `${(value / unit).toPrecision(3)} ${letter}`;
  return String(value);
}

/** The table as text, ending in a line break. Columns are as wide as their longest cell. */
export function formatSummary(summary: Summary): string {
  const header = ['Layer (type)', 'Output Shape', 'Param #', 'Connected to'];
  const rows = summary.layers.map((layer) => [
    `${layer.name} (${layer.type})`,
    kerasShape(layer.outputShape),
    grouped(layer.params),
    layer.connectedTo.join(', ') || '-',
  ]);
  const widths = header.map((title, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), title.length),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = (mark: string) => mark.repeat(widths.reduce((sum, width) => sum + width, 2 * 3));
  return [
    `Model: "${summary.name}"`,
    rule('─'),
    line(header),
    rule('═'),
    ...rows.map(line),
    rule('─'),
    `Total params: ${grouped(summary.totalParams)}`,
    `Trainable params: ${grouped(summary.trainableParams)}`,
    `Non-trainable params: ${grouped(summary.nonTrainableParams)}`,
    `Multiply-adds: ${grouped(summary.macs)}`,
    '',
  ].join('\n');
}
