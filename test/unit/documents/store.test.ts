/** Documents on the disk: what is answered is there, whatever happens to the files in between. */
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentEvent, historyUpdate, type KeptDocument } from '../../../core/contract/documents';
import { moveNodes, renameDocument, setParams } from '../../../core/edit';
import { changeBetween } from '../../../core/edit/change';
import { emptyHistory, type History, record } from '../../../core/edit/history';
import type { GraphDocument } from '../../../core/graph/document';
import { message, textOf } from '../../../core/messages';
import { parseDocumentText } from '../../../core/network/parse';
import { buildPreset } from '../../../core/presets';
import { Bin } from '../../../main/bin';
import { DocumentStore } from '../../../main/documents/store';

let root: string;
let now: Date;
let store: DocumentStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-documents-'));
  now = new Date();
  store = new DocumentStore({ root, now: () => now });
});
afterEach(() => {
  store.close();
  rmSync(root, { recursive: true, force: true });
});

const graph = buildPreset('resnet20');
const file = (...parts: string[]) => join(root, ...parts);
const reopened = () => new DocumentStore({ root, now: () => now });

const created = async (id = 'doc-1', document = graph): Promise<string> => {
  const answer = await store.create(id, document);
  if (answer.type !== 'saved') throw new Error(`It must be saved. Received: ${answer.type}.`);
  return answer.revision;
};

let steps = 0;
/** Saves the result of `edit` on `kept`, as a window does. */
async function save(
  to: DocumentStore,
  kept: KeptDocument,
  edit: (document: GraphDocument) => GraphDocument,
  origin = 'window',
) {
  const document = edit(kept.document);
  const step = { id: `step-${++steps}`, label: 'Edit', now: now.getTime() };
  const history: History = record(kept.history, kept.document, document, step);
  const change = changeBetween(kept.document, document);
  const base = kept.revision;
  return to.save({ id: 'doc-1', base, change, history: historyUpdate(history, kept.history), origin });
}
const rename = (name: string) => (document: GraphDocument) => renameDocument(document, name);

test('what was answered as saved is there after a restart, undo included', async () => {
  await created();
  await save(store, await store.read('doc-1'), rename('Mine'));
  const kept = await reopened().read('doc-1');
  expect(kept.document).toEqual({ ...graph, name: 'Mine' });
  expect(kept.history.past).toMatchObject([{ label: 'Edit', back: { head: { name: graph.name } } }]);
  expect(parseDocumentText(readFileSync(file('doc-1', 'graph.json'), 'utf8')).name).toBe('Mine');
});

test('the second of two saves on one revision gets what there is', async () => {
  await created();
  const kept = await store.read('doc-1');
  expect(await save(store, kept, rename('One'))).toMatchObject({ type: 'saved' });
  expect(await save(store, kept, rename('Two'))).toMatchObject({
    type: 'conflict',
    kept: { document: { name: 'One' } },
  });
});

test('two processes on one folder never overwrite each other', async () => {
  await created();
  const other = reopened();
  const kept = await other.read('doc-1');
  await save(store, await store.read('doc-1'), rename('One'));
  expect(await save(other, kept, rename('Two'))).toMatchObject({ type: 'conflict' });
  expect((await save(other, await other.read('doc-1'), rename('Three'))).type).toBe('saved');
  expect((await store.read('doc-1')).document.name).toBe('Three');
});

test('creating what is there already: the same is saved, another is a conflict', async () => {
  const revision = await created();
  expect(await store.create('doc-1', graph)).toEqual({ type: 'saved', revision });
  expect(await store.create('doc-1', { ...graph, name: 'Other' })).toMatchObject({ type: 'conflict' });
  expect((await store.read('doc-1')).document.name).toBe(graph.name);
});

test('a change that would make an impossible graph is refused, and nothing changes', async () => {
  const revision = await created();
  const change = {
    edges: { add: [{ item: { id: 'e', source: 'nowhere', target: 'input', port: 0 }, after: null }] },
  };
  const history = historyUpdate(emptyHistory, emptyHistory);
  await expect(store.save({ id: 'doc-1', base: revision, change, history, origin: 'w' })).rejects.toThrow(
    'nowhere',
  );
  expect((await store.read('doc-1')).document).toEqual(graph);
});

