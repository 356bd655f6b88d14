/** Two windows on one document, over the real router and the disk: both end with the same, and nothing that was done is lost. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { sameJson } from '../../../core/basics/same-json';
import { addNode, moveNodes, renameDocument, setParams } from '../../../core/edit';
import { emptyHistory, record, stepBack } from '../../../core/edit/history';
import type { Merged } from '../../../core/edit/merge';
import type { GraphDocument } from '../../../core/graph/document';
import { textOf } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import { Bin } from '../../../main/bin';
import { DocumentStore } from '../../../main/documents/store';
import { createRouter, type HostRouter } from '../../../main/hosts/router';
import { DocumentSync, type Host, type Version } from '../../../renderer/client/documents/sync';
import { until } from '../../support/eventually';
import { fakeServices } from '../hosts/fake-services';

jest.setTimeout(20_000);

let root: string;
let client: RouterClient<HostRouter>;
let store: DocumentStore;
const windows: Pane[] = [];

function startHost(): void {
  store?.close();
  store = new DocumentStore({ root: join(root, 'documents') });
  const bin = new Bin({ root: join(root, 'bin') });
  // The methods of the store are private fields' neighbors: they need their object.
  const documents = Object.fromEntries(
    [
      'list',
      'read',
      'follow',
      'create',
      'save',
      'moveToBin',
      'versions',
      'version',
      'adopt',
      'tabs',
      'changeTabs',
    ].map((name) => [
      name,
      (...args: never[]) => (store as never as Record<string, (...all: never[]) => unknown>)[name]!(...args),
    ]),
  );
  const info = {
    version: '1',
    host: 'browser' as const,
    platform: 'linux',
    dataFolder: root,
    exportFolder: root,
  };
  client = createRouterClient(createRouter({ ...fakeServices({ documents }), bin }, info as never));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-windows-'));
  startHost();
});
afterEach(() => {
  for (const pane of windows.splice(0)) pane.disconnect();
  store.close();
  rmSync(root, { recursive: true, force: true });
});

let counter = 0;

/** A window with one graph: what it shows, and the notices it got. */
class Pane {
  shown: Version | undefined;
  readonly notices: string[] = [];
  readonly merges: Merged[] = [];
  failures = 0;
  isGone = false;
  /** Fails the next call: before the host has it, or after. */
  trouble: 'before' | 'after' | undefined;
  readonly sync: DocumentSync;
  #connection = new AbortController();

