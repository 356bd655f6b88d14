/** Grad-CAM of the compiled graph against Keras with tf.GradientTape (test/reference/make_grad_cam_fixtures.py). */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { preprocessingSchema } from '../../../core/study/data';
import { compilePrediction, PREDICTION_TAG } from '../../../main/compiler';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { kerasImages, kerasRuns, kerasTensors } from '../../support/fixtures';
import { temporaryFolder } from '../../support/small-data';

interface Case {
  network: string;
  node: string;
  /** Class; null for the likeliest of each image. */
  of: number | null;
  shape: [number, number, number];
  map: number[];
}

const cases: Case[] = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'reference', 'fixtures', 'grad-cam.json'), 'utf8'),
);
const folder = temporaryFolder();

test.each(cases)(
  '$network at $node, class $of',
  async ({ network, node, of, shape, map }) => {
    const run = kerasRuns().find(({ name }) => name === network)!;
    const { base, inputShape, classes } = run;
    const document = buildPreset(network, { width: base! / 64, inputShape, classes });
    const tensors = await kerasTensors(run);
    const weights = new Map(
      [...tensors].flatMap(([name, { data }]) =>
        name.startsWith('final/') ? [[name.slice('final/'.length), data] as const] : [],
      ),
    );
    const [count] = shape;
    const size = inputShape.reduce((product, side) => product * side, count);
    const imagesFile = join(folder(), `${network}.u8`);
    const labelsFile = join(folder(), 'labels.i32');
    writeFileSync(
      imagesFile,
      Uint8Array.from(kerasImages(run, 0).subarray(0, size), (x) => Math.round(x * 255)),
    );
    writeFileSync(labelsFile, new Uint8Array(count * 4));
    const savedModel = compilePrediction(
      document,
      weights,
      {
        images: { imagesFile, labelsFile, imageShape: inputShape, count },
        preprocessing: preprocessingSchema.parse({}),
        batchSize: count,
      },
      { gradCam: { node, of: of ?? undefined } },
    );
    const found = await withSession({ savedModel, tags: [PREDICTION_TAG] }, async (session) => {
      await session.run('load_data');
      await session.run('begin');
      return (await session.run('grad_cam')).map!;
    });
    expect(found.shape).toEqual(shape);
    const most = Math.max(...map);
    expect(most).toBeGreaterThan(0);
    const difference = Math.max(
      ...map.map((value, index) => Math.abs(value - (found.data[index] as number))),
    );
    expect(difference / most).toBeLessThan(1e-4);
  },
  ENGINE_TIMEOUT,
);
