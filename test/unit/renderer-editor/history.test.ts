import { addNode, connect, removeNodes, setGroupCollapsed } from '../../../core/edit';
import {
  emptyHistory,
  HISTORY_LIMIT,
  type History,
  labelOfStep,
  MERGE_WINDOW,
  mergeHistories,
  record,
  stepBack,
  stepForward,
  stepSchema,
} from '../../../core/edit/history';
import { emptyDocument, type GraphDocument } from '../../../core/graph/document';
import { type Message, message, textIn } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import { useDocuments } from '../../../renderer/state/documents';

const named = (name: string): GraphDocument => emptyDocument(name);
const grouped = (name: string, collapsed: boolean): GraphDocument => ({
  ...emptyDocument(name),
  groups: [{ id: 'stage1', kind: 'stage', collapsed }],
});

let steps = 0;
const edit = (label: string, now: number, mergeKey?: string) => ({ id: `s${++steps}`, label, now, mergeKey });

test('back and forth again give equal documents', () => {
  const [a, b, c] = [named('a'), named('b'), named('c')];
  let history = record(emptyHistory, a, b, edit('one', 0));
  history = record(history, b, c, edit('two', 10_000));
  const back = stepBack(history, c)!;
  expect(back.document).toEqual(b);
  expect(back.label).toBe('two');
  const twice = stepBack(back.history, back.document)!;
  expect(twice.document).toEqual(a);
  expect(stepBack(twice.history, twice.document)).toBeUndefined();
  const forth = stepForward(twice.history, twice.document)!;
  expect(forth.document).toEqual(b);
  expect(stepForward(forth.history, forth.document)!.document).toEqual(c);
});

test('a deleted layer comes back at its place, with its edges', () => {
  const before = buildPreset('resnet20');
  const after = removeNodes(before, [before.nodes[3]!.id, before.nodes[4]!.id]);
  const history = record(emptyHistory, before, after, edit('Delete', 0));
  expect(stepBack(history, after)!.document).toEqual(before);
});

test('undo leaves alone what another window edited since', () => {
  const base = addNode(named('a'), { type: 'Input' }).document;
  const mine = addNode(base, { type: 'Dropout' }).document;
  const history = record(emptyHistory, base, mine, edit('Add Dropout', 0));
  const theirs = addNode(mine, { type: 'Add' }).document;
  const present = connect(theirs, { source: 'dropout', target: 'add' }).document;
  expect(stepBack(history, present)!.document).toEqual(addNode(base, { type: 'Add' }).document);
});

test('a new edit forgets what was undone', () => {
  const history = record(emptyHistory, named('a'), named('b'), edit('one', 0));
  const back = stepBack(history, named('b'))!;
  const after = record(back.history, back.document, named('c'), edit('other', 1));
  expect(stepForward(after, named('c'))).toBeUndefined();
});

test('typing into one field is one step, until there is a pause', () => {
  const typing = (now: number) => edit('Change filters', now, 'params conv filters');
  let history = record(emptyHistory, named('6'), named('64'), typing(0));
  history = record(history, named('64'), named('640'), typing(MERGE_WINDOW));
  expect(history.past).toHaveLength(1);
  const back = stepBack(history, named('640'))!;
  expect(back.document.name).toBe('6');
  expect(stepForward(back.history, back.document)!.document.name).toBe('640');
  history = record(history, named('640'), named('641'), typing(2 * MERGE_WINDOW + 1));
  expect(history.past).toHaveLength(2);
  history = record(
    history,
    named('641'),
    named('642'),
    edit('Change strides', 2 * MERGE_WINDOW + 2, 'params conv strides'),
  );
  expect(history.past).toHaveLength(3);
});

test('what is typed and typed back is no step', () => {
  let history = record(emptyHistory, named('6'), named('64'), edit('Change', 0, 'k'));
  history = record(history, named('64'), named('6'), edit('Change', 1, 'k'));
  expect(history.past).toEqual([]);
});

