/**
 * `skipwire predict` and `evaluate`, and a model that was imported, on a real run: once as a person runs them, else in this process
 * with one that keeps TensorFlow.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { runRecordSchema } from '../../../core/study/run';
import { run as runCommand } from '../../../main/cli/program';
import { DatasetStore } from '../../../main/datasets';
import { ensureEngine } from '../../../main/engine';
import { readNpy } from '../../../main/predicting/npy';
import * as launching from '../../../main/processes/launch';
import type { KeptLauncher } from '../../support/kept-launcher';
import { bundledWorker } from '../../support/worker';

jest.mock('../../../main/processes/launch', () => {
  const actual = jest.requireActual('../../../main/processes/launch');
  const { KeptLauncher } = jest.requireActual('../../support/kept-launcher');
  const kept = new KeptLauncher();
  const launchProcess = (options: { entry: string }) =>
    (options.entry === actual.workerEntry() ? kept.launch : actual.launchProcess)(options);
  return { ...actual, launchProcess, kept };
});

const script = join(__dirname, '..', '..', '..', 'scripts', 'skipwire.mjs');
/** A Conv2D with a shortcut around it. */
const network = {
  ...{ format: 'skipwire.graph', version: 2, name: 'small', groups: [] },
  nodes: [
    { id: 'x', type: 'Input', params: { shape: [32, 32, 3] } },
    { id: 'conv1', type: 'Conv2D', params: { filters: 8, kernelSize: [3, 3], strides: [4, 4] } },
    { id: 'conv2', type: 'Conv2D', params: { filters: 8, kernelSize: [3, 3], padding: 'same' } },
    { id: 'add', type: 'Add', params: {} },
    { id: 'relu', type: 'Activation', params: { function: 'relu' } },
    { id: 'pool', type: 'GlobalAveragePooling2D', params: {} },
    { id: 'out', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ],
  edges: [
    ['x', 'conv1', 0],
    ['conv1', 'conv2', 0],
    ['conv2', 'add', 0],
    ['conv1', 'add', 1],
    ['add', 'relu', 0],
    ['relu', 'pool', 0],
    ['pool', 'out', 0],
  ].map(([source, target, port], index) => ({ id: `e${index}`, source, target, port })),
};

const { kept } = launching as typeof launching & { kept: KeptLauncher };
let folder: string;
let run: string;
let classes: readonly string[];
/** The pictures, answered. */
let asked: Awaited<ReturnType<typeof skipwire>>;
/** Class of each picture. */
const labels: string[] = [];
const pictures = ['a.png', 'b.png', 'c.png'];

async function skipwire(...argv: string[]) {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text;
      return true;
    }),
  );
  try {
    return { status: await runCommand(argv), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

async function jsonOf(...argv: string[]) {
  const { status, stdout, stderr } = await skipwire(...argv, '--json');
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const before = { data: process.env.SKIPWIRE_DATA, folder: process.cwd() };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-cli-predict-'));
  process.env.SKIPWIRE_DATA = folder;
  process.chdir(folder);
  const datasets = new DatasetStore({ root: join(folder, 'datasets') });
  await datasets.generate({ trainCount: 64, valCount: 40, seed: 1 });
  ({ classes } = await datasets.manifest('shapes'));
  for (const [index, name] of pictures.entries()) {
    const { base64, label } = await datasets.example({ id: 'shapes', split: 'val', index });
    labels.push(classes[label] as string);
    mkdirSync(join(folder, 'pictures', labels[index] as string), { recursive: true });
    writeFileSync(join(folder, 'pictures', labels[index] as string, name), Buffer.from(base64, 'base64'));
  }
  writeFileSync(join(folder, 'pictures', 'text.jpg'), 'no picture');
  writeFileSync(join(folder, 'small.json'), JSON.stringify(network));
  await ensureEngine();
  bundledWorker();
  const events = await skipwire('train', 'small.json', '--dataset', 'shapes', '--epochs', '1', '--json');
  expect([events.status, events.stderr]).toEqual([0, expect.any(String)]);
  run = readdirSync(join(folder, 'runs'))[0] as string;
  const words = ['predict', run, 'pictures', 'gone.png', '--top', '10', '--grad-cam', 'deep/maps', '--json'];
  asked = await skipwire(...words);
}, 900_000);
afterAll(() => {
  kept.close();
  process.chdir(before.folder);
  if (before.data === undefined) delete process.env.SKIPWIRE_DATA;
  else process.env.SKIPWIRE_DATA = before.data;
  rmSync(folder, { recursive: true, force: true });
});

/** By the picture's name. */
function answersIn(stdout: string) {
  const all = JSON.parse(stdout) as Record<string, unknown>[];
  return new Map(all.map((one) => [String(one.file).split(/[\\/]/).at(-1), one]));
}

describe('predict', () => {
  test('pictures of a folder and their maps, as JSON; what is no picture is said, and the others are answered', () => {
    const { status } = asked;
    expect(status).toBe(1);
    const answers = answersIn(asked.stdout);
    expect([...answers.keys()].sort()).toEqual([...pictures, 'gone.png', 'text.jpg'].sort());
    expect(answers.get('gone.png')).toMatchObject({
      file: 'gone.png',
      error: 'There is no such file or folder.',
    });
    expect(answers.get('text.jpg')).toMatchObject({ error: 'text, not an image' });
    for (const [index, name] of pictures.entries()) {
      const { label, classes: guesses } = answers.get(name) as {
        label: string;
        classes: { name: string; share: number }[];
      };
      expect(label).toBe(labels[index]);
      expect(guesses.map((one) => one.name).sort()).toEqual([...classes].sort());
      expect(guesses.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
    }
    expect(readdirSync(join(folder, 'deep', 'maps')).sort()).toEqual(pictures);
  });

  test('as CSV and as a table', async () => {
    const csv = await skipwire('predict', run, 'pictures', '--csv', '--top', '2');
    const [head, ...rows] = csv.stdout.trim().split('\r\n');
    expect(head).toBe('file,label,class_1,share_1,class_2,share_2');
    expect(rows).toHaveLength(3);
    expect(csv.stderr).toMatch(/text\.jpg: text, not an image/);
    const file = join('pictures', labels[0] as string, 'a.png');
    const table = spawnSync(process.execPath, [script, 'predict', run, file, '--top', '1'], {
      ...{ cwd: folder, env: process.env, encoding: 'utf8' },
    });
    expect([table.status, table.stdout]).toEqual([
      0,
      expect.stringMatching(/^pictures.*a\.png {2}\w+ [\d.]+%\n$/),
    ]);
  });

  test('an array of bytes gets what the same pictures get', async () => {
    const pixels = await Promise.all(
      pictures.map((name, index) =>
        sharp(join(folder, 'pictures', labels[index] as string, name))
          .removeAlpha()
          .raw()
          .toBuffer(),
      ),
    );
    npyFile('bytes.npy', '|u1', [3, 32, 32, 3], Buffer.concat(pixels));
    const { status, stdout, stderr } = await skipwire(
      'predict',
      run,
      '--array',
      'bytes.npy',
      '--out',
      'new/y.npy',
    );
    expect([status, stdout, stderr]).toEqual([0, 'new/y.npy\n', expect.stringMatching(/3 × 10 float32/)]);
    const { shape, data } = await readNpy(join(folder, 'new', 'y.npy'));
    expect(shape).toEqual([3, 10]);
    const answers = answersIn(asked.stdout);
    for (const [index, name] of pictures.entries()) {
      const guesses = (answers.get(name) as { classes: { name: string; share: number }[] }).classes;
      for (const { name: output, share } of guesses) {
        expect(data[index * 10 + classes.indexOf(output)]).toBeCloseTo(share, 5);
      }
    }
  });
});

function npyFile(name: string, descr: string, shape: readonly number[], values: Uint8Array): void {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`.padEnd(
    117,
  );
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length + 1, 0]);
  writeFileSync(join(folder, name), Buffer.concat([start, Buffer.from(`${header}\n`), values]));
}

test('wrong input is refused by what it is, and nothing is written', async () => {
  npyFile('longs.npy', '<i8', [1], new Uint8Array(8));
  npyFile('square.npy', '|u1', [1, 2, 2, 3], new Uint8Array(12));
  npyFile('nan.npy', '<f4', [1], Buffer.from(Float32Array.of(Number.NaN).buffer));
  const here = join(folder, 'runs', run);
  const at = (name: string) => join(folder, name);
  const array = (name: string) => ['predict', here, '--array', at(name), '--out', at('none.npy')];
  const cases: [readonly string[], number, RegExp][] = [
    [['predict', 'nothing', 'pictures'], 1, /There is no run or imported model called nothing\./],
    [['predict', here], 2, /Name pictures or folders to predict, or use --array\./],
    [['predict', here, at('pictures'), '--json', '--csv'], 2, /--csv.*--json/],
    [['predict', here, at('pictures'), '--grad-cam-node', 'add'], 2, /need --grad-cam\./],
    [
      ['predict', here, at('pictures'), '--grad-cam', at('small.json')],
      1,
      /^skipwire: The Grad-CAM maps could not be written \(in .*small\.json\)/,
    ],
    [
      ['predict', here, at('pictures'), '--grad-cam', at('maps'), '--grad-cam-node', 'none'],
      1,
      /Grad-CAM cannot use none of small, seed \d+\./,
    ],
    [['predict', here, '--array', 'square.npy'], 2, /--array and --out must be used together/],
    [array('gone.npy'), 1, /There is no file .*gone\.npy\./],
    [array('small.json'), 1, /small\.json is not a NumPy array file/],
    [array('longs.npy'), 1, /must be float32, float64, or uint8, little-endian\. .*longs\.npy has '<i8'\./],
    [array('nan.npy'), 1, /Value 0 of .*nan\.npy is NaN\./],
    [array('square.npy'), 1, /takes an array of N × 32 × 32 × 3\. Received: 1 × 2 × 2 × 3\./],
    [['evaluate', here, '--split', 'test'], 1, /This run held out no images of Shapes for a test\./],
    [['evaluate', here, '--dataset', 'mnist'], 1, /MNIST is not on this machine\./],
  ];
  for (const [argv, code, said] of cases) {
    const { status, stderr } = await skipwire(...argv);
    expect({ argv, status, stderr }).toEqual({ argv, status: code, stderr: expect.stringMatching(said) });
  }
  expect(existsSync(join(folder, 'none.npy'))).toBe(false);
});

test('evaluate gives the numbers of the training by split and class, with the confusion matrix', async () => {
  const record = JSON.parse(readFileSync(join(folder, 'runs', run, 'run.json'), 'utf8'));
  const [epoch] = runRecordSchema.parse(record).epochs;
  const numbers = await jsonOf('evaluate', run);
  expect(numbers).toMatchObject({ dataset: 'shapes', split: 'validation', count: 40, epoch: 1 });
  const { valLoss, valAccuracy, valTop5 } = epoch!;
  expect(numbers.recorded).toEqual({ loss: valLoss, accuracy: valAccuracy, top5: valTop5 });
  expect([numbers.precision, numbers.accuracy, numbers.top5]).toEqual(['float32', valAccuracy, valTop5]);
  expect(numbers.loss).toBeCloseTo(valLoss, 5);
  const rows: number[][] = numbers.confusion;
  const correct = rows.reduce((sum, row, index) => sum + row[index]!, 0);
  expect(correct / 40).toBeCloseTo(numbers.accuracy, 10);
  expect(numbers.perClass.map(({ name, count }: { name: string; count: number }) => [name, count])).toEqual(
    classes.map((name, index) => [name, rows[index]!.reduce((sum, count) => sum + count, 0)]),
  );
  const { stdout } = await skipwire('evaluate', run, '--split', 'train', '--csv');
  const [head, first] = stdout.split('\n');
  expect(head).toMatch(/^dataset,split,class,images,recall,precision,predicted circle,/);
  expect(first).toMatch(/^shapes,train,circle,\d+,/);
});

test('an imported model predicts, is evaluated on a named data set, and is exported', async () => {
  await skipwire('export', run, '--format', 'keras', '--out', 'small.keras');
  const { model } = await jsonOf('import', 'small.keras', '--name', 'pets');
  const file = join('pictures', labels[0] as string, 'a.png');
  const sharesOf = async (network: string): Promise<number[]> => {
    const [{ classes: guesses }] = await jsonOf('predict', network, file, '--top', '10');
    return guesses.map(({ share }: { share: number }) => share);
  };
  const shares = await sharesOf(run);
  for (const [index, share] of (await sharesOf(model)).entries())
    expect(share).toBeCloseTo(shares[index]!, 5);
  expect((await skipwire('evaluate', model)).stderr).toMatch(/was imported, not trained here/);
  const numbers = await jsonOf('evaluate', model, '--dataset', 'shapes');
  const own = await jsonOf('evaluate', run);
  expect(numbers.accuracy).toBeCloseTo(own.accuracy, 10);
  expect(numbers.loss).toBeCloseTo(own.loss, 4);
  expect(numbers.confusion).toEqual(own.confusion);
  const [onnx] = await jsonOf('export', model, '--format', 'onnx', '--out', 'pets.onnx', '--check');
  expect(onnx).toMatchObject({ format: 'onnx', maxDifference: expect.any(Number) });
  const exported = await skipwire('export', model, '--format', 'notebook', '--out', 'pets.ipynb');
  expect([exported.status, exported.stderr]).toEqual([
    1,
    expect.stringMatching(/so there is no training to write\./),
  ]);
  expect(existsSync(join(folder, 'pets.ipynb'))).toBe(false);
});
