/** The curves of a chart as CSV: a row per point, as measured, neither smoothed nor thinned. */
import { csvText } from '../format/csv';
import { countOf, type Series, xAt } from './types';

/** @param x the heading of the places, such as "epoch"; headings are English, for scripts */
export function chartCsv(series: readonly Series[], x: string): string {
  const banded = series.some(({ band }) => band);
  const headings = ['curve', x, 'value', ...(banded ? ['low', 'high'] : [])];
  return csvText([
    headings,
    ...series.flatMap(({ label, points, band }) =>
      Array.from({ length: countOf(points) }, (_, index) => [
        label,
        xAt(points, index),
        points.y[index]!,
        ...(banded ? [band?.low[index], band?.high[index]] : []),
      ]),
    ),
  ]);
}
