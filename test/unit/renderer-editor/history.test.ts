import { emptyDocument, type GraphDocument } from '../../../core/graph/document';
import { useDocuments } from '../../../renderer/state/documents';
import {
  emptyHistory,
  HISTORY_LIMIT,
  keepFolding,
  MERGE_WINDOW,
  record,
  stepBack,
  stepForward,
} from '../../../renderer/state/history';

const named = (name: string): GraphDocument => emptyDocument(name);
const grouped = (name: string, collapsed: boolean): GraphDocument => ({
  ...emptyDocument(name),
  groups: [{ id: 'stage1', kind: 'stage', collapsed }],
});

test('back and forth again give the very documents', () => {
  const a = named('a');
  const b = named('b');
  const c = named('c');
  let history = record(emptyHistory, a, { label: 'one', now: 0 });
  history = record(history, b, { label: 'two', now: 10_000 });
  const back = stepBack(history, c)!;
  expect(back.document).toBe(b);
  expect(back.label).toBe('two');
  const twice = stepBack(back.history, back.document)!;
  expect(twice.document).toBe(a);
  expect(stepBack(twice.history, twice.document)).toBeUndefined();
  const forth = stepForward(twice.history, twice.document)!;
  expect(forth.document).toBe(b);
  expect(stepForward(forth.history, forth.document)!.document).toBe(c);
});

test('a new edit forgets what was undone', () => {
  const history = record(emptyHistory, named('a'), { label: 'one', now: 0 });
  const back = stepBack(history, named('b'))!;
  const after = record(back.history, back.document, { label: 'other', now: 1 });
  expect(stepForward(after, named('c'))).toBeUndefined();
});

test('typing into one field is one step, until there is a pause', () => {
  const typing = (now: number) => ({ label: 'Change filters', mergeKey: 'params conv filters', now });
  let history = record(emptyHistory, named('6'), typing(0));
  history = record(history, named('64'), typing(MERGE_WINDOW));
  expect(history.past).toHaveLength(1);
  expect(stepBack(history, named('640'))!.document.name).toBe('6');
  history = record(history, named('640'), typing(2 * MERGE_WINDOW + 1));
  expect(history.past).toHaveLength(2);
  history = record(history, named('641'), {
    ...typing(2 * MERGE_WINDOW + 2),
    mergeKey: 'params conv strides',
  });
  expect(history.past).toHaveLength(3);
});

test('an edit after an undo does not merge into what was undone', () => {
  const typing = (now: number) => ({ label: 'Change', mergeKey: 'k', now });
  const first = record(emptyHistory, named('a'), typing(0));
  const back = stepBack(first, named('b'))!;
  const forth = stepForward(back.history, back.document)!;
  expect(record(forth.history, forth.document, typing(1)).past).toHaveLength(2);
});

test('the oldest steps are let go', () => {
  let history = emptyHistory;
  for (let n = 0; n < HISTORY_LIMIT + 5; n += 1)
    history = record(history, named(`${n}`), { label: 'x', now: n });
  expect(history.past).toHaveLength(HISTORY_LIMIT);
  expect(history.past[0]!.before.name).toBe('5');
});

test('undo leaves the folds as they are now', () => {
  const before = grouped('before', true);
  const history = record(emptyHistory, before, { label: 'edit', now: 0 });
  const back = stepBack(history, grouped('after', false))!;
  expect(back.document.name).toBe('before');
  expect(back.document.groups[0]!.collapsed).toBe(false);
  expect(keepFolding(before, grouped('x', true))).toBe(before);
});

describe('what is not saved to a file', () => {
  const rename = (id: string, name: string) =>
    useDocuments.getState().apply(id, (document) => ({ ...document, name }), { label: 'Rename' });
  const isDirty = (id: string) => useDocuments.getState().documents.find((open) => open.id === id)!.dirty;

  test('undo that leads back to the saved graph is clean, on either way', () => {
    const { open, undo, redo, markSaved } = useDocuments.getState();
    const id = open(grouped('a', true));
    expect(isDirty(id)).toBe(false);
    rename(id, 'b');
    expect(isDirty(id)).toBe(true);
    undo(id);
    expect(isDirty(id)).toBe(false);
    redo(id);
    expect(isDirty(id)).toBe(true);
    markSaved(id);
    undo(id);
    expect(isDirty(id)).toBe(true);
    redo(id);
    expect(isDirty(id)).toBe(false);
  });

  test('folding in between changes nothing of it', () => {
    const { open, undo, apply } = useDocuments.getState();
    const fold = (collapsed: boolean) =>
      apply(id, (document) => ({ ...document, groups: grouped('', collapsed).groups }), {
        label: 'Fold',
        history: 'never',
      });
    const id = open(grouped('folds', true));
    fold(false);
    rename(id, 'c');
    fold(true);
    undo(id);
    expect(isDirty(id)).toBe(false);
    rename(id, 'd');
    undo(id);
    expect(isDirty(id)).toBe(false);
  });
});
