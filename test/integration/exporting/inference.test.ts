/**
 * An export says how it is to be used, and the Python that it shows does it: on a photograph it gives the class
 * probabilities that the network gives behind our own input pipeline.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Normalization } from '../../../core/study/augmentation';
import { type Preprocessing, preprocessingSchema } from '../../../core/study/data';
import type { ExportFormat } from '../../../core/study/export-format';
import { describeInference, type Inference, type InputRange } from '../../../core/study/inference';
import { pythonSnippet } from '../../../core/study/snippet';
import { openSession } from '../../../main/engine/session';
import { exportRun } from '../../../main/exporting';
import { decodePhotos } from '../../../main/training/images/decode-photos';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { makeRun } from './support';

const PHOTO = join(__dirname, '../../reference/images/photo.jpg');
const CLASSES = ['tabby cat', 'Réunion swamphen', 'it\'s a "dog"'];

interface Case {
  name: string;
  format: ExportFormat;
  shape: [number, number, number];
  range: InputRange;
  normalization: Normalization;
  preprocessing: Partial<Preprocessing>;
}

const cases: Case[] = [
  {
    name: 'SavedModel, stretched',
    format: 'savedmodel',
    shape: [12, 9, 3],
    range: '0-1',
    normalization: 'none',
    preprocessing: {},
  },
  {
    name: 'SavedModel in gray, fitted, pixels as they are',
    format: 'savedmodel',
    shape: [10, 14, 1],
    range: '0-255',
    normalization: 'per-channel',
    preprocessing: { fit: 'fit' },
  },
  {
    name: 'Keras, cropped, area',
    format: 'keras',
    shape: [8, 14, 3],
    range: '0-1',
    normalization: 'per-channel',
    preprocessing: { fit: 'crop', interpolation: 'area' },
  },
  {
    name: 'Keras, fitted into a wide image, bicubic, pixels as they are',
    format: 'keras',
    shape: [11, 23, 3],
    range: '0-255',
    normalization: 'per-pixel-mean',
    preprocessing: { fit: 'fit', interpolation: 'bicubic' },
  },
];

const network = (shape: number[]) =>
  documentOf('looks at pictures', [
    { id: 'x', type: 'Input', params: { shape } },
    { id: 'conv', type: 'Conv2D', params: { filters: 6, kernelSize: [3, 3], padding: 'same' } },
    { id: 'relu', type: 'Activation', params: { function: 'relu' } },
    { id: 'flat', type: 'Flatten' },
    { id: 'out', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);

interface Made {
  path: string;
  inference: Inference;
  ours: number[];
}

let folder: string;
const made = new Map<string, Made>();

/** The photograph as the network sees it in training. */
async function pixelsOf({ shape, preprocessing }: Case): Promise<Uint8Array> {
  const pathsFile = join(folder, 'paths.txt');
  const labelsFile = join(folder, 'labels.i32');
  const file = join(folder, 'decoded.u8');
  writeFileSync(pathsFile, `${PHOTO}\n`);
  writeFileSync(labelsFile, new Uint8Array(4));
  await decodePhotos({ kind: 'files', pathsFile, labelsFile, count: 1 }, file, {
    engine: await testEngine(),
    imageShape: shape,
    preprocessing: preprocessingSchema.parse(preprocessing),
    stopRequested: () => false,
    onProgress: () => undefined,
  });
  return new Uint8Array(readFileSync(file));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-inference-'));
  for (const [index, one] of cases.entries()) {
    const { format, shape, range, normalization, preprocessing } = one;
    const run = await makeRun(network(shape), {
      normalization,
      preprocessing,
      classes: CLASSES,
      headScale: 1,
    });
    const path = join(folder, format === 'keras' ? `${index}.keras` : `${index}`);
    const { inference } = await exportRun(run.store, run.id, format, path, { inputRange: range });
    const reference = join(folder, `reference-${index}`);
    await exportRun(run.store, run.id, 'savedmodel', reference);
    rmSync(dirname(run.folder), { recursive: true, force: true });
    const pixels = await pixelsOf(one);
    const session = await openSession(await testEngine(), reference, ['serve']);
    const x = {
      dtype: 'float32',
      shape: [1, ...shape],
      data: Float32Array.from(pixels, (level) => level / 255),
    } as const;
    const { y } = await session.run('serving_default', { x });
    const taken = { dtype: 'int32', shape: [1, ...shape], data: Int32Array.from(pixels) } as const;
    const { y: fromPixels } = await session.run('pixels', { pixels: taken });
    session.close();
    const ours = Array.from(y!.data as Float32Array);
    // TensorFlow may multiply by 1/255 where it can fold the division.
    (fromPixels!.data as Float32Array).forEach((value, at) => {
      expect(value).toBeCloseTo(ours[at]!, 6);
    });
    made.set(one.name, { path, inference, ours });
  }
}, ENGINE_TIMEOUT);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('says input, values, resizing, normalization and classes', () => {
  expect(made.get('SavedModel in gray, fitted, pixels as they are')!.inference).toEqual({
    input: { shape: [10, 14, 1], dtype: 'float32', range: [0, 255], channels: 'gray' },
    resize: { interpolation: 'bilinear', fit: 'fit', antialias: false },
    normalization: {
      kind: 'per-channel',
      insideModel: true,
      mean: [expect.any(Number)],
      deviation: [expect.any(Number)],
    },
    classes: CLASSES,
  });
  expect(describeInference(made.get('Keras, cropped, area')!.inference)).toEqual([
    ['Input', 'float32 images, 8×14×3 (RGB)'],
    ['Values', '0 to 1 (pixels / 255)'],
    ['Resizing', 'area, cropped from the center to 8×14'],
    ['Normalization', 'mean and standard deviation of each channel, inside the model'],
    ['Classes', '3: tabby cat, Réunion swamphen, and it\'s a "dog"'],
  ]);
});

describeNeeding(kerasPython)('The Python that an export shows', () => {
  interface Ran {
    probabilities: number[][];
    printed: string;
    about: Inference;
    asset?: Inference;
    serving?: number[][];
    floats_as_pixels?: string;
  }
  let results: Record<string, Ran>;

  beforeAll(() => {
    const file = join(folder, 'cases.json');
    const asked = cases.map(({ name, format }) => {
      const { path, inference } = made.get(name)!;
      return { format, path, snippet: pythonSnippet(format, path, inference, PHOTO) };
    });
    writeFileSync(file, JSON.stringify(asked));
    results = runPython(join(__dirname, 'inference.py'), [file]);
  }, 300_000);

  test.each(cases.map((one) => [one.name, one] as const))('%s', (name, { format }) => {
    const { path, inference, ours } = made.get(name)!;
    const result = results[path]!;
    result.probabilities[0]!.forEach((value, index) => {
      expect(Math.abs(value - ours[index]!)).toBeLessThan(1e-4);
    });
    // The network tells pictures apart: a wrong range or another crop would show.
    expect(Math.max(...ours) - Math.min(...ours)).toBeGreaterThan(0.05);
    expect(result.about).toEqual(inference);
    const best = ours.indexOf(Math.max(...ours));
    expect(result.printed.split('\n')[0]).toBe(`${CLASSES[best]}: ${(100 * ours[best]!).toFixed(1)}%`);
    if (format === 'keras') return;
    expect(result.asset).toEqual(inference);
    result.serving![0]!.forEach((value, index) => {
      expect(Math.abs(value - ours[index]!)).toBeLessThan(1e-4);
    });
    // Values in 0..1 cannot be mistaken for pixels.
    expect(result.floats_as_pixels).not.toBe('taken');
  });
});
