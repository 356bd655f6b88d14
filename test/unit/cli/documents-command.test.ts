/** `skipwire documents`, in this process. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyUpdate } from '../../../core/contract/documents';
import { parseDocumentText } from '../../../core/network/parse';
import { buildPreset } from '../../../core/presets';
import { run } from '../../../main/cli/program';
import { DocumentStore } from '../../../main/documents/store';

const before = process.env.SKIPWIRE_DATA;
let folder: string;
let store: DocumentStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-cli-'));
  process.env.SKIPWIRE_DATA = folder;
  store = new DocumentStore({ root: join(folder, 'documents') });
  await store.create('doc-1', graph);
  const { revision, history } = await store.read('doc-1');
  const change = { head: { name: 'Renamed' } };
  await store.save({
    id: 'doc-1',
    base: revision,
    change,
    history: historyUpdate(history, history),
    origin: 'w',
  });
});
afterEach(() => {
  if (before === undefined) delete process.env.SKIPWIRE_DATA;
  else process.env.SKIPWIRE_DATA = before;
  rmSync(folder, { recursive: true, force: true });
});

const graph = buildPreset('resnet20');

async function skipwire(...argv: string[]) {
  const outputs = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      outputs[name] += String(chunk);
      return true;
    }),
  );
  try {
    return { code: await run(argv), ...outputs };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

test('lists the graphs', async () => {
  const { stdout } = await skipwire('documents');
  expect(stdout).toMatch(/^doc-1 +Renamed +\d+ +\d{4}-\d\d-\d\d \d\d:\d\d$/m);
});

test('exports what the app can open, and never over a file', async () => {
  const out = join(folder, 'graph.json');
  expect((await skipwire('documents', 'export', 'doc-1', '--out', out)).code).toBe(0);
  expect(parseDocumentText(readFileSync(out, 'utf8'))).toEqual({ ...graph, name: 'Renamed' });
  const again = await skipwire('documents', 'export', 'doc-1', '--out', out);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('already exists') });
});

test('shows the versions and brings one back, as an edit that can be undone', async () => {
  const { stdout } = await skipwire('documents', 'history', 'doc-1', '--json');
  const versions = JSON.parse(stdout);
  expect(versions).toMatchObject([
    { words: 'Renamed to Renamed', changes: { renamed: 'Renamed' } },
    { words: 'Oldest version', changes: { oldest: true } },
  ]);
  const { version } = versions[1];
  const earlier = await skipwire('documents', 'export', 'doc-1', '--at', version);
  expect(JSON.parse(earlier.stdout)).toEqual(graph);
  expect((await skipwire('documents', 'restore', 'doc-1', version)).code).toBe(0);
  const kept = await store.read('doc-1');
  expect(kept.document).toEqual(graph);
  expect(kept.history.past).toMatchObject([{ back: { head: { name: 'Renamed' } } }]);
});

test('names what is not there', async () => {
  const { code, stderr } = await skipwire('documents', 'history', 'nothing');
  expect([code, stderr]).toEqual([1, expect.stringContaining('There is no graph "nothing"')]);
});
