/** The main job on real images: a narrow residual network learns 2,000 of CIFAR-10's. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { studyRequestSchema } from '../../../core/study/settings';
import { cifar10, realCifarFolder } from '../../support/datasets';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { testNeeding } from '../../support/needs';
import { type TestServices, testServices, untilIdle } from '../../support/worker';

const root = realCifarFolder();

let services: TestServices | undefined;
afterAll(() => services?.dispose());

testNeeding(cifar10)(
  'the training loss of a narrow ResNet-18 on 2,000 real images falls by half, and it beats chance on unseen ones',
  async () => {
    await testEngine();
    services = await testServices();
    cpSync(join(root!, 'cifar10'), services.datasets.folder('cifar10'), { recursive: true });
    const ended = untilIdle(services.training.events());
    const { runIds } = await services.training.start(
      studyRequestSchema.parse({
        name: 'CIFAR-10',
        arms: [{ name: 'ResNet-18', graph: buildPreset('resnet18', { width: 0.25 }) }],
        settings: {
          dataset: 'cifar10',
          trainLimit: 2000,
          valLimit: 500,
          epochs: 10,
          batchSize: 32,
          optimizer: { learningRate: 0.01, momentum: 0.9 },
        },
        seeds: [1],
      }),
    );
    await ended;
    const run = await services.runs.get(runIds[0]!);
    expect(run).toMatchObject({ state: 'finished', stepsPerEpoch: 63 });
    expect(run.split?.description).toMatch(/official training images.*only the first 2,000 training images/);
    const losses = run.epochs.map((epoch) => epoch.loss);
    expect(losses).toHaveLength(10);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
    expect(run.epochs.at(-1)?.accuracy).toBeGreaterThan(0.6);
    expect(Math.max(...run.epochs.map((epoch) => epoch.valAccuracy))).toBeGreaterThan(0.2);
  },
  ENGINE_TIMEOUT,
);