  constructor(
    readonly name: string,
    start?: GraphDocument,
  ) {
    this.shown = start && { document: start, history: emptyHistory };
    const sometimes = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
      const trouble = this.trouble;
      this.trouble = undefined;
      if (trouble === 'before') throw new Error('lost');
      const answer = await call();
      if (trouble === 'after') throw new Error('lost');
      return answer;
    };
    const wire = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));
    const host: Host = {
      create: (id, document, history) =>
        sometimes(() =>
          client.documents.create(
            wire({ id, document, history: { past: [...history.past], future: [...history.future] } }),
          ),
        ),
      save: (request) => sometimes(() => client.documents.save(wire(request))),
      read: (id) => client.documents.read({ id }),
    };
    this.sync = new DocumentSync(
      'doc-1',
      name,
      host,
      {
        received: (version) => {
          this.shown = version;
        },
        remark: (text) => this.notices.push(textOf(text)),
        merged: (merged) => this.merges.push(merged),
        replaced: (names) => this.notices.push(`replaced: ${names.join()}`),
        saving: () => undefined,
        saved: () => undefined,
        created: () => void this.connect(),
        failed: () => this.failures++,
        gone: (name) => {
          this.isGone = true;
          this.notices.push(`gone: ${name}`);
        },
      },
      this.shown,
    );
    windows.push(this);
    if (!start) void this.connect();
  }

  async connect(): Promise<void> {
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    try {
      for await (const event of await client.documents.follow({ id: 'doc-1' }, { signal }))
        this.sync.receive(event);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  disconnect(): void {
    this.#connection.abort();
  }

  edit(change: (document: GraphDocument) => GraphDocument): void {
    const { document, history } = this.shown!;
    const next = change(document);
    const step = { id: `${this.name}-${++counter}`, label: this.name, now: counter * 10_000 };
    this.shown = { document: next, history: record(history, document, next, step) };
    this.sync.edited(this.shown);
  }

  undo(): void {
    this.shown = stepBack(this.shown!.history, this.shown!.document)!;
    this.sync.edited(this.shown);
  }
}

/** Waits until all windows show what the host has, and nothing is on its way. */
const settled = (...panes: Pane[]): Promise<void> =>
  until(async () => {
    if (panes.some(({ sync, shown }) => sync.pending || !shown)) return false;
    const { document } = await store.read('doc-1');
    return panes.every(({ shown }) => sameJson(shown!.document, document));
  });

const graph = buildPreset('resnet20');
const filtersOf = ({ shown }: Pane, id = 'stem.conv') =>
  shown!.document.nodes.find((node) => node.id === id)!.params.filters;
const setFilters =
  (filters: number, id = 'stem.conv') =>
  (document: GraphDocument) =>
    setParams(document, id, { filters });

test('a new graph is on the disk, and a second window shows it with its undo', async () => {
  const one = new Pane('one', graph);
  await settled(one);
  one.edit(setFilters(5));
  await settled(one);
  const two = new Pane('two');
  await settled(one, two);
  expect(filtersOf(two)).toBe(5);
  two.undo();
  await settled(one, two);
  expect(one.shown!.document).toEqual(graph);
  expect(one.shown!.history.future).toHaveLength(1);
});

test('edits at the same moment are merged in both windows, and each says what it lost', async () => {
  const one = new Pane('one', graph);
  await settled(one);
  const two = new Pane('two');
  await settled(two);
  one.edit(setFilters(5));
  one.edit((document) => moveNodes(document, { input: { x: 9, y: 9 } }));
  two.edit(setFilters(7));
  two.edit((document) => addNode(document, { type: 'Dropout' }).document);
  await settled(one, two);
  expect(one.shown!.document.nodes.at(-1)!.type).toBe('Dropout');
  expect(two.shown!.document.nodes[0]!.position).toEqual({ x: 9, y: 9 });
  const [last, first] = one.merges.length > 0 ? [one, two] : [two, one];
  expect(last.merges.map(({ replaced }) => replaced)).toEqual([['stem.conv']]);
  await until(() => first.notices.length > 0);
  expect(first.notices).toEqual(['replaced: stem.conv']);
  expect(filtersOf(one)).toBe(last === one ? 5 : 7);
  expect(one.shown!.history.past.map(({ label }) => label).sort()).toEqual(['one', 'one', 'two', 'two']);
});

test('a burst of edits of two windows loses none of them', async () => {
  const one = new Pane('one', graph);
  await settled(one);
  const two = new Pane('two');
  await settled(two);
  for (let index = 0; index < 10; index++) {
    one.edit((document) => addNode(document, { type: 'Dropout' }).document);
    two.edit((document) => addNode(document, { type: 'Dense' }).document);
    one.sync.flush();
    two.sync.flush();
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await settled(one, two);
  const added = one.shown!.document.nodes.slice(graph.nodes.length).map(({ type }) => type);
  expect(added.filter((type) => type === 'Dropout')).toHaveLength(10);
  expect(added.filter((type) => type === 'Dense')).toHaveLength(10);
});

test.each(['before', 'after'] as const)(
  'a connection that is lost %s the host has the edit: it is there once, with what was done meanwhile',
  async (moment) => {
    const one = new Pane('one', graph);
    await settled(one);
    one.trouble = moment;
    one.edit((document) => addNode(document, { type: 'Dropout' }).document);
    one.sync.flush();
    await until(() => one.failures === 1);
    one.disconnect();
    one.edit((document) => setParams(document, 'dropout', { rate: 0.25 }));
    const two = new Pane('two');
    await until(() => two.shown !== undefined);
    two.edit((document) => renameDocument(document, 'Two'));
    await until(() => !two.sync.pending);
    void one.connect();
    await settled(one, two);
    expect(one.shown!.document).toMatchObject({ name: 'Two' });
    expect(one.shown!.document.nodes.slice(graph.nodes.length)).toEqual([
      expect.objectContaining({ id: 'dropout', params: { rate: 0.25 } }),
    ]);
    expect(one.merges).toEqual([]);
  },
);

test('a lost answer to the creation makes no second graph', async () => {
  const one = new Pane('one', graph);
  one.trouble = 'after';
  await until(() => one.failures === 1);
  one.edit(setFilters(5));
  await settled(one);
  expect(await store.list()).toHaveLength(1);
  expect((await store.read('doc-1')).document).toEqual(setFilters(5)(graph));
});

test('the host is restarted while a window edits', async () => {
  const one = new Pane('one', graph);
  await settled(one);
  one.disconnect();
  one.edit(setFilters(5));
  startHost();
  one.edit(setFilters(6));
  void one.connect();
  await settled(one);
  expect((await store.read('doc-1')).document).toEqual(setFilters(6)(graph));
  expect((await store.read('doc-1')).history.past).toHaveLength(2);
});

test('a graph that is deleted in one window leaves the other, unless that has edits of its own', async () => {
  const one = new Pane('one', graph);
  await settled(one);
  const two = new Pane('two');
  await settled(two);
  one.edit(setFilters(5));
  const { id } = await client.documents.remove({ id: 'doc-1' });
  await until(() => two.isGone);
  await settled(one);
  expect(two.notices).toEqual([`gone: ${graph.name}`]);
  expect(one.notices).toEqual([
    expect.stringContaining(`${graph.name} was deleted in another window. It was kept`),
  ]);
  expect(one.isGone).toBe(false);
  expect((await store.read('doc-1')).document).toEqual(setFilters(5)(graph));
  await client.documents.remove({ id: 'doc-1' });
  await until(() => one.isGone);
  await client.bin.restore({ id });
  expect((await store.read('doc-1')).document).toEqual(graph);
});

test('a graph that is too large for one message goes in several, and comes back whole', async () => {
  const nodes = Array.from({ length: 9000 }, (_, index) => ({
    id: `n${index}`,
    type: 'Dropout',
    params: {},
  }));
  const edges = nodes
    .slice(1)
    .map(({ id }, index) => ({ id: `e${index}`, source: `n${index}`, target: id, port: 0 }));
  const large = { ...graph, name: 'Large', nodes, edges, groups: [] };
  const one = new Pane('one', large);
  await until(() => !one.sync.pending);
  expect((await store.read('doc-1')).document).toEqual(large);
});

test('versions are listed in words and read one by one', async () => {
  const one = new Pane('one', graph);
  await settled(one);
  one.edit(setFilters(5));
  await settled(one);
  const infos = await client.documents.versions({ id: 'doc-1' });
  expect(infos.map(({ words }) => textOf(words))).toEqual(['1 layer changed', 'Oldest version']);
  const version = infos[1]!.version!;
  expect(await client.documents.version({ id: 'doc-1', version })).toEqual(graph);
  await expect(client.documents.version({ id: 'doc-1', version: '../undo' })).rejects.toThrow(
    'There is no version',
  );
});
