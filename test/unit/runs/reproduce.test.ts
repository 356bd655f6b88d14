/** The command that trains a run again leads back to its settings. */
import { Command } from 'commander';
import { recipes } from '../../../core/study/recipes';
import { type TrainingSettings, trainingSettingsSchema } from '../../../core/study/settings';
import { addTrainingOptions, settingsOf, type TrainingFlags } from '../../../main/cli/options/training';
import { reproduceCommand, reproduceStudyCommand } from '../../../main/runs/reproduce';

function readBack(command: string): TrainingSettings {
  const argv = command
    .replace('npx skipwire train graph.json ', '')
    .split(' ')
    .map((word) => word.replace(/^'(.*)'$/, '$1'));
  const parser = addTrainingOptions(new Command()).option('--seed <n>', '', Number).exitOverride();
  parser.parse(argv, { from: 'user' });
  const flags = parser.opts() as TrainingFlags & { seed: number };
  return settingsOf(flags, flags.seed);
}

type Input = Parameters<typeof trainingSettingsSchema.parse>[0];
const cases: [string, Input][] = [
  ['the defaults', {}],
  ...recipes.map(({ id, settings }): [string, Input] => [id, settings]),
  [
    'a selection',
    {
      selection: {
        validation: { kind: 'held-out', amount: 0.1 },
        trainShare: 0.5,
        limit: 'stratified',
        classes: [
          { name: 'pets', of: ['cat', 'dog'] },
          { name: 'truck', of: ['truck'] },
        ],
        seed: 4,
      },
      preprocessing: { interpolation: 'area', fit: 'crop' },
    },
  ],
  ['limits and a seed', { dataset: 'shapes', trainLimit: 2000, valLimit: 100, seed: 9 }],
  [
    'adamw',
    { optimizer: { type: 'adamw', weightDecay: 0.05, amsgrad: true, decaySparesNormsAndBiases: true } },
  ],
  ['adam that clips by value', { optimizer: { type: 'adam', beta1: 0.8, epsilon: 1e-3, clipvalue: 0.5 } }],
  ['rmsprop', { optimizer: { type: 'rmsprop', centered: true, momentum: 0.5, globalClipnorm: 2 } }],
  ['no decay where some is usual', { optimizer: { type: 'adamw', weightDecay: 0 } }],
  ['one boundary', { schedule: { type: 'steps', boundaries: [300] } }],
  [
    'extended twice',
    {
      epochs: 9,
      schedule: { type: 'cosine' },
      extensions: [
        { step: 70, planned: 5, after: 5, rate: { type: 'keep' } },
        {
          step: 98,
          planned: 7,
          after: 7,
          rate: { type: 'new', learningRate: 0.01, schedule: { type: 'steps', boundaries: [3, 4] } },
        },
      ],
    },
  ],
  ['cosine', { schedule: { type: 'cosine', warmup: 100, restarts: 2, periodFactor: 2 } }],
  [
    'everything else',
    {
      labelSmoothing: 0.1,
      precision: 'bfloat16',
      augmentation: { flip: true, mixup: 0.2, randomResizedCrop: { minScale: 0.3 }, colorJitter: {} },
      normalization: 'per-channel',
      checkpoints: { best: 'valLoss', keep: 3, everySteps: 100 },
      preciseBatchNorm: { batches: 30 },
      earlyStopping: { patience: 3 },
      diagnosticsEvery: 50,
      histograms: true,
    },
  ],
];

test.each(cases)('%s', (_name, input) => {
  const settings = trainingSettingsSchema.parse(input);
  expect(readBack(reproduceCommand(settings))).toEqual(settings);
});

test('it tells the essentials and what differs from the defaults', () => {
  const optimizer = { type: 'adamw', learningRate: 0.001, weightDecay: 0.05, clipvalue: 1 } as const;
  const settings = trainingSettingsSchema.parse({ optimizer, normalization: 'per-channel' });
  expect(reproduceCommand(settings)).toBe(
    'npx skipwire train graph.json --dataset cifar10 --epochs 5 --batch-size 256 --optimizer adamw --lr 0.001 --seed 1 ' +
      '--clipvalue 1 --weight-decay 0.05 --normalization per-channel',
  );
});

test('the command of a study has its graphs and seeds once, and the same settings', () => {
  const settings = trainingSettingsSchema.parse({ dataset: 'shapes', epochs: 3, seed: 7 });
  const command = reproduceStudyCommand(['networks/a.json', 'networks/b.json'], [7, 8], settings);
  const [study, flags] = command.split(' --seeds 7,8 ');
  expect(study).toBe('npx skipwire study --arms networks/a.json,networks/b.json');
  expect(flags).not.toContain('--seed');
  expect(readBack(`npx skipwire train graph.json ${flags} --seed 7`)).toEqual(settings);
});
