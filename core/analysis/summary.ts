/** A summary like that of `keras.Model.summary()`, as data and as text. */
import { formatCount } from '../format/number';
import type { Shape } from '../graph/document';
import type { GraphAnalysis, Summary, SummaryLayer } from './types';

/** Nodes whose shape is not known have an empty `outputShape` and no parameters. */
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

/** `(None, 8, 8, 64)`; `?` for a shape that is not known. */
export function kerasShape(shape: Shape): string {
  return shape.length === 0 ? '?' : `(None, ${shape.join(', ')})`;
}

/** Ends in a line break. */
export function formatSummary(summary: Summary): string {
  const header = ['Layer (type)', 'Output Shape', 'Param #', 'Connected to'];
  const rows = summary.layers.map((layer) => [
    `${layer.name} (${layer.type})`,
    kerasShape(layer.outputShape),
    formatCount(layer.params),
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
    `Total params: ${formatCount(summary.totalParams)}`,
    `Trainable params: ${formatCount(summary.trainableParams)}`,
    `Non-trainable params: ${formatCount(summary.nonTrainableParams)}`,
    `Multiply-adds: ${formatCount(summary.macs)}`,
    '',
  ].join('\n');
}
