/** A curve over a logarithmic axis, as text. */
import { formatLoss } from '../../../core/format/number';

export interface ChartPoint {
  /** Above 0. */
  x: number;
  y: number;
}

export interface ChartOptions {
  width: number;
  height: number;
  /** A value of x to mark. */
  mark?: number | undefined;
}

const MARGIN = 8;

/**
 * Draws the mean of y in each step of log(x). A diverging loss is cut off at the top, so that its fall stays visible.
 * @param points at least two, sorted by x.
 */
export function curveChart(points: readonly ChartPoint[], { width, height, mark }: ChartOptions): string {
  const first = Math.log10(points[0]?.x ?? 1);
  const last = Math.log10(points.at(-1)?.x ?? 10);
  const columnOf = (x: number) =>
    Math.min(width - 1, Math.floor((width * (Math.log10(x) - first)) / (last - first || 1)));
  const values = columnMeans(points, width, columnOf);

  const low = Math.min(...points.map(({ y }) => y));
  const least = points.findIndex(({ y }) => y === low);
  const before = Math.max(...points.slice(0, least + 1).map(({ y }) => y));
  const after = Math.max(...points.slice(least).map(({ y }) => y));
  const high = Math.max(before, Math.min(after, low + 1.25 * (before - low || 1)));
  const rowOf = (y: number) => Math.round(((high - Math.min(y, high)) / (high - low || 1)) * (height - 1));

  const cells = Array.from({ length: height }, () => Array<string>(width).fill(' '));
  for (const [column, value] of values.entries()) {
    const row = value === undefined ? undefined : cells[rowOf(value)];
    if (row) row[column] = '•';
  }
  const label = (row: number) => {
    if (row === 0) return formatLoss(high);
    return row === height - 1 ? formatLoss(low) : '';
  };
  const lines = cells.map((row, index) => `${label(index).padStart(MARGIN)} │${row.join('').trimEnd()}`);
  lines.push(`${' '.repeat(MARGIN)} └${'─'.repeat(width)}`);
  if (mark !== undefined) lines.push(`${' '.repeat(MARGIN + 2 + columnOf(mark))}▲`);
  lines.push(`${' '.repeat(MARGIN + 2)}${ticks(first, last, width)}`);
  return lines.map((line) => line.trimEnd()).join('\n');
}

function columnMeans(
  points: readonly ChartPoint[],
  width: number,
  columnOf: (x: number) => number,
): (number | undefined)[] {
  const columns = Array.from({ length: width }, () => ({ sum: 0, count: 0 }));
  for (const { x, y } of points) {
    const column = columns[columnOf(x)];
    if (!column) continue;
    column.sum += y;
    column.count += 1;
  }
  return columns.map(({ sum, count }) => (count === 0 ? undefined : sum / count));
}

/** `1e-6    1e-5 ...`, where there is room. */
function ticks(first: number, last: number, width: number): string {
  let line = '';
  for (let power = Math.ceil(first - 1e-9); power <= last + 1e-9; power++) {
    const text = `1e${power}`;
    const column = Math.round((width * (power - first)) / (last - first || 1));
    if (column >= line.length + (line === '' ? 0 : 1) && column + text.length <= width + MARGIN) {
      line = line.padEnd(column) + text;
    }
  }
  return line;
}
