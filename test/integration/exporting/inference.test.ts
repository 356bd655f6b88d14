/**
 * An export says how to use it, and the Python that it shows does so: on a photo it gives the class probabilities that
 * the network gives after our own input pipeline.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import type { Normalization } from '../../../core/study/augmentation';
import { type Preprocessing, preprocessingSchema } from '../../../core/study/data';
import type { ExportFormat } from '../../../core/study/export-format';
import { describeInference, type Inference, type InputRange } from '../../../core/study/inference';
import { type PythonFormat, pythonSnippet } from '../../../core/study/snippet';
import { openSession } from '../../../main/engine/session';
import { exportRun } from '../../../main/exporting';
import { describeInBrowser } from '../../e2e/support/app';
import { launchChromium } from '../../support/chromium';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { bundledWorker } from '../../support/worker';
import { drawPictures, largestDifferences, pixelsInTraining } from './odd-pictures';
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
  {
    name: 'TensorFlow.js, cropped, area',
    format: 'tfjs',
    shape: [9, 12, 3],
    range: '0-1',
    normalization: 'per-channel',
    preprocessing: { fit: 'crop', interpolation: 'area' },
  },
  {
    name: 'TensorFlow.js in gray, fitted, bicubic, pixels as they are',
    format: 'tfjs',
    shape: [14, 10, 1],
    range: '0-255',
    normalization: 'none',
    preprocessing: { fit: 'fit', interpolation: 'bicubic' },
  },
  {
    name: 'LiteRT, stretched',
    format: 'litert',
    shape: [12, 9, 3],
    range: '0-255',
    normalization: 'per-channel',
    preprocessing: {},
  },
];
const inPython = cases.filter((one): one is Case & { format: PythonFormat } => one.format !== 'tfjs');

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

beforeAll(async () => {
  // The web page of an export is part of the build.
  bundledWorker();
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
    const wanted = { imageShape: shape, preprocessing: preprocessingSchema.parse(preprocessing) };
    const pixels = await pixelsInTraining([PHOTO], folder, wanted);
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
    ['Order of axes', 'channels last (NHWC)'],
    ['Values', '0 to 1 (pixels / 255)'],
    ['Resizing', 'area, cropped from the center to 8×14'],
    ['Normalization', 'mean and standard deviation of each channel, inside the model'],
    ['Classes', '3: tabby cat, Réunion swamphen, and it\'s a "dog"'],
  ]);
});

describeInBrowser('The web page of an export, opened from disk', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const inPage = cases.filter(({ format }) => format === 'tfjs').map(({ name }) => name);
  test.each(inPage)('%s: a picture that is dropped gets the probabilities of training', async (name) => {
    const { path, ours } = made.get(name)!;
    const page = await browser.newPage({ locale: 'ko-KR' });
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(pathToFileURL(join(path, 'index.html')).href);
    const dropped = await page.evaluateHandle(async (base64) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
      return transfer;
    }, readFileSync(PHOTO).toString('base64'));
    await page.dispatchEvent('#drop', 'drop', { dataTransfer: dropped });
    await page.waitForSelector('#classes li');
    const found = await page.$$eval('#classes li', (rows) =>
      rows.map((row) => [
        row.querySelector('.name')!.textContent,
        Number(row.querySelector<HTMLElement>('.value')!.dataset.score),
      ]),
    );
    const expected = ours.map((value, index) => [CLASSES[index], value] as const).sort((a, b) => b[1] - a[1]);
    expect(found.map(([label]) => label)).toEqual(expected.map(([label]) => label));
    for (const [index, [, value]] of expected.entries()) {
      expect(Math.abs((found[index]![1] as number) - value)).toBeLessThan(1e-4);
    }
    expect(await page.textContent('#choose')).toBe('이미지 선택');
    expect(errors).toEqual([]);
    await page.close();
  });

  test('a file that is no picture is refused, and the next one is taken', async () => {
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto(pathToFileURL(join(made.get(inPage[0]!)!.path, 'index.html')).href);
    await page.setInputFiles('#file', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('text') });
    await page.getByText('The browser cannot open this file as a picture.').waitFor();
    await page.setInputFiles('#file', PHOTO);
    await page.waitForSelector('#classes li');
    expect(await page.textContent('#status')).toBe('');
    await page.close();
  });
});

describeNeeding(kerasPython)('The Python that an export shows', () => {
  interface Ran {
    probabilities: number[][];
    printed: string;
    about: Inference;
    /** What it makes of each picture, uint8. */
    pictures: number[][];
    asset?: Inference;
    serving?: number[][];
    /** For three files: the photograph, its image as a PNG, and the photograph again. */
    bytes?: number[][];
    floats_as_pixels?: string;
  }
  let results: Record<string, Ran>;
  let pictures: string[];

  beforeAll(async () => {
    pictures = await drawPictures(folder, 'plain');
    const file = join(folder, 'cases.json');
    const asked = inPython.map(({ name, format }) => {
      const { path, inference } = made.get(name)!;
      const snippet = pythonSnippet(format, path, inference, PHOTO);
      return { format, path, photo: PHOTO, snippet, pictures };
    });
    writeFileSync(file, JSON.stringify(asked));
    results = runPython(join(__dirname, 'inference.py'), [file]);
  }, 300_000);

  test.each(inPython.map((one) => [one.name, one] as const))(
    '%s',
    async (name, { format, shape, ...one }) => {
      const { path, inference, ours } = made.get(name)!;
      const result = results[path]!;
      result.probabilities[0]!.forEach((value, index) => {
        expect(Math.abs(value - ours[index]!)).toBeLessThan(1e-4);
      });
      const preprocessing = preprocessingSchema.parse(one.preprocessing);
      const pixels = await pixelsInTraining(pictures, folder, { imageShape: shape, preprocessing });
      const size = pixels.length / pictures.length;
      const off = largestDifferences(pixels, Uint8Array.from(result.pictures.flat()), size);
      expect(off.filter((level) => level > 1)).toEqual([]);
      // The network tells pictures apart: a wrong range or another crop would show.
      expect(Math.max(...ours) - Math.min(...ours)).toBeGreaterThan(0.05);
      expect(result.about).toEqual(inference);
      const best = ours.indexOf(Math.max(...ours));
      expect(result.printed.split('\n')[0]).toBe(`${CLASSES[best]}: ${(100 * ours[best]!).toFixed(1)}%`);
      if (format !== 'savedmodel') return;
      expect(result.asset).toEqual(inference);
      result.serving![0]!.forEach((value, index) => {
        expect(Math.abs(value - ours[index]!)).toBeLessThan(1e-4);
      });
      expect(result.bytes).toHaveLength(3);
      for (const row of result.bytes!) {
        row.forEach((value, index) => {
          expect(Math.abs(value - ours[index]!)).toBeLessThan(1e-5);
        });
      }
      // Values in 0..1 cannot be mistaken for pixels.
      expect(result.floats_as_pixels).not.toBe('taken');
    },
  );
});