test('a window sees the document, then edits of others and of other processes', async () => {
  await created();
  const seen: DocumentEvent[] = [];
  const events = store.follow('doc-1')[Symbol.asyncIterator]();
  const next = async () => seen.push((await events.next()).value);
  await next();
  expect(seen[0]).toMatchObject({ type: 'whole', kept: { document: { name: graph.name } } });
  await save(store, await store.read('doc-1'), rename('One'), 'other');
  await next();
  expect(seen[1]).toMatchObject({ type: 'changed', origin: 'other', change: { head: { name: 'One' } } });
  const elsewhere = reopened();
  await save(elsewhere, await elsewhere.read('doc-1'), rename('Two'));
  await next();
  expect(seen[2]).toMatchObject({ type: 'whole', kept: { document: { name: 'Two' } } });
  await store.moveToBin('doc-1', new Bin({ root: file('bin') }));
  await next();
  expect(seen[3]).toEqual({ type: 'gone' });
  await events.return?.();
});

test('a graph that nobody edited is discarded, unless another window has it open', async () => {
  await created();
  const bin = new Bin({ root: file('a.bin') });
  const streams = [store.follow('doc-1'), store.follow('doc-1')].map((events) =>
    events[Symbol.asyncIterator](),
  );
  for (const events of streams) await events.next();
  await store.discard('doc-1', bin);
  expect(await store.list()).toHaveLength(1);
  await streams[1]!.return?.();
  await store.discard('doc-1', bin);
  expect(await store.list()).toEqual([]);
  expect(await bin.list()).toMatchObject([{ kind: 'document', label: graph.name }]);
  await streams[0]!.return?.();
});

describe('damaged files', () => {
  test('a damaged graph is set aside and the newest version opened, with a remark', async () => {
    await created();
    await save(store, await store.read('doc-1'), rename('Mine'));
    writeFileSync(file('doc-1', 'graph.json'), '{"format": "skipwire.gra');
    const kept = await reopened().read('doc-1');
    expect(kept.document).toEqual(graph);
    expect(textOf(kept.remark ?? '')).toMatch(/could not be read.*graph\.damaged-.*version saved/s);
    const aside = readdirSync(file('doc-1')).find((name) => name.startsWith('graph.damaged-'));
    expect(readFileSync(file('doc-1', aside!), 'utf8')).toBe('{"format": "skipwire.gra');
    expect(kept.history.past).toHaveLength(1);
  });

  test('without a version it is said and left alone, each time', async () => {
    await created();
    writeFileSync(file('doc-1', 'graph.json'), 'nothing');
    await expect(store.read('doc-1')).rejects.toThrow(/could not be read.*graph\.damaged-/s);
    await expect(store.read('doc-1')).rejects.toThrow(/could not be read.*graph\.damaged-/s);
    expect(await store.list()).toMatchObject([{ id: 'doc-1', problem: message('documents.fileMissing') }]);
  });

  test('a graph of a later Skipwire stays where it is', async () => {
    await created();
    const text = JSON.stringify({ ...graph, version: 99 });
    writeFileSync(file('doc-1', 'graph.json'), text);
    await expect(store.read('doc-1')).rejects.toThrow('version 99');
    expect(readFileSync(file('doc-1', 'graph.json'), 'utf8')).toBe(text);
  });

  test('a damaged undo history is set aside and costs only itself', async () => {
    await created();
    appendFileSync(file('doc-1', 'undo.json'), '}');
    const kept = await reopened().read('doc-1');
    expect(kept).toMatchObject({ document: graph, history: emptyHistory });
    expect(textOf(kept.remark ?? '')).toMatch(/cannot be undone.*undo\.damaged-/s);
  });
});

test('what killed processes left behind is passed over', async () => {
  await created();
  writeFileSync(file('doc-1', 'graph.json.0123abcd.tmp'), 'torn');
  const half = new DocumentStore({ root: file('half.89abcdef.tmp') });
  await half.create('doc-2', graph);
  const old = new Date(now.getTime() - 7_200_000);
  utimesSync(file('half.89abcdef.tmp'), old, old);
  await store.sweep();
  expect((await store.list()).map(({ id }) => id)).toEqual(['doc-1']);
  expect(readdirSync(root)).toEqual(['doc-1']);
});

