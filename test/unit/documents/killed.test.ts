/** A save that ends between any two of its writes: the graph is the one before or the one after, whole, with its undo. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyUpdate } from '../../../core/contract/documents';
import { setParams } from '../../../core/edit';
import { changeBetween } from '../../../core/edit/change';
import { record } from '../../../core/edit/history';
import { buildPreset } from '../../../core/presets';
import { DocumentStore } from '../../../main/documents/store';

/** Writes that still succeed. */
let left = Number.POSITIVE_INFINITY;
jest.mock('../../../main/disk/atomic', () => {
  const actual = jest.requireActual('../../../main/disk/atomic');
  const counted =
    (call: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]) => {
      if (left-- <= 0) throw new Error('killed');
      return call(...args);
    };
  return {
    ...actual,
    writeAtomically: counted(actual.writeAtomically),
    renameInPlace: counted(actual.renameInPlace),
    syncFolder: counted(actual.syncFolder),
  };
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-killed-'));
  left = Number.POSITIVE_INFINITY;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const graph = buildPreset('resnet20');
const edited = setParams(graph, 'stem.conv', { filters: 3 });

test.each([0, 1, 2, 3])('a save, killed after %d writes', async (writes) => {
  const store = new DocumentStore({ root });
  await store.create('doc-1', graph);
  const kept = await store.read('doc-1');
  const history = record(kept.history, graph, edited, { id: 'step', label: 'Edit', now: 0 });
  const request = {
    id: 'doc-1',
    base: kept.revision,
    change: changeBetween(graph, edited)!,
    history: historyUpdate(history, kept.history),
    origin: 'window',
  };
  left = writes;
  const isSaved = await store.save(request).then(
    () => true,
    () => false,
  );
  left = Number.POSITIVE_INFINITY;
  expect(isSaved).toBe(writes >= 3);
  const again = new DocumentStore({ root });
  const found = await again.read('doc-1');
  expect(found.remark).toBeUndefined();
  expect(found.document).toEqual(writes < 2 ? graph : edited);
  // The window merges and sends it again.
  const retried = await again.save({ ...request, base: found.revision });
  expect(retried.type).toBe('saved');
  expect(await new DocumentStore({ root }).read('doc-1')).toMatchObject({
    document: edited,
    history: { past: [{ id: 'step' }] },
  });
});

test.each([0, 1, 2])('a creation, killed after %d writes, is none', async (writes) => {
  const store = new DocumentStore({ root });
  left = writes;
  await expect(store.create('doc-1', graph)).rejects.toThrow('killed');
  left = Number.POSITIVE_INFINITY;
  expect(await store.list()).toEqual([]);
  expect(await store.create('doc-1', graph)).toMatchObject({ type: 'saved' });
});
