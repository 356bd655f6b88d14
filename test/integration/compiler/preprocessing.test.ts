/** Stored images brought to the network's size and channels in the graph: against TensorFlow and Keras in Python. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Preprocessing } from '../../../core/study/data';
import { options } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { drain, peekable } from '../../support/peek';
import { linear, temporaryFolder } from '../../support/small-data';

/** By test/reference/make_preprocessing_fixtures.py, which states the conventions. */
interface Case extends Preprocessing {
  stored: number[];
  wanted: number[];
  images: string;
  expected: string;
}
const cases: Case[] = JSON.parse(
  readFileSync(join(__dirname, '../../reference/fixtures/preprocessing.json'), 'utf8'),
);
const COUNT = 3;
const folder = temporaryFolder();

async function prepared({ stored, wanted, images, interpolation, fit }: Omit<Case, 'expected'>) {
  const split = {
    imagesFile: join(folder(), 'images'),
    labelsFile: join(folder(), 'labels'),
    imageShape: stored,
    count: COUNT,
  };
  writeFileSync(split.imagesFile, Buffer.from(images, 'base64'));
  writeFileSync(split.labelsFile, new Uint8Array(Int32Array.of(0, 1, 2).buffer));
  const model = peekable(linear(wanted, 3), {
    ...options(wanted),
    batchSize: 2,
    preprocessing: { interpolation, fit },
    dataset: { train: split, validation: split },
  });
  return withSession(model, async (session) => {
    await session.run('load_data');
    await session.run('begin_validation');
    const batches = await drain(session, 'peek_validation');
    return batches.flatMap(({ x }) =>
      Array.from(x!.data as Float32Array, (value) => Math.round(value * 255)),
    );
  });
}

test.each(['bilinear', 'bicubic', 'area'] as const)(
  '%s, stretched, fitted and cropped, in 1 and 3 channels',
  async (interpolation) => {
    const chosen = cases.filter((one) => one.interpolation === interpolation);
    expect(new Set(chosen.map(({ fit }) => fit)).size).toBe(3);
    for (const { expected, ...one } of chosen) {
      const levels = await prepared(one);
      const named = [interpolation, one.fit, one.stored.join(), one.wanted.join()].join(' ');
      const wrong = [...Buffer.from(expected, 'base64')].flatMap((level, at) =>
        level === levels[at] ? [] : [`${at}: ${level} ${levels[at]}`],
      );
      expect({ named, wrong }).toEqual({ named, wrong: [] });
    }
  },
  ENGINE_TIMEOUT,
);

test(
  'an image whose shorter side would vanish keeps one pixel of it',
  async () => {
    const images = Buffer.alloc(COUNT * 40, 90).toString('base64');
    const levels = await prepared({
      stored: [1, 40, 1],
      wanted: [5, 5, 1],
      images,
      interpolation: 'bilinear',
      fit: 'fit',
    });
    const lines = [0, 0, 90, 0, 0].flatMap((level) => [level, level, level, level, level]);
    expect(levels).toEqual([...lines, ...lines, ...lines]);
  },
  ENGINE_TIMEOUT,
);
