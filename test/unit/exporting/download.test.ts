/** Exports as downloads: what is in them, and what is refused. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { Refusal } from '../../../main/basics/refusal';
import { prepareDownload } from '../../../main/exporting/download';
import { listWritten } from '../../../main/exporting/files';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'skipwire-download-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const provenance = { format: 'skipwire.export', version: 2 };
/** Larger than a piece, and of no pattern, as weights are. */
const weights = randomBytes(1_500_000);
const graph = Buffer.from('node { name: "conv1" } '.repeat(10_000));

async function savedModel(name = 'run.savedmodel'): Promise<string> {
  const folder = join(home, name);
  mkdirSync(join(folder, 'assets.extra'), { recursive: true });
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'saved_model.pb'), weights);
  writeFileSync(join(folder, 'assets', 'inference.json'), graph);
  writeFileSync(join(folder, 'assets', 'empty'), '');
  const files = await listWritten(folder);
  writeFileSync(join(folder, 'assets.extra', 'skipwire.json'), JSON.stringify({ ...provenance, files }));
  return folder;
}

function kerasFile(metadata: object): string {
  const file = join(home, 'run.keras');
  const entries = { 'metadata.json': strToU8(JSON.stringify(metadata)), 'model.weights.h5': weights };
  writeFileSync(file, zipSync(entries, { level: 0 }));
  return file;
}

async function received(path: string, onPiece = () => {}) {
  const download = await prepareDownload(path);
  const pieces: Uint8Array[] = [];
  let read = 0;
  for await (const piece of download.stream((bytes) => (read += bytes))) {
    pieces.push(piece);
    onPiece();
  }
  return { ...download, pieces, body: Buffer.concat(pieces), read };
}

test('an export of a run is named after its network and seed', async () => {
  const named = async (name: string) => (await prepareDownload(await savedModel(name))).name;
  expect(await named('20261201-025945-resnet-20-s1-59a5.savedmodel')).toBe('resnet-20-seed-1.savedmodel.zip');
  expect(await named('20261201-025945-resnet-20-s12-59a5-best.savedmodel')).toBe(
    'resnet-20-seed-12-best.savedmodel.zip',
  );
});

test('a folder is a zip archive of the files that the export wrote', async () => {
  const folder = await savedModel();
  writeFileSync(join(folder, 'notes.txt'), 'not of the export');
  const { name, body, bytes, read, length, pieces } = await received(folder);
  expect(name).toBe('run.savedmodel.zip');
  const files = unzipSync(body);
  expect(Object.keys(files).sort()).toEqual([
    'run.savedmodel/assets.extra/skipwire.json',
    'run.savedmodel/assets/empty',
    'run.savedmodel/assets/inference.json',
    'run.savedmodel/saved_model.pb',
  ]);
  expect(Buffer.from(files['run.savedmodel/saved_model.pb']!).equals(weights)).toBe(true);
  expect(Buffer.from(files['run.savedmodel/assets/inference.json']!).equals(graph)).toBe(true);
  expect([read, length]).toEqual([bytes, undefined]);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(1_200_000);
});

test('what does not shrink is stored, what does is compressed', async () => {
  const { body } = await received(await savedModel());
  expect(body.includes(weights)).toBe(true);
  expect(body.includes(graph.subarray(0, 1000))).toBe(false);
  expect(body.length).toBeLessThan(weights.length + 5000);
});

test('a Keras file comes as it is, with its length', async () => {
  const file = kerasFile({ skipwire: provenance });
  const { name, body, length } = await received(file);
  expect(name).toBe('run.keras');
  expect(body.equals((await import('node:fs')).readFileSync(file))).toBe(true);
  expect(length).toBe(body.length);
});

test('a link to an export is that export', async () => {
  symlinkSync(await savedModel(), join(home, 'link'));
  expect((await prepareDownload(join(home, 'link'))).name).toBe('run.savedmodel.zip');
});

test.each([
  ['nothing', () => join(home, 'nothing')],
  ['a file of others', () => __filename],
  ['a Keras file of others', () => kerasFile({ keras_version: '3.0.0' })],
  ['a folder of others', () => home],
  ['a path through a file', () => join(__filename, 'x')],
])('%s is no export', async (_what, path) => {
  await expect(prepareDownload(path())).rejects.toThrow(Refusal);
  await expect(prepareDownload(path())).rejects.toThrow(/There is no Skipwire export at/);
});

test.each([
  ['is missing', (file: string) => rmSync(file)],
  ['has another size', (file: string) => writeFileSync(file, 'changed')],
  [
    'is a link',
    (file: string) => {
      rmSync(file);
      symlinkSync(__filename, file);
    },
  ],
])('a folder is refused where one of its files %s', async (_what, spoil) => {
  const folder = await savedModel();
  spoil(join(folder, 'saved_model.pb'));
  await expect(prepareDownload(folder)).rejects.toThrow(/saved_model\.pb is missing or changed/);
});

test('an export that is deleted meanwhile ends the download with a reason', async () => {
  const folder = await savedModel();
  const cut = received(folder, () => rmSync(folder, { recursive: true, force: true }));
  await expect(cut).rejects.toThrow(/is missing or changed\. Export the run again\./);
});

test.each(['before', 'while'])(
  'an export that is replaced %s it is sent is not mixed with the old one',
  async (when) => {
    const file = kerasFile({ skipwire: provenance });
    const download = await prepareDownload(file);
    const replace = () => {
      // As long as before, and later.
      kerasFile({ skipwire: provenance });
      utimesSync(file, new Date(), new Date(Date.now() + 5000));
    };
    if (when === 'before') replace();
    const receiving = async () => {
      let isFirst = true;
      for await (const _ of download.stream(() => {})) {
        if (isFirst && when === 'while') replace();
        isFirst = false;
      }
    };
    await expect(receiving()).rejects.toThrow('missing or changed');
  },
);

test('a folder that loses a part meanwhile is not taken for whole', async () => {
  const folder = await savedModel();
  const deleting = received(folder, () => rmSync(join(folder, 'saved_model.pb'), { force: true }));
  await expect(deleting).rejects.toThrow(/saved_model\.pb is missing or changed/);
});
