/** Events of the host that arrive late, after this window's own save was answered: they never take back an edit. */
import type { SaveAnswer } from '../../../core/contract/documents';
import { setParams } from '../../../core/edit';
import { emptyHistory } from '../../../core/edit/history';
import { buildPreset } from '../../../core/presets';
import { DocumentSync, type Known, type Version } from '../../../renderer/client/documents/sync';

const graph = buildPreset('resnet20');
const edited = setParams(graph, 'stem.conv', { filters: 5 });
const known = (document: Version['document'], revision: string): Known => ({
  document,
  history: emptyHistory,
  revision,
});

/** A window that has created `graph` and saved `edited`. @param disk what the host has then; absent once it is deleted. */
async function windowWith(disk: { kept: Known | undefined }) {
  let shown: Version = { document: graph, history: emptyHistory };
  let isGone = false;
  let saves: (() => void) | undefined;
  const saved = () => new Promise<void>((resolve) => (saves = resolve));
  const answer = async (revision: string): Promise<SaveAnswer> => ({ type: 'saved', revision });
  const created = saved();
  const nothing = () => undefined;
  const sync = new DocumentSync(
    'doc-1',
    'one',
    {
      create: () => answer('first'),
      save: () => answer('second'),
      read: async () => {
        if (!disk.kept) throw new Error('deleted');
        return disk.kept;
      },
    },
    {
      received: (version) => {
        shown = version;
      },
      remark: nothing,
      merged: nothing,
      replaced: nothing,
      saving: nothing,
      saved: () => saves?.(),
      created: nothing,
      failed: nothing,
      gone: () => {
        isGone = true;
      },
    },
    shown,
  );
  await created;
  const done = saved();
  shown = { document: edited, history: emptyHistory };
  sync.edited(shown);
  sync.flush();
  await done;
  const receive = async (event: Parameters<DocumentSync['receive']>[0]) => {
    const taken = saved();
    sync.receive(event);
    await taken;
  };
  return { sync, receive, document: () => shown.document, isGone: () => isGone };
}

test('the graph as it was when this window began to follow it', async () => {
  const pane = await windowWith({ kept: known(edited, 'second') });
  await pane.receive({
    type: 'whole',
    kept: { ...known(graph, 'first'), history: { past: [], future: [] } },
  });
  expect(pane.document()).toBe(edited);
  expect(pane.sync.pending).toBe(false);
});

test('the graph as another window has left it since', async () => {
  const theirs = setParams(edited, 'stem.conv', { filters: 7 });
  const pane = await windowWith({ kept: known(theirs, 'third') });
  await pane.receive({
    type: 'whole',
    kept: { ...known(graph, 'first'), history: { past: [], future: [] } },
  });
  expect(pane.document()).toEqual(theirs);
});

test('that it was deleted, before this window created it again', async () => {
  const disk = { kept: known(edited, 'second') as Known | undefined };
  const pane = await windowWith(disk);
  await pane.receive({ type: 'gone' });
  expect([pane.isGone(), pane.document()]).toEqual([false, edited]);
  disk.kept = undefined;
  await pane.receive({ type: 'gone' });
  expect(pane.isGone()).toBe(true);
});