test('an edit after an undo does not merge into what was undone', () => {
  const first = record(emptyHistory, named('a'), named('b'), edit('Change', 0, 'k'));
  const back = stepBack(first, named('b'))!;
  const forth = stepForward(back.history, back.document)!;
  expect(record(forth.history, forth.document, named('c'), edit('Change', 1, 'k')).past).toHaveLength(2);
});

test('the oldest steps are let go', () => {
  let history = emptyHistory;
  for (let n = 0; n < HISTORY_LIMIT + 5; n += 1)
    history = record(history, named(`${n}`), named(`${n + 1}`), edit('x', n));
  expect(history.past).toHaveLength(HISTORY_LIMIT);
  expect(history.past[0]!.back.head).toEqual({ name: '5' });
});

test('undo leaves the folds as they are now', () => {
  const history = record(emptyHistory, grouped('before', true), grouped('after', true), edit('edit', 0));
  const back = stepBack(history, setGroupCollapsed(grouped('after', true), ['stage1'], false))!;
  expect(back.document.name).toBe('before');
  expect(back.document.groups[0]!.collapsed).toBe(false);
});

describe('the steps of two windows', () => {
  const step = (history: History, from: string, to: string) =>
    record(history, named(from), named(to), edit(to, 0));
  const base = step(step(emptyHistory, '0', 'a'), 'a', 'b');
  const labels = ({ past, future }: History) => [
    past.map(({ label }) => label),
    future.map(({ label }) => label),
  ];

  test('are theirs, then mine', () => {
    const merged = mergeHistories(base, step(base, 'b', 'mine'), step(base, 'b', 'theirs'));
    expect(labels(merged)).toEqual([['a', 'b', 'theirs', 'mine'], []]);
  });
  test('without what one of them undid', () => {
    const undone = stepBack(base, named('b'))!.history;
    expect(labels(mergeHistories(base, undone, step(base, 'b', 'theirs')))).toEqual([['a', 'theirs'], ['b']]);
    expect(labels(mergeHistories(base, step(base, 'b', 'mine'), undone))).toEqual([['a', 'mine'], []]);
    expect(mergeHistories(base, base, undone)).toBe(undone);
  });
  test('and what the host has already is not there twice', () => {
    const mine = step(base, 'b', 'mine');
    expect(labels(mergeHistories(base, mine, mine))).toEqual([['a', 'b', 'mine'], []]);
  });
});

test('a graph in a tab is edited, undone and redone', () => {
  const { open, apply, undo, redo } = useDocuments.getState();
  const nameOf = (id: string) =>
    useDocuments.getState().documents.find((one) => one.id === id)!.document.name;
  const id = open(named('a'), true);
  apply(id, (document) => ({ ...document, name: 'b' }), { label: 'Rename' });
  expect(useDocuments.getState().documents.find((one) => one.id === id)!.untouched).toBeUndefined();
  undo(id);
  expect(nameOf(id)).toBe('a');
  redo(id);
  expect(nameOf(id)).toBe('b');
});

test('a preset that another window has edited is no longer one that nobody misses', () => {
  const { open, receive } = useDocuments.getState();
  const id = open(named('a'), true);
  const find = () => useDocuments.getState().documents.find((one) => one.id === id)!;
  expect(find().untouched).toBe(true);
  receive(id, named('b'), emptyHistory);
  expect(find().untouched).toBeUndefined();
});

test('a step keeps its name in English and as a message, for windows in another language', () => {
  const label = message('build.edit.add', { title: 'Conv2D' });
  const { past } = record(emptyHistory, named('a'), named('b'), { id: '1', label, now: 1 });
  expect(past[0]).toMatchObject({ label: 'Add Conv2D', said: label });
  expect(textIn('ko', labelOfStep(past[0]!) as Message)).toBe('Conv2D 추가');
  expect(stepSchema.parse(past[0])).toEqual(past[0]);
});
