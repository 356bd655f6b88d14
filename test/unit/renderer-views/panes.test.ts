import { emptyDocument } from '../../../core/graph/document';
import { rangeOf, resized } from '../../../renderer/build/paneShares';
import { useDocuments } from '../../../renderer/state/documents';
import { activated, known, split, without } from '../../../renderer/state/panes';

const alone = (activeId: string) => ({ activeId, panes: [] });
const two = { activeId: 'b', panes: ['a', 'b'] };

test('the active graph goes to the right of the one that was active before', () => {
  expect(split(alone('b'), 'a')).toEqual(two);
  expect(split(two, 'c')).toEqual({ activeId: 'b', panes: ['a', 'c', 'b'] });
});

test.each([
  ['the graph itself', two, 'b'],
  ['a graph that has a pane', two, 'a'],
  ['a fourth', { activeId: 'c', panes: ['a', 'b', 'c'] }, 'd'],
])('there is no pane for %s', (_, shown, left) => {
  expect(split(shown, left)).toBe(shown);
});

test('a graph that has a pane gets the focus; another takes the place of the active one', () => {
  expect(activated(two, 'a')).toEqual({ activeId: 'a', panes: ['a', 'b'] });
  expect(activated(two, 'c')).toEqual({ activeId: 'c', panes: ['a', 'c'] });
  expect(activated(alone('a'), 'c')).toEqual(alone('c'));
});

test('when a pane closes, its neighbor is active; the last one alone is no pane', () => {
  expect(without({ activeId: 'b', panes: ['a', 'b', 'c'] }, 'b')).toEqual({
    activeId: 'c',
    panes: ['a', 'c'],
  });
  expect(without({ activeId: 'b', panes: ['a', 'b', 'c'] }, 'a')).toEqual({
    activeId: 'b',
    panes: ['b', 'c'],
  });
  expect(without(two, 'b')).toEqual(alone('a'));
});

test('of the panes that were kept, those are shown whose graphs are open', () => {
  const kept = { activeId: 'b', panes: ['a', 'gone', 'b', 'a'] };
  expect(known(kept, ['a', 'b', 'c'])).toEqual(two);
  expect(known(kept, ['b'])).toEqual(alone('b'));
  expect(known({ ...kept, activeId: 'c' }, ['a', 'b', 'c'])).toEqual(alone('c'));
});

test('a border moves as far as both panes stay wide enough', () => {
  expect(resized([50, 50], 0, 60)).toEqual([60, 40]);
  expect(resized([40, 30, 30], 1, 45)).toEqual([40, 45, 15]);
  expect(rangeOf([40, 30, 30], 1)).toEqual({ min: 15, max: 45 });
});

test('open graphs: beside, in the place of the active one, and closed', () => {
  const { open, showBeside, close, activate } = useDocuments.getState();
  const [a, b] = [open(emptyDocument('a')), open(emptyDocument('b'))];
  showBeside();
  const panes = () => useDocuments.getState().panes;
  expect(panes()).toEqual([a, b]);
  const c = open(emptyDocument('c'));
  expect(panes()).toEqual([a, c]);
  activate(a);
  close(a);
  expect(useDocuments.getState()).toMatchObject({ activeId: c, panes: [] });
  close(c);
  expect(useDocuments.getState()).toMatchObject({ activeId: b, panes: [] });
});
