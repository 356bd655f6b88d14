/** The images that exported scripts load by themselves: those of the run, byte for byte. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { z } from 'zod';
import { preprocessingSchema } from '../../../core/study/data';
import type { Inference } from '../../../core/study/inference';
import { type TrainingSettings, trainingSettingsSchema } from '../../../core/study/settings';
import type { SplitSource } from '../../../main/compiler/types';
import { DatasetStore } from '../../../main/datasets';
import { selectSplits } from '../../../main/datasets/selection';
import { builtInSources } from '../../../main/datasets/sources';
import { createCifar100 } from '../../../main/datasets/sources/cifar100';
import type { DatasetSource } from '../../../main/datasets/sources/source';
import { dataSource, pictureImports, standardImports } from '../../../main/exporting/script/data';
import { prepareSource, readSource, sizeLine } from '../../../main/exporting/script/prepare';
import { options } from '../../support/batches';
import { catsAndDogs, mnist } from '../../support/datasets';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { describeNeeding, testNeeding } from '../../support/needs';
import { drain, peekable } from '../../support/peek';
import { kerasPython, runPython } from '../../support/python';
import { linear, temporaryFolder } from '../../support/small-data';
import { fakeCifar10, officialEntries, tarGz } from '../../unit/datasets/fakes';
import { fakeIdx } from '../../unit/datasets/idx-fakes';
import { zipOf } from '../../unit/datasets/zip-of';
import { decoded, drawPictures, largestDifferences, noisyPicture, pixelsInTraining } from './odd-pictures';
import { random } from './support';

const folder = temporaryFolder();

interface Loaded {
  labels: number[];
  classes: readonly string[];
  images: Uint8Array;
}

const TAIL = `
*loaded, classes = load_data(sys.argv[1])
for i in (0, 2):
    np.ascontiguousarray(loaded[i]).tofile(f"{sys.argv[2]}{i}.u8")
print(json.dumps([[loaded[i].tolist(), list(classes)] for i in (1, 3)]))`;

/** What the script has, and what the run would have: [training, validation] each. */
async function both(
  store: DatasetStore,
  settings: z.input<typeof trainingSettingsSchema> & { dataset: string },
  data: string,
  shape: readonly number[],
): Promise<{ ours: Loaded[]; theirs: Loaded[] }> {
  const parsed = trainingSettingsSchema.parse(settings);
  const manifest = await store.manifest(parsed.dataset);
  const { splits } = await selectSplits(store.folder(parsed.dataset), manifest, parsed);
  const size = shape.reduce((product, length) => product * length, 1);
  const ours: Loaded[] = [];
  for (const split of [splits.train, splits.validation]) {
    const labels = new Int32Array(new Uint8Array(readFileSync(split.labelsFile)).buffer);
    const images = await pixelsOf(split, shape, parsed);
    const classes = parsed.selection.classes?.map(({ name }) => name) ?? manifest.classes;
    ours.push({
      labels: [...labels.subarray(0, split.count)],
      classes,
      images: images.subarray(0, split.count * size),
    });
  }
  const source = dataSource({
    run: { settings: parsed },
    inference: {
      input: { shape: [...shape], dtype: 'float32', range: [0, 1], channels: 'RGB' },
      resize: { ...parsed.preprocessing, antialias: false },
    },
  });
  const heads = [
    ...standardImports(source),
    ...pictureImports(parsed.dataset),
    'import json, sys',
    'from pathlib import Path',
    'import numpy as np',
  ];
  const script = join(folder(), 'load.py');
  writeFileSync(script, [heads.join('\n'), source, TAIL].join('\n\n'));
  const images = join(folder(), 'loaded');
  const found = runPython<[labels: number[], classes: string[]][]>(script, [data, images]);
  const theirs = found.map(([labels, classes], index) => ({
    ...{ labels, classes },
    images: readFileSync(`${images}${2 * index}.u8`),
  }));
  return { ours, theirs };
}

