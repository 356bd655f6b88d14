/** A new column of the ablation table costs one entry: the window, Markdown and CSV show it. */
import { renderToStaticMarkup } from 'react-dom/server';
import { t } from '../../../core/messages';
import type { TableSide } from '../../../core/study/side';
import { ablationTable } from '../../../core/study/table';
import { formatTable } from '../../../core/study/table-text';
import { AblationPanel } from '../../../renderer/compare/AblationPanel';
import { run } from '../core/study/runs';

jest.mock('../../../core/study/table-columns', () => {
  const actual = jest.requireActual('../../../core/study/table-columns');
  const worst = ({ accuracies }: TableSide) => Math.min(...accuracies);
  const column = {
    heading: 'compare.results.best',
    text: ({ residual }: { residual: TableSide }) => `at least ${worst(residual)}`,
    window: { help: 'compare.results.bestHelp' },
    csv: { side: { worst } },
  };
  return { ...actual, TABLE_COLUMNS: [...actual.TABLE_COLUMNS, column] };
});

const runs = [
  run({ accuracy: 0.75, settings: { seed: 1 } }),
  run({ accuracy: 0.25, settings: { seed: 2 } }),
  run({ variant: 'plain', accuracy: 0.5 }),
];
const table = ablationTable(runs);

test('Markdown has its heading and its cells', () => {
  const [head, , row] = formatTable(table, 'md').split('\n');
  expect(head).toMatch(/ \| Best \|$/);
  expect(row).toMatch(/ \| at least 0\.25 \|$/);
});

test('CSV has its fields, one for each side', () => {
  const [head, row] = formatTable(table, 'csv')
    .split('\r\n')
    .map((line) => line.split(','));
  expect(row![head!.indexOf('residual_worst')]).toBe('0.25');
  expect(row![head!.indexOf('plain_worst')]).toBe('0.5');
});

test('the window has its heading, its help and its cells', () => {
  const html = renderToStaticMarkup(<AblationPanel runs={runs} />).replaceAll(/<style.*?<\/style>/g, '');
  const texts = (pattern: RegExp) =>
    [...html.matchAll(pattern)].map(([, inner]) => inner!.replaceAll(/<[^>]*>/g, ''));
  const headings = texts(/<th[^>]*scope="col"[^>]*>(.*?)<\/th>/g);
  expect(headings).toEqual(['Network', 'Residual', 'Plain', 'Difference', 'Parameters', 'Best']);
  expect(texts(/<td[^>]*>(.*?)<\/td>/g).at(-1)).toBe('at least 0.25');
  expect(html).toContain(`title="${t('compare.results.bestHelp')}">Best</th>`);
});
