/** What other programs do to the files of a document that is open: nothing that a window had is lost, and each window says what happened. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentEvent, historyUpdate } from '../../../core/contract/documents';
import { renameDocument } from '../../../core/edit';
import { changeBetween } from '../../../core/edit/change';
import { emptyHistory, record } from '../../../core/edit/history';
import { type MessageOrText, textOf } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import { Bin } from '../../../main/bin';
import { DocumentStore } from '../../../main/documents/store';

let root: string;
let store: DocumentStore;
const stores: DocumentStore[] = [];
const opened = (): DocumentStore => {
  const one = new DocumentStore({ root });
  stores.push(one);
  return one;
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-hostile-'));
  store = opened();
});
afterEach(() => {
  for (const one of stores.splice(0)) one.close();
  rmSync(root, { recursive: true, force: true });
});

const graph = buildPreset('resnet20');
const file = (name: string) => join(root, 'doc-1', name);
/** Matches a message whose text contains `part`. */
const saying = (part: string) => ({
  asymmetricMatch: (said: MessageOrText) => textOf(said).includes(part),
});
const nameOnDisk = () => JSON.parse(readFileSync(file('graph.json'), 'utf8')).name;

/** Follows the document as a window does; the event that comes next. */
function watching(on = store) {
  const events = on.follow('doc-1')[Symbol.asyncIterator]();
  return {
    next: async (): Promise<DocumentEvent> => (await events.next()).value,
    end: () => events.return?.(),
  };
}

async function rename(name: string, by = store): Promise<void> {
  const kept = await by.read('doc-1');
  const document = renameDocument(kept.document, name);
  const history = record(kept.history, kept.document, document, { id: name, label: 'Rename', now: 1 });
  const change = changeBetween(kept.document, document);
  const answer = await by.save({
    id: 'doc-1',
    base: kept.revision,
    change,
    history: historyUpdate(history, kept.history),
    origin: 'other',
  });
  expect(answer.type).toBe('saved');
}

test('damaged while it is open: written again as it was, not as its newest version', async () => {
  await store.create('doc-1', graph);
  const window = watching();
  await window.next();
  await rename('One');
  await rename('Two');
  await window.next();
  await window.next();
  writeFileSync(file('graph.json'), '{"format": ');
  const event = await window.next();
  expect(event).toMatchObject({ type: 'whole', kept: { document: { name: 'Two' } } });
  const { remark } = (event as Extract<DocumentEvent, { type: 'whole' }>).kept;
  expect(textOf(remark ?? '')).toMatch(/"Two" could not be read.*graph\.damaged-/s);
  expect(nameOnDisk()).toBe('Two');
  await rename('Three');
  expect(await window.next()).toMatchObject({ type: 'changed', change: { head: { name: 'Three' } } });
  await window.end();
});

test('graph.json is deleted while it is open: it is written again', async () => {
  await store.create('doc-1', graph);
  const window = watching();
  await window.next();
  rmSync(file('graph.json'));
  expect(await window.next()).toMatchObject({ type: 'whole', kept: { remark: saying('missing') } });
  expect(nameOnDisk()).toBe(graph.name);
  await window.end();
});

test('graph.json is missing while nobody has it open: the newest version, or a new one at its place', async () => {
  await store.create('doc-1', graph);
  rmSync(file('graph.json'));
  await expect(store.read('doc-1')).rejects.toThrow('no graph');
  expect(await store.create('doc-1', { ...graph, name: 'Again' })).toMatchObject({ type: 'saved' });
  await rename('Later');
  rmSync(file('graph.json'));
  expect(await store.read('doc-1')).toMatchObject({
    document: { name: 'Again' },
    remark: saying('missing'),
  });
});

test.each(['graph.json', 'undo.json'])('a folder in place of %s is said in words', async (name) => {
  await store.create('doc-1', graph);
  rmSync(file(name));
  mkdirSync(file(name));
  const reading = store.read('doc-1');
  if (name === 'graph.json') {
    await expect(reading).rejects.toThrow('must be a regular file, but is a folder');
    return;
  }
  expect(await reading).toMatchObject({
    history: emptyHistory,
    remark: saying('undo.damaged-'),
  });
  await rename('Mine');
  expect((await opened().read('doc-1')).history.past).toHaveLength(1);
});

test('a folder in place of the tabs: none are open', async () => {
  mkdirSync(join(root, 'tabs.json'));
  expect(await store.tabs()).toEqual({ open: [] });
});

test('undo steps of another process are kept, also where it saved them after this one had read the graph', async () => {
  await store.create('doc-1', graph);
  const window = watching();
  await window.next();
  const before = readFileSync(file('undo.json'), 'utf8');
  await rename('One', opened());
  const after = readFileSync(file('undo.json'), 'utf8');
  writeFileSync(file('undo.json'), before);
  await store.read('doc-1');
  writeFileSync(file('undo.json'), after);
  await rename('Two');
  expect((await opened().read('doc-1')).history.past.map(({ id }) => id)).toEqual(['One', 'Two']);
  await window.end();
});

test('created again after it was deleted: whoever still follows it sees edits of its files', async () => {
  await store.create('doc-1', graph);
  const window = watching();
  await window.next();
  await store.moveToBin('doc-1', new Bin({ root: join(root, 'unread.bin') }));
  expect(await window.next()).toEqual({ type: 'gone' });
  await store.create('doc-1', { ...graph, name: 'Again' });
  expect(await window.next()).toMatchObject({ type: 'whole', kept: { document: { name: 'Again' } } });
  writeFileSync(file('graph.json'), JSON.stringify({ ...graph, name: 'By hand' }));
  expect(await window.next()).toMatchObject({ type: 'whole', kept: { document: { name: 'By hand' } } });
  await window.end();
});