/** As the network gets them. */
async function pixelsOf(
  split: SplitSource,
  shape: readonly number[],
  settings: TrainingSettings,
): Promise<Uint8Array> {
  const { preprocessing } = settings;
  if (split.kind === 'files') {
    return readFileSync(await decoded(split, folder(), { imageShape: shape, preprocessing }));
  }
  if (split.imageShape?.join() === shape.join()) return readFileSync(split.imagesFile);
  const dataset = { train: split, validation: split };
  const model = peekable(linear(shape, 100), { ...options(shape), batchSize: 50, preprocessing, dataset });
  return withSession(model, async (session) => {
    await session.run('load_data');
    await session.run('begin_validation');
    const batches = await drain(session, 'peek_validation');
    return Uint8Array.from(
      batches.flatMap(({ x }) => Array.from(x!.data as Float32Array, (value) => Math.round(value * 255))),
    );
  });
}

const chosen = {
  validation: { kind: 'held-out', amount: 0.13 },
  trainShare: 0.71,
  limit: 'stratified',
  seed: 5,
} as const;

describeNeeding(kerasPython)('A script', () => {
  test('draws the shapes', async () => {
    const store = new DatasetStore({ root: join(folder(), 'drawn') });
    await store.generate({ trainCount: 120, valCount: 40, seed: 1 });
    const limits = { dataset: 'shapes', trainLimit: 110, valLimit: 30 };
    const { ours, theirs } = await both(store, limits, 'none', [32, 32, 3]);
    expect(theirs).toEqual(ours);
  });

  test('unpacks the archive of CIFAR-10, and selects as the run did', async () => {
    const data = mkdtempSync(join(folder(), 'cifar'));
    const archive = join(data, 'cifar-10-binary.tar.gz');
    writeFileSync(archive, await tarGz(officialEntries()));
    const store = new DatasetStore({ root: join(data, 'store'), sources: [fakeCifar10] });
    await store.importFrom('cifar10', archive);
    const classes = [
      { name: 'pet', of: ['dog', 'cat'] },
      { name: 'plane', of: ['airplane'] },
      { name: 'car', of: ['automobile'] },
    ];
    for (const settings of [
      { dataset: 'cifar10', trainLimit: 300, valLimit: 20 },
      { dataset: 'cifar10', trainLimit: 300, valLimit: 20, selection: { ...chosen, classes } },
    ]) {
      const { ours, theirs } = await both(store, settings, data, [32, 32, 3]);
      expect(theirs).toEqual(ours);
    }
  });

  test('reads the fine labels of CIFAR-100 from its archive', async () => {
    const data = mkdtempSync(join(folder(), 'cifar100'));
    const counts = { 'train.bin': 300, 'test.bin': 100 };
    const entries = Object.entries(counts).map(([name, count]) => ({
      name: `cifar-100-binary/${name}`,
      content: Buffer.from(Array.from({ length: count * 3074 }, (_, at) => cifar100Byte(at))),
    }));
    const archive = join(data, 'cifar-100-binary.tar.gz');
    writeFileSync(archive, await tarGz(entries));
    const files = entries.map(({ name, content }) => ({
      name: name.split('/')[1] as string,
      split: name.includes('train') ? ('train' as const) : ('val' as const),
      bytes: content.length,
    }));
    const release = { url: 'http://127.0.0.1:9/never', archiveBytes: 1, files };
    const store = new DatasetStore({ root: join(data, 'store'), sources: [createCifar100(release)] });
    await store.importFrom('cifar100', archive);
    const settings = { dataset: 'cifar100', trainLimit: 120, selection: { limit: 'stratified' } } as const;
    const { ours, theirs } = await both(store, settings, data, [32, 32, 3]);
    expect(theirs).toEqual(ours);
  });

  test.each([
    ['fashion_mnist', [28, 28, 1], {}],
    ['kmnist', [40, 24, 3], { fit: 'fit', interpolation: 'bicubic' }],
    ['kmnist', [20, 31, 1], { fit: 'crop', interpolation: 'area' }],
  ] as const)(
    'reads the files of %s as %j, %j',
    async (id, shape, preprocessing) => {
      const data = mkdtempSync(join(folder(), id));
      const { source, archives } = fakeIdx({ id });
      for (const [name, content] of Object.entries(archives)) writeFileSync(join(data, name), content);
      const store = new DatasetStore({ root: join(data, 'store'), sources: [source] });
      await store.importFrom(id, data);
      const found = await both(store, { dataset: id, preprocessing }, data, shape);
      const classes = builtInSources.find((known) => known.id === id)?.classes as readonly string[];
      const isResized = shape.join() !== '28,28,1';
      expectAlike({ ...found, ours: found.ours.map((each) => ({ ...each, classes })) }, isResized ? 1 : 0);
    },
    ENGINE_TIMEOUT,
  );

  testNeeding(mnist)('reads the packed files of MNIST', async () => {
    const store = new DatasetStore({ root: join(folder(), 'mnist') });
    await store.importFrom('mnist', mnist.path);
    const settings = { dataset: 'mnist', valLimit: 100, trainLimit: 500, selection: chosen };
    const { ours, theirs } = await both(store, settings, mnist.path, [28, 28, 1]);
    expect(theirs).toEqual(ours);
  });

  testNeeding(catsAndDogs)(
    'reads photographs, damaged and odd ones too',
    async () => {
      const data = mkdtempSync(join(folder(), 'pets'));
      const wanted = /PetImages\/(?:Cat|Dog)\/(?:90..|1.)\.jpg$/;
      const members = unzipSync(readFileSync(catsAndDogs.path), { filter: ({ name }) => wanted.test(name) });
      for (const [name, bytes] of Object.entries(members)) {
        // Damaged inside: we decode it as far as possible, Pillow refuses it.
        if (name.endsWith('Cat/9000.jpg')) continue;
        const file = join(data, name.replace('PetImages/', ''));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bytes);
      }
      await drawPictures(join(data, 'Cat'), 'odd');
      const store = new DatasetStore({ root: join(folder(), 'photographs') });
      await store.importOwn({ path: data, name: 'Pets' });
      const { ours, theirs } = await both(
        store,
        { dataset: 'pets', preprocessing: { fit: 'crop' } },
        data,
        [48, 64, 3],
      );
      expect(theirs.map(({ labels }) => labels)).toEqual(ours.map(({ labels }) => labels));
      const off = theirs.flatMap(({ images }, index) =>
        largestDifferences(images, (ours[index] as Loaded).images, 48 * 64 * 3),
      );
      expect(off.length).toBeGreaterThan(40);
      // Rounding, and of transparent pixels once more; CMYK (9002.jpg of both, cmyk.jpg) is converted with a profile here.
      expect(off.filter((level) => level > 2)).toHaveLength(3);
      expect(off.filter((level) => level > 1).length).toBeLessThanOrEqual(6);
    },
    ENGINE_TIMEOUT,
  );
});

