/** The files that an export writes, looked into without any Python. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { analyze } from '../../../core/analysis/analyze';
import { operators } from '../../../core/ops/registry';
import { buildPreset } from '../../../core/presets';
import { Refusal } from '../../../main/basics/refusal';
import { exportRun, locateRun } from '../../../main/exporting';
import { exportedTypes } from '../../../main/exporting/keras/layers';
import { drawWeights, type MadeRun, makeRun } from './support';

const network = buildPreset('resnet18', { width: 0.0625, classes: 5 });
let made: MadeRun;
let out: string;

beforeAll(async () => {
  made = await makeRun(network);
  out = join(dirname(made.folder), 'out');
});
afterAll(() => rmSync(dirname(made.folder), { recursive: true, force: true }));

test('every operator has a Keras layer', () => {
  expect([...exportedTypes].sort()).toEqual(operators.map((operator) => operator.type).sort());
});

describe('a .keras file', () => {
  let files: Record<string, Uint8Array>;
  let path: string;

  beforeAll(async () => {
    const exported = await exportRun(made.store, made.id, 'keras', join(out, 'model.keras'));
    path = exported.path;
    expect(exported.bytes).toBe(statSync(path).size);
    files = unzipSync(readFileSync(path));
  });

  const json = (name: string) => JSON.parse(Buffer.from(files[name]!).toString('utf8'));

  test('holds what Keras looks for, and where it came from', () => {
    expect(Object.keys(files)).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    expect(json('metadata.json').skipwire).toMatchObject({ run: made.id, network: 'ResNet-18', epoch: 1 });
  });

  test('names its layers after the nodes, and feeds each from the same ones', () => {
    const { config } = json('config.json');
    const analysis = analyze(network);
    const layers: { name: string; inbound_nodes: { args: unknown[] }[] }[] = config.layers;
    expect(layers.map((layer) => layer.name)).toEqual(analysis.order);
    for (const { name, inbound_nodes } of layers) {
      const tensors = (inbound_nodes[0]?.args ?? []).flat() as { config: { keras_history: unknown[] } }[];
      expect(tensors.map((tensor) => tensor.config.keras_history[0])).toEqual(analysis.nodes[name]?.inputs);
    }
    expect(config.output_layers).toEqual([['head.dense', 0, 0]]);
  });

  test('has every weight once, under the name of its layer', async () => {
    const h5 = join(out, 'weights.h5');
    writeFileSync(h5, files['model.weights.h5']!);
    const { File, Group, Dataset, ready } = await import('h5wasm/node');
    await ready;
    const file = new File(h5, 'r');
    const found = new Map<string, Float32Array[]>();
    const layers = file.get('layers');
    if (!(layers instanceof Group)) throw new Error('no group "layers"');
    for (const key of layers.keys()) {
      const vars = layers.get(`${key}/vars`);
      if (!(vars instanceof Group)) throw new Error(`no vars in ${key}`);
      const values = vars.keys().map((index) => {
        const dataset = vars.get(index);
        if (!(dataset instanceof Dataset)) throw new Error(`no data set ${index}`);
        return dataset.value as Float32Array;
      });
      found.set(String(vars.attrs.name?.value), values);
    }
    file.close();
    const weights = drawWeights(network, 1);
    const analysis = analyze(network);
    for (const id of analysis.order) {
      const expected = (analysis.nodes[id]?.weights ?? []).map(
        ({ name }) => weights.get(`${id}/${name}`)!.data,
      );
      expect(found.get(id)).toEqual(expected);
    }
    expect(found.size).toBe(analysis.order.length);
  });
});

test('a SavedModel is a folder with one graph and no variables', async () => {
  const { path, bytes } = await exportRun(made.store, made.id, 'savedmodel', join(out, 'saved'));
  expect(readdirSync(path).sort()).toEqual(['assets', 'assets.extra', 'saved_model.pb']);
  const pb = readFileSync(join(path, 'saved_model.pb'));
  expect(pb.includes('serving_default')).toBe(true);
  expect(bytes).toBeGreaterThan(pb.length);
});

describe('the place of an export', () => {
  test('is replaced only when it is an earlier export and the person says so', async () => {
    const path = join(out, 'twice.keras');
    await exportRun(made.store, made.id, 'keras', path);
    const first = statSync(path).ino;
    await expect(exportRun(made.store, made.id, 'keras', path)).rejects.toThrow(/already.*--force/);
    expect(statSync(path).ino).toBe(first);
    await exportRun(made.store, made.id, 'keras', path, { force: true });
    expect(statSync(path).ino).not.toBe(first);

    const folder = join(out, 'twice');
    await exportRun(made.store, made.id, 'savedmodel', folder);
    await expect(exportRun(made.store, made.id, 'savedmodel', folder)).rejects.toThrow(/already/);
    await exportRun(made.store, made.id, 'savedmodel', folder, { force: true });
  });

  test.each(['keras', 'savedmodel'] as const)('is never a file of another program (%s)', async (format) => {
    const path = join(out, `mine-${format}.keras`);
    writeFileSync(path, 'my own notes');
    const exporting = exportRun(made.store, made.id, format, path, { force: true });
    await expect(exporting).rejects.toThrow(Refusal);
    expect(readFileSync(path, 'utf8')).toBe('my own notes');
  });

  test('is never a folder with something else in it', async () => {
    const path = join(out, 'photos');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'cat.txt'), 'cat');
    await expect(exportRun(made.store, made.id, 'savedmodel', path, { force: true })).rejects.toThrow(
      /is not a Skipwire export/,
    );
    expect(readdirSync(path)).toEqual(['cat.txt']);
  });

  describe('that holds files of others beside an export', () => {
    const exportTo = (path: string, force = true) =>
      exportRun(made.store, made.id, 'savedmodel', path, { force });
    const filesOf = (path: string) => readdirSync(path, { recursive: true }).map(String).sort();

    test('is refused with their names, and all stays', async () => {
      const path = join(out, 'with-notes');
      await exportTo(path);
      writeFileSync(join(path, 'notes.md'), 'mine');
      mkdirSync(join(path, 'variables'));
      writeFileSync(join(path, 'variables', 'variables.index'), 'of others');
      symlinkSync(join(out, 'elsewhere'), join(path, 'assets', 'link'));
      const before = filesOf(path);
      await expect(exportTo(path)).rejects.toThrow(
        /with-notes contains files that Skipwire did not export: assets\/link, notes\.md, and variables\/variables\.index\. They would be deleted/,
      );
      expect(filesOf(path)).toEqual(before);
      expect(readFileSync(join(path, 'notes.md'), 'utf8')).toBe('mine');
    });

    test('is refused where somebody changed a file of ours', async () => {
      const path = join(out, 'changed');
      await exportTo(path);
      writeFileSync(join(path, 'assets', 'inference.json'), '{"classes": ["mine"]}');
      await expect(exportTo(path)).rejects.toThrow(/assets\/inference\.json \(changed since\)/);
    });

    test('is replaced once they are gone, from an export of an earlier version too', async () => {
      const path = join(out, 'earlier');
      mkdirSync(join(path, 'assets.extra'), { recursive: true });
      writeFileSync(join(path, 'saved_model.pb'), 'a graph');
      writeFileSync(
        join(path, 'assets.extra', 'skipwire.json'),
        JSON.stringify({ format: 'skipwire.export', version: 1, run: 'r' }),
      );
      writeFileSync(join(path, 'mine.txt'), 'mine');
      await expect(exportTo(path)).rejects.toThrow(/mine\.txt/);
      rmSync(join(path, 'mine.txt'));
      mkdirSync(join(path, 'empty'));
      await exportTo(path);
      expect(filesOf(path)).toEqual([
        'assets',
        'assets.extra',
        'assets.extra/skipwire.json',
        'assets/inference.json',
        'saved_model.pb',
      ]);
      // Nothing of the former one is left beside it.
      expect(readdirSync(out).filter((name) => name.includes('earlier'))).toEqual(['earlier']);
    });
  });

  test('may be a link: what it leads to is written, and the link stays', async () => {
    const path = join(out, 'link');
    symlinkSync(join(out, 'behind-link'), path);
    await expect(exportRun(made.store, made.id, 'savedmodel', path)).rejects.toThrow(/is a broken link/);
    mkdirSync(join(out, 'behind-link'));
    await exportRun(made.store, made.id, 'savedmodel', path);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(existsSync(join(out, 'behind-link', 'saved_model.pb'))).toBe(true);
  });

  test('may be an empty folder', async () => {
    const path = join(out, 'empty');
    mkdirSync(path, { recursive: true });
    await exportRun(made.store, made.id, 'savedmodel', path);
    expect(existsSync(join(path, 'saved_model.pb'))).toBe(true);
  });

  test('of a Keras file ends in .keras', async () => {
    await expect(exportRun(made.store, made.id, 'keras', join(out, 'model.h5'))).rejects.toThrow(
      /must end in \.keras\. Received: .*model\.h5/,
    );
  });

  test('keeps nothing of an export that fails', async () => {
    const path = join(out, 'cat.txt', 'model.keras');
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'cat.txt'), 'cat');
    const before = readdirSync(out).sort();
    await expect(exportRun(made.store, made.id, 'keras', path)).rejects.toThrow(Refusal);
    expect(readdirSync(out).sort()).toEqual(before);
  });
});

test('a run without a checkpoint is refused', async () => {
  const none = await makeRun(network, { checkpoint: false });
  await expect(exportRun(none.store, none.id, 'keras', join(out, 'none.keras'))).rejects.toThrow(
    /no checkpoint/,
  );
  rmSync(dirname(none.folder), { recursive: true, force: true });
});

describe('locateRun', () => {
  test('finds a run by its folder, or by a folder that holds only it', async () => {
    const root = dirname(made.folder);
    expect((await locateRun(made.folder)).id).toBe(made.id);
    expect((await locateRun(`${made.folder}/`)).id).toBe(made.id);
    expect((await locateRun(root)).id).toBe(made.id);
  });

  test('says what it did not find', async () => {
    await expect(locateRun('no-such-run')).rejects.toThrow(/Received: no-such-run/);
    await expect(locateRun(join(made.folder, 'checkpoints'))).rejects.toThrow(/run\.json is missing/);
  });
});
