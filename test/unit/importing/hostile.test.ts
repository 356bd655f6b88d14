/** Files that are made to do harm, or are no models at all: each is refused with its reason. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { importModel } from '../../../main/importing';

const folder = mkdtempSync(join(tmpdir(), 'skipwire-hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const layer = (name: string, from: string) => ({
  class_name: 'ReLU',
  config: { name },
  inbound_nodes: [[[from, 0, 0, {}]]],
});
const model = (layers: unknown[]) =>
  JSON.stringify({
    class_name: 'Functional',
    config: { name: 'loop', layers, input_layers: [], output_layers: [['a', 0, 0]] },
  });

test.each([
  ['an unknown ending', 'weights.txt', 'x', 'is not a model that Skipwire can import'],
  ['no JSON', 'broken.json', '{"class_name":', 'could not be read'],
  ['JSON that is no model', 'other.json', '{"a": 1}', 'is not a Keras model'],
  ['JSON that is nested too deep', 'deep.json', '['.repeat(200_000), 'is nested more than 100 levels'],
  ['layers that feed each other', 'loop.json', model([layer('a', 'b'), layer('b', 'a')]), 'feeds itself'],
  ['a model without layers', 'empty.json', model([]), 'contains no layers'],
  ['no HDF5', 'broken.h5', 'not a model', 'could not be read'],
  ['no archive', 'broken.keras', 'not a model', 'could not be read'],
  ['an archive without a model', 'empty.keras', zipSync({ 'a.txt': strToU8('a') }), 'is not a Keras model'],
  [
    'weights that unpack to a thousand times their size',
    'bomb.keras',
    zipSync(
      { 'config.json': strToU8(model([])), 'model.weights.h5': new Uint8Array(20_000_000) },
      { level: 9 },
    ),
    'The limit is',
  ],
])('%s', async (_, name, content, words) => {
  await expect(importModel(write(name, content))).rejects.toThrow(words);
});

test('a file that does not exist', async () => {
  await expect(importModel(join(folder, 'missing.keras'))).rejects.toThrow('There is no file');
});

test('a graph of ours is taken as it is', async () => {
  const nodes = [{ id: 'input', type: 'Input', params: { shape: [8, 8, 3] } }];
  const document = { format: 'skipwire.graph', version: 2, name: 'mine', nodes, edges: [], groups: [] };
  const { document: read, report } = await importModel(write('mine.skipwire', JSON.stringify(document)));
  expect(read).toEqual(document);
  expect(report).toMatchObject({ format: 'skipwire', hasWeights: false });
});