describeNeeding(kerasPython)('A script reads the photographs of the catalogue', () => {
  const SHAPE = [24, 32, 3];

  testNeeding(catsAndDogs)(
    'cats and dogs from their archive, with a part held out',
    async () => {
      const data = mkdtempSync(join(folder(), 'cats'));
      const wanted = /PetImages\/(?:Cat|Dog)\/1?.\.jpg$/;
      const members = unzipSync(readFileSync(catsAndDogs.path), { filter: ({ name }) => wanted.test(name) });
      const archive = join(data, 'kagglecatsanddogs_5340.zip');
      writeFileSync(archive, zipOf(Object.entries(members).map(([name, content]) => ({ name, content }))));
      const store = new DatasetStore({ root: join(data, 'store') });
      await store.importFrom('cats_vs_dogs', archive);
      const found = await both(store, { dataset: 'cats_vs_dogs', selection: { seed: 3 } }, data, SHAPE);
      expectAlike(found, 1);
      expect(found.ours.map(({ classes }) => classes)).toEqual([
        ['cat', 'dog'],
        ['cat', 'dog'],
      ]);
    },
    ENGINE_TIMEOUT,
  );

  test(
    'Imagenette from its archive, with its own validation',
    async () => {
      const data = mkdtempSync(join(folder(), 'imagenette'));
      const { photos } = builtInSources.find(({ id }) => id === 'imagenette') as DatasetSource;
      const next = random(8);
      const entries = [];
      for (const [id] of photos?.folders ?? []) {
        for (const [split, count] of Object.entries({ train: 3, val: 1 })) {
          for (let index = 0; index < count; index++) {
            const name = `imagenette2-320/${split}/${id}/${id}_${index * 7}.JPEG`;
            entries.push({ name, content: await noisyPicture(next, 3, [50, 40]).jpeg().toBuffer() });
          }
        }
      }
      const archive = join(data, 'imagenette2-320.tgz');
      writeFileSync(archive, await tarGz(entries));
      const store = new DatasetStore({ root: join(data, 'store') });
      await store.importFrom('imagenette', archive);
      const settings = { dataset: 'imagenette', trainLimit: 20, preprocessing: { fit: 'fit' } } as const;
      expectAlike(await both(store, settings, data, SHAPE), 1);
    },
    ENGINE_TIMEOUT,
  );

  test(
    'an own set with folders for training and validation',
    async () => {
      const data = mkdtempSync(join(folder(), 'own'));
      const next = random(9);
      for (const [split, count] of Object.entries({ train: 5, val: 2 })) {
        for (const name of ['b10', 'b9', 'Äpfel']) {
          mkdirSync(join(data, split, name), { recursive: true });
          for (let index = 8; index < 8 + count; index++) {
            await noisyPicture(next, 3, [30, 70])
              .png()
              .toFile(join(data, split, name, `${index}.png`));
          }
        }
      }
      const store = new DatasetStore({ root: join(folder(), 'own-store') });
      await store.importOwn({ path: data, name: 'Fruit' });
      const preprocessing = { interpolation: 'bicubic' } as const;
      expectAlike(await both(store, { dataset: 'fruit', preprocessing }, data, SHAPE), 1);
    },
    ENGINE_TIMEOUT,
  );
});