test('tabs of two windows: none closes those of the other', async () => {
  for (const id of ['a', 'b', 'c']) await created(id);
  await store.changeTabs({ opened: ['a', 'b'], closed: [], active: 'b' });
  await store.changeTabs({ opened: ['c'], closed: ['a'] });
  expect(await reopened().tabs()).toEqual({ open: ['b', 'c'], active: 'b' });
  await store.changeTabs({ opened: ['d', 'e'], closed: [], order: ['e', 'b', 'gone', 'd'] });
  expect((await reopened().tabs()).open).toEqual(['e', 'c', 'b', 'd']);
});

describe('drafts of an earlier Skipwire', () => {
  const text = JSON.stringify({
    activeId: 'doc-b',
    documents: [
      { id: 'doc-a', dirty: true, document: graph },
      { id: 'doc-b', dirty: false, document: { ...graph, name: 'B' } },
    ],
  });
  const key = 'skipwire.documents.v1';

  test('become documents under their ids, once', async () => {
    const adopted = {
      adopted: [
        { id: 'doc-a', name: graph.name },
        { id: 'doc-b', name: 'B' },
      ],
      active: 'doc-b',
    };
    expect(await store.adopt({ key, text })).toEqual(adopted);
    expect(await store.adopt({ key, text })).toEqual(adopted);
    expect(await store.list()).toHaveLength(2);
    expect((await reopened().read('doc-a')).document).toEqual(graph);
  });

  test('one whose id is taken gets another', async () => {
    await created('doc-a', { ...graph, name: 'Another' });
    const { adopted } = await store.adopt({ key, text });
    expect(adopted[0]!.id).not.toBe('doc-a');
    expect(await store.list()).toHaveLength(3);
  });

  test('what cannot be read is kept as it is, beside what can', async () => {
    const half = text.replace('"version":2', '"version":77');
    const { adopted, setAside } = await store.adopt({ key, text: half });
    expect(adopted.map(({ id }) => id)).toEqual(['doc-b']);
    expect(readFileSync(setAside!, 'utf8')).toBe(half);
    const torn = await store.adopt({ key: `${key}.damaged`, text: '{"documents": [' });
    expect(torn.adopted).toEqual([]);
    expect(readFileSync(torn.setAside!, 'utf8')).toBe('{"documents": [');
  });
});

test('versions: what an edit replaces is kept, the newest of each five minutes', async () => {
  now = new Date('2026-01-05T10:00:00Z');
  // Files have the time of the disk.
  const atNow = () => utimesSync(file('doc-1', 'graph.json'), now, now);
  await created();
  atNow();
  const edit = async (minutes: number, name: string) => {
    now = new Date(now.getTime() + minutes * 60_000);
    await save(store, await store.read('doc-1'), rename(name));
    atNow();
  };
  for (const [minutes, name] of [
    [0, 'A'],
    [1, 'B'],
    [6, 'C'],
    [1, 'D'],
    [1, 'E'],
  ] as const)
    await edit(minutes, name);
  const kept = readdirSync(file('doc-1', 'versions'))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(file('doc-1', 'versions', name), 'utf8')).name]);
  expect(kept).toEqual([
    ['2026-01-05T10-01-00-000.json', 'B'],
    ['2026-01-05T10-07-00-000.json', 'C'],
  ]);
});

test('a large history keeps its newest steps', async () => {
  await created();
  let kept = await store.read('doc-1');
  const everywhere = (x: number) => (document: GraphDocument) =>
    moveNodes(document, Object.fromEntries(document.nodes.map(({ id }) => [id, { x, y: 0.123456789 }])));
  for (let x = 0; x < 20; x++) {
    await save(store, kept, everywhere(x));
    kept = await store.read('doc-1');
  }
  expect(kept.history.past).toHaveLength(20);
  await save(store, kept, (document) => setParams(document, 'stem.conv', { filters: 3 }));
  expect((await reopened().read('doc-1')).history.past).toHaveLength(21);
});
