/** Models of keras.applications, saved by Keras itself: the same parameters and answers here, and training goes on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importModel } from '../../../main/importing';
import { ENGINE_TIMEOUT } from '../../support/engine';
import { answersOf, shareOff, trainedOn } from '../../support/imported';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { type TestServices, testServices } from '../../support/worker';

interface Answers {
  total: number;
  trainable: number;
  images: number[];
  scores: number[];
}

const NAMES = ['ResNet50', 'ResNet50V2', 'MobileNetV2', 'EfficientNetB0'];
const SIDE = 32;

describeNeeding(kerasPython)('keras.applications', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-applications-'));
  let answers: Record<string, Answers>;
  let services: TestServices;
  beforeAll(async () => {
    answers = runPython(join(__dirname, 'applications.py'), [folder, ...NAMES]);
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
      const { total, trainable, images, scores } = answers[name]!;
      const content = await importModel(join(folder, `${name}.keras`));
      const { report, document } = content;
      expect(report).toMatchObject({ totalParams: total, trainableParams: trainable });
      const scalesPixels = document.nodes.some(({ type }) => type === 'Rescaling');
      expect(report.remarks.map(({ key }) => key)).toEqual(
        scalesPixels ? ['import.remark.scalesPixels'] : [],
      );
      expect(report.entries.filter(({ outcome }) => outcome !== 'understood')).toEqual([]);
      expect(document.groups.filter(({ kind }) => kind === 'stage').length).toBeGreaterThanOrEqual(4);

      expect(shareOff(scores, await answersOf(content, images, [2, SIDE, SIDE, 3]))).toBeLessThan(1e-4);
      const run = await trainedOn(services, content);
      expect(run).toMatchObject({
        state: 'finished',
        startedFromModel: { drawn: ['predictions'] },
      });
      expect(run.epochs[0]!.loss).toBeGreaterThan(0);
    },
    ENGINE_TIMEOUT,
  );
});