/** @param rounding the largest difference of levels */
function expectAlike({ ours, theirs }: { ours: Loaded[]; theirs: Loaded[] }, rounding: number): void {
  const said = (all: Loaded[]) => all.map(({ labels, classes }) => [labels, classes]);
  expect(said(theirs)).toEqual(said(ours));
  for (const [index, { images, labels }] of ours.entries()) {
    expect(labels.length).toBeGreaterThan(0);
    expect(
      Math.max(...largestDifferences(images, (theirs[index] as Loaded).images, images.length)),
    ).toBeLessThanOrEqual(rounding);
  }
}

describeNeeding(kerasPython)('A script reads each kind of picture', () => {
  const imageShape = [21, 40, 3];
  const preprocessing = preprocessingSchema.parse({ fit: 'fit', interpolation: 'area' });
  let off: Record<string, number>;

  beforeAll(async () => {
    const at = mkdtempSync(join(folder(), 'kinds'));
    const files = await drawPictures(at, 'all');
    const ours = await pixelsInTraining(files, folder(), { imageShape, preprocessing });
    const input = {
      shape: imageShape,
      dtype: 'float32',
      range: [0, 1],
      channels: 'RGB',
    } as Inference['input'];
    const inference = { input, resize: { ...preprocessing, antialias: false } } as const;
    const script = join(at, 'read.py');
    const parts = ['import sys', 'import numpy as np', 'from PIL import Image, ImageOps', sizeLine(input)];
    const tail = 'np.stack([prepare(read(file)) for file in sys.argv[2:]]).tofile(sys.argv[1])\nprint(0)';
    writeFileSync(script, [...parts, readSource, prepareSource(inference), tail].join('\n\n'));
    const pixels = join(at, 'pixels.u8');
    runPython(script, [pixels, ...files]);
    const found = largestDifferences(ours, readFileSync(pixels), 21 * 40 * 3);
    off = Object.fromEntries(files.map((file, index) => [basename(file), found[index] as number]));
  }, ENGINE_TIMEOUT);

  test('and gets the pixels of training, but for rounding', () => {
    const { 'cmyk.jpg': inks, ...others } = off;
    expect(Object.keys(others).length).toBeGreaterThan(9);
    expect(Object.entries(others).filter(([, level]) => level > 1)).toEqual([]);
    // Here a profile converts it; the script says that it has none.
    expect(inks).toBeGreaterThan(1);
    expect(readSource).toContain('CMYK is read without its profile');
  });
});

/** A coarse label, a fine one, and pixels that tell their place. */
function cifar100Byte(at: number): number {
  const [record, place] = [Math.floor(at / 3074), at % 3074];
  if (place === 0) return (record * 3) % 20;
  return place === 1 ? (record * 7) % 100 : (record + place * 5 + (place >> 9)) & 0xff;
}
