/**
 * Models of keras.applications, saved by Keras itself: the same parameters and predictions here, and training
 * continues.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { importModel } from '../../../main/importing';
import { ENGINE_TIMEOUT } from '../../support/engine';
import { answersOf, guessesOf, shareOff, storedIn, trainedOn } from '../../support/imported';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { type TestServices, testServices } from '../../support/worker';

interface Answers {
  total: number;
  trainable: number;
  images: number[];
  scores: number[];
  /** What the model says of a picture that Keras prepared for it; null where Skipwire cannot. */
  ofPicture: number[] | null;
}

const PIXELS: Readonly<Record<string, string>> = {
  ...{ ResNet50: '0-1', ResNet50V2: '-1-1', MobileNetV2: '-1-1', EfficientNetB0: '0-255' },
};

const NAMES = ['ResNet50', 'ResNet50V2', 'MobileNetV2', 'EfficientNetB0'];
const SIDE = 32;

describeNeeding(kerasPython)('keras.applications', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-applications-'));
  const picture = join(folder, 'picture.png');
  let answers: Record<string, Answers>;
  let services: TestServices;
  beforeAll(async () => {
    const photo = join(__dirname, '..', '..', 'reference', 'images', 'photo.jpg');
    await sharp(photo).resize(SIDE, SIDE, { fit: 'fill' }).png().toFile(picture);
    answers = runPython(join(__dirname, 'applications.py'), [folder, picture, ...NAMES]);
    services = await testServices({ oneProcess: true });
    await services.datasets.generate({ trainCount: 20, valCount: 10, seed: 1 });
  }, ENGINE_TIMEOUT);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await services.dispose();
  });

  test.each(NAMES)(
    '%s',
    async (name) => {
      const { total, trainable, images, scores, ofPicture } = answers[name]!;
      const content = await importModel(join(folder, `${name}.keras`));
      const { report, document } = content;
      expect(report).toMatchObject({ totalParams: total, trainableParams: trainable });
      expect(report.remarks).toEqual([]);
      expect(report.pixels?.values).toBe(PIXELS[name]);
      expect(report.entries.filter(({ outcome }) => outcome !== 'understood')).toEqual([]);
      expect(document.groups.filter(({ kind }) => kind === 'stage').length).toBeGreaterThanOrEqual(4);

      expect(shareOff(scores, await answersOf(content, images, [2, SIDE, SIDE, 3]))).toBeLessThan(1e-4);
      const model = await storedIn(services, content);
      if (ofPicture) {
        const guesses = await guessesOf(services, model, picture);
        const expected = guesses.map((guess) => ofPicture[guess.class] as number);
        expect(expected).toHaveLength(100);
        expect(
          shareOff(
            expected,
            guesses.map(({ share }) => share),
          ),
        ).toBeLessThan(1e-4);
      }
      const run = await trainedOn(services, model);
      expect(run).toMatchObject({
        state: 'finished',
        startedFromModel: { drawn: ['predictions'] },
      });
      expect(run.epochs[0]!.loss).toBeGreaterThan(0);
    },
    ENGINE_TIMEOUT,
  );
});
