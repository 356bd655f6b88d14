/** The curve in characters. */
import { curveChart } from '../../../main/cli/output/curve-chart';

const curve = (ys: readonly number[]) => ys.map((y, index) => ({ x: 10 ** (index - 4), y }));

test('one mark a column, the largest at the top, the least at the bottom, ticks at powers of ten', () => {
  const chart = curveChart(curve([4, 3, 2, 1, 2]), { width: 20, height: 4, mark: 1e-3 });
  expect(chart.split('\n')).toEqual([
    '   4.000 │•',
    '         │     •',
    '         │          •        •',
    '   1.000 │               •',
    `         └${'─'.repeat(20)}`,
    '               ▲',
    '          1e-4 1e-3 1e-2 1e-1 1e0',
  ]);
});

test('what has run away is cut off, so that the fall is seen', () => {
  const lines = curveChart(curve([3, 2, 1, 500]), { width: 8, height: 5 }).split('\n');
  expect(lines[0]).toMatch(/^ {3}3\.500 │ {6,}•$/);
  expect(lines[4]).toMatch(/^ {3}1\.000 │ +•$/);
});

test('a constant is a line', () => {
  expect(curveChart(curve([2, 2, 2]), { width: 6, height: 3 }).split('\n')[0]).toMatch(/2\.000 │•.*•/);
});
