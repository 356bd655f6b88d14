/** Which color a new run gets. */
import { nextColor, RUN_COLORS } from '../../../main/runs/colors';
import { dark, light } from '../../../renderer/ui/theme/tokens';

const run = (studyId: string, color: number) => ({ studyId, color });
const every = [...Array(RUN_COLORS).keys()];

test('the theme has as many colors', () => {
  expect(dark.run).toHaveLength(RUN_COLORS);
  expect(light.run).toHaveLength(RUN_COLORS);
});

test('the first run gets the first color', () => {
  expect(nextColor([], 'a')).toBe(0);
});

test('colors that no run has come first', () => {
  expect(nextColor([run('a', 1), run('b', 0)], 'c')).toBe(2);
});

test('with all given away, the one given longest ago', () => {
  const newestFirst = every.map((color) => run('old', color)).reverse();
  expect(nextColor(newestFirst, 'new')).toBe(0);
  expect(nextColor([run('new', 0), ...newestFirst], 'new')).toBe(1);
});

test('a study never repeats a color while others are left, however old', () => {
  const study = every.slice(0, -1).map((color) => run('a', color));
  expect(nextColor([run('b', RUN_COLORS - 1), ...study], 'a')).toBe(RUN_COLORS - 1);
});

test('a study of more runs than colors goes on counting', () => {
  const study = every.map((color) => run('a', color));
  expect(nextColor(study, 'a')).toBe(RUN_COLORS);
  expect(nextColor([run('a', RUN_COLORS), ...study], 'a')).toBe(RUN_COLORS + 1);
});
