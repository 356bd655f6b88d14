/** Models of keras.applications, saved by Keras itself: the same parameters and answers here, and training goes on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitted } from '../../../core/network/fitted';
import { studyRequestSchema } from '../../../core/study/settings';
import { compileFrozen, SERVING_TAG } from '../../../main/compiler';
import { importModel } from '../../../main/importing';
import { type ModelContent, writeWeights } from '../../../main/models/store';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { type TestServices, testServices, untilIdle } from '../../support/worker';

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

      const found = await answersOf(content, images);
      const largest = Math.max(...scores);
      const differences = scores.map((score, index) => Math.abs(score - found[index]!) / largest);
      expect(Math.max(...differences)).toBeLessThan(1e-4);

      const { id } = await services.models.create(async (into) => {
        await writeWeights(into, content.weights);
        return content;
      });
      const graph = fitted(await services.models.document(id), { classes: 10 });
      const request = studyRequestSchema.parse({
        name,
        arms: [{ name, graph }],
        settings: { dataset: 'shapes', epochs: 1, batchSize: 8, trainLimit: 8, valLimit: 8 },
        seeds: [1],
      });
      const ended = untilIdle(services.training.events());
      const { runIds } = await services.training.start(request);
      await ended;
      const run = await services.runs.get(runIds[0]!);
      expect(run).toMatchObject({
        state: 'finished',
        startedFromModel: { model: id, drawn: ['predictions'] },
      });
      expect(run.epochs[0]!.loss).toBeGreaterThan(0);
    },
    ENGINE_TIMEOUT,
  );
});

async function answersOf(
  { document, weights }: ModelContent,
  images: readonly number[],
): Promise<ArrayLike<number>> {
  const values = new Map([...weights].map(([name, { data }]) => [name, data]));
  const savedModel = compileFrozen(document, values);
  const x = { dtype: 'float32', shape: [2, SIDE, SIDE, 3], data: Float32Array.from(images) } as const;
  return withSession({ savedModel, tags: [SERVING_TAG] }, async (session) => {
    const { y } = await session.run('serving_default', { x });
    return y!.data as Float32Array;
  });
}
