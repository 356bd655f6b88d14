/** Networks of torchvision and timm: the same parameters and predictions here, and training continues from them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitted } from '../../core/network/fitted';
import { importModel } from '../../main/importing';
import { ENGINE_TIMEOUT } from '../support/engine';
import { answersOf, shareOff, storedIn, trainedOn } from '../support/imported';
import { runPython } from '../support/python';
import { type TestServices, testServices } from '../support/worker';

interface Answers {
  file: string;
  parameters: number;
  images: number[];
  scores: number[];
}

const folder = mkdtempSync(join(tmpdir(), 'skipwire-torch-imports-'));
let services: TestServices;
beforeAll(async () => {
  services = await testServices({ oneProcess: true });
  await services.datasets.generate({ trainCount: 20, valCount: 10, seed: 1 });
}, ENGINE_TIMEOUT);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await services.dispose();
});

const TORCH_SIDE = 64;

describe('torch', () => {
  const complete = [
    ...['resnet18', 'resnet34', 'resnet50', 'resnet101', 'resnet152'].map(
      (name) => `torchvision/${name}.safetensors`,
    ),
    ...['resnet18', 'resnet34', 'resnet50'].map((name) => `torchvision/${name}.onnx`),
    ...['resnet18', 'resnet50'].map((name) => `timm/${name}.safetensors`),
  ];
  const others = ['timm/seresnet50.safetensors', 'timm/resnet50d.safetensors'];
  let answers: Record<string, Answers>;
  beforeAll(() => {
    answers = runPython(join(__dirname, 'torch_models.py'), [
      folder,
      `${TORCH_SIDE}`,
      ...complete,
      ...others,
    ]);
  }, ENGINE_TIMEOUT);

  test.each(complete)(
    '%s',
    async (name) => {
      const { file, parameters, images, scores } = answers[name] as Answers;
      const content = await importModel(file);
      const { report } = content;
      expect(report.trainableParams).toBe(parameters);
      expect(report.entries.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
      const shape = [TORCH_SIDE, TORCH_SIDE, 3] as const;
      const small = { ...content, document: fitted(content.document, { inputShape: shape }) };
      expect(shareOff(scores, await answersOf(small, images, [2, ...shape]))).toBeLessThan(1e-4);
      const run = await trainedOn(services, await storedIn(services, small));
      expect(run).toMatchObject({ state: 'finished' });
      expect(run.startedFromModel?.drawn).toHaveLength(1);
      expect(run.epochs[0]?.loss).toBeGreaterThan(0);
    },
    ENGINE_TIMEOUT,
  );

  test.each(others)('%s: what does not fit is listed', async (name) => {
    const { file } = answers[name] as Answers;
    const report = await importModel(file).then(
      (content) => content.report.entries.filter(({ outcome }) => outcome === 'refused').length,
      (error: Error) => error.message,
    );
    expect(report).not.toBe(0);
  });
});
