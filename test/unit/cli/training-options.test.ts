/** From the flags of `train` and `study` to settings: the recipe, and what overrides it. */
import { Command } from 'commander';
import { recipeFor } from '../../../core/study/recipes';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { override } from '../../../main/cli/options/overrides';
import { addTrainingOptions, settingsOf, type TrainingFlags } from '../../../main/cli/options/training';
import { extensionRate, extensionWords } from '../../../main/cli/runs/extend';

const setOf = (count: number) => ({
  name: 'CIFAR-10',
  classes: ['a', 'b'],
  train: { count, perClass: [count / 2, count / 2] },
  val: { count: 10_000, perClass: [5000, 5000] },
  valRole: 'test' as const,
  splitDescription: '',
});

function settings(argv: readonly string[], trainImages?: number) {
  const command = addTrainingOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse(['--dataset', 'cifar10', ...argv], { from: 'user' });
  return settingsOf(
    command.opts() as TrainingFlags,
    3,
    trainImages === undefined ? undefined : setOf(trainImages),
  );
}

test('without flags the settings are the schema defaults, which are the study recipe', () => {
  expect(settings([])).toEqual(trainingSettingsSchema.parse({ seed: 3 }));
  expect(settings(['--recipe', 'study'])).toEqual(settings([]));
});

test('a recipe fills, flags override, wherever they stand', () => {
  const quick = recipeFor('quick')?.settings;
  const mine = settings([
    '--lr',
    '0.05',
    '--recipe',
    'quick',
    '--epochs',
    '3',
    '--set',
    'labelSmoothing=0.2',
  ]);
  expect(mine).toMatchObject({
    ...quick,
    epochs: 3,
    labelSmoothing: 0.2,
    optimizer: { ...quick?.optimizer, learningRate: 0.05 },
  });
});

test('a recipe that counts updates asks how many images and how large a batch', () => {
  const paper = ['--recipe', 'paper-cifar'];
  expect(settings(paper).epochs).toBe(164);
  expect(settings(paper, 45_000).epochs).toBe(182);
  expect(settings([...paper, '--train-limit', '12800'], 50_000).epochs).toBe(640);
  expect(settings([...paper, '--batch-size', '256'], 50_000).epochs).toBe(327);
  expect(settings([...paper, '--set', 'batchSize=256'], 50_000).epochs).toBe(327);
  expect(settings([...paper, '--epochs', '2'], 50_000).epochs).toBe(2);
});

test('another optimizer takes its own defaults and keeps the clipping', () => {
  const { optimizer } = settings(['--recipe', 'quick', '--optimizer', 'adamw']);
  expect(optimizer).toMatchObject({
    type: 'adamw',
    learningRate: 0.001,
    beta1: 0.9,
    weightDecay: 0.004,
    clipnorm: null,
    l2: 5e-4,
  });
  expect(settings(['--lr', '0.002', '--optimizer', 'adam']).optimizer.learningRate).toBe(0.002);
  expect(() => settings(['--optimizer', 'adam', '--momentum', '0.9'])).toThrow(
    /--momentum is a setting of sgd and rmsprop/,
  );
});

test('schedules and parts that are off by default', () => {
  expect(settings(['--schedule', 'cosine', '--set', 'schedule.warmup=500']).schedule).toMatchObject({
    type: 'cosine',
    warmup: 500,
    floor: 0,
  });
  const steps = (boundaries: string) =>
    settings(['--schedule', 'steps', '--set', `schedule.boundaries=${boundaries}`]).schedule;
  expect(steps('32000,48000')).toMatchObject({ boundaries: [32_000, 48_000], factor: 0.1 });
  expect(steps('100')).toMatchObject({ boundaries: [100] });
  expect(settings(['--set', 'earlyStopping.patience=2']).earlyStopping).toMatchObject({
    metric: 'valLoss',
    patience: 2,
  });
  expect(
    settings(['--set', 'augmentation.flip=on', '--set', 'augmentation.cutout=8']).augmentation,
  ).toMatchObject({ flip: true, cutout: 8, padAndCrop: 0 });
  expect(settings(['--recipe', 'paper-cifar', '--set', 'normalization=none']).normalization).toBe('none');
  expect(settings(['--clipnorm', 'none']).optimizer.clipnorm).toBeNull();
});

test.each<[string, string[], RegExp]>([
  [
    'a kind that there is not',
    ['--set', 'schedule.type=cosin'],
    /^schedule\.type must be one of constant, steps, .*\. Received: "cosin"\.$/,
  ],
  [
    'steps without boundaries',
    ['--schedule', 'steps'],
    /"steps" needs schedule\.boundaries: add --set schedule\.boundaries=32000,48000/,
  ],
  ['a name that there is not', ['--set', 'epoch=3'], /no setting "epoch"\. Did you mean epochs\?/],
  ['a part of a number', ['--set', 'epochs.more=3'], /no setting "epochs\.more"/],
  [
    'a name that every object has',
    ['--set', 'constructor=1'],
    /no setting "constructor"\. Available: dataset,/,
  ],
  ['one in a part', ['--set', 'selection.__proto__=1'], /"selection\.__proto__"\. Available: validation,/],
  [
    'one below it',
    ['--set', 'selection.__proto__.limit=1'],
    /"selection\.__proto__\.limit"\. Available: validation,/,
  ],
  ['the kind of one', ['--set', 'constructor.type=adam'], /no setting "constructor\.type"/],
  [
    'a seed that no run takes',
    ['--set', 'seed=2147483648'],
    /^seed must be a whole number from 0 to 2,147,483,647\. Received: 2147483648\.$/,
  ],
  [
    'a setting of another kind',
    ['--set', 'schedule.warmup=3'],
    /The schedule "constant" has no setting "schedule\.warmup"/,
  ],
  [
    'a number that is none',
    ['--set', 'augmentation.cutout=big'],
    /augmentation\.cutout must be .*\. Received: "big"/,
  ],
  ['no value', ['--set', 'epochs'], /path=value/],
])('%s is refused', (_what, argv, words) => {
  expect(() => settings(argv)).toThrow(words);
});

test('flags of the optimizer: its kind first, with its own defaults', () => {
  const argv = [
    '--optimizer',
    'adamw',
    '--weight-decay',
    '0.05',
    '--beta2',
    '0.95',
    '--label-smoothing',
    '0.1',
  ];
  expect(settings(argv)).toMatchObject({
    labelSmoothing: 0.1,
    optimizer: {
      type: 'adamw',
      learningRate: 0.001,
      weightDecay: 0.05,
      beta1: 0.9,
      beta2: 0.95,
      clipnorm: 1,
    },
  });
  expect(
    settings(['--momentum', '0.9', '--nesterov', '--spare-norms-and-biases', '--l2', '1e-4']),
  ).toMatchObject({
    optimizer: { momentum: 0.9, nesterov: true, l2: 1e-4, decaySparesNormsAndBiases: true },
  });
});

test('one way of clipping takes the place of another; two are refused', () => {
  expect(settings(['--clipvalue', '0.5']).optimizer).toMatchObject({ clipnorm: null, clipvalue: 0.5 });
  expect(settings(['--set', 'optimizer.globalClipnorm=2']).optimizer).toMatchObject({ clipnorm: null });
  expect(() => settings(['--clipvalue', '0.5', '--clipnorm', '1'])).toThrow(
    'must be none while another of clipnorm, clipvalue, and globalClipnorm is set. Received: 0.5.',
  );
});

test.each([
  [['--beta1', '0.8'], '--beta1 is a setting of adam and adamw, but the optimizer is sgd.'],
  [
    ['--optimizer', 'adam', '--momentum', '0.9'],
    '--momentum is a setting of sgd and rmsprop, but the optimizer is adam.',
  ],
  [['--optimizer', 'rmsprop', '--nesterov'], '--nesterov is a setting of sgd, but the optimizer is rmsprop.'],
  [['--epsilon', '1e-3'], '--epsilon is a setting of adam, adamw, and rmsprop, but the optimizer is sgd.'],
])('%j is refused', (argv, message) => {
  expect(() => settings(argv)).toThrow(message);
});

describe('augmentation', () => {
  test("each flag is one setting, limits are the schema's", () => {
    const flags = '--flip --pad-and-crop 4 --cutout 8 --mixup 0.2 --cutmix 1 --normalization per-pixel-mean';
    const { augmentation, normalization } = settings(flags.split(' '));
    expect(augmentation).toMatchObject({ flip: true, padAndCrop: 4, cutout: 8, mixup: 0.2, cutmix: 1 });
    expect(augmentation).toMatchObject({ randomResizedCrop: null, colorJitter: null });
    expect(normalization).toBe('per-pixel-mean');
    expect(() => settings(['--mixup', '11'])).toThrow();
    expect(() => settings(['--normalization', 'some'])).toThrow();
  });

  test('crops and jitter take their defaults, one number, or none', () => {
    const of = (...flags: string[]) => settings(flags).augmentation;
    expect(of('--random-resized-crop').randomResizedCrop).toMatchObject({ minScale: 0.08, maxScale: 1 });
    expect(of('--random-resized-crop', '0.5').randomResizedCrop).toMatchObject({
      minScale: 0.5,
      maxScale: 1,
    });
    expect(of('--random-resized-crop', 'none').randomResizedCrop).toBeNull();
    expect(of('--color-jitter', '0.1').colorJitter).toEqual({
      brightness: 0.1,
      contrast: 0.1,
      saturation: 0.1,
    });
  });

  test('what a recipe switches on, a flag switches off', () => {
    const paper = settings(['--recipe', 'paper-cifar']);
    expect(paper.augmentation).toMatchObject({ flip: true, padAndCrop: 4 });
    const changed = settings([
      '--recipe',
      'paper-cifar',
      '--no-flip',
      '--pad-and-crop',
      '0',
      '--normalization',
      'none',
    ]);
    expect(changed.augmentation).toMatchObject({ flip: false, padAndCrop: 0 });
    expect(changed.normalization).toBe('none');
  });
});

describe('which images', () => {
  test('held out by count, by share, in percent; official', () => {
    const validation = (text: string) => settings(['--val-split', text]).selection.validation;
    expect(validation('5000')).toEqual({ kind: 'held-out', amount: 5000 });
    expect(validation('0.1')).toEqual({ kind: 'held-out', amount: 0.1 });
    expect(validation('10%')).toEqual({ kind: 'held-out', amount: 0.1 });
    expect(validation('official')).toEqual({ kind: 'official' });
  });

  test('share, limits, classes, seed, and how images are resized', () => {
    const mine = settings(
      '--train-share 25% --limit-mode stratified --classes pets=cat+dog,truck --split-seed 7 --resize area --fit crop'.split(
        ' ',
      ),
    );
    expect(mine).toMatchObject({
      selection: {
        trainShare: 0.25,
        limit: 'stratified',
        seed: 7,
        classes: [
          { name: 'pets', of: ['cat', 'dog'] },
          { name: 'truck', of: ['truck'] },
        ],
      },
      preprocessing: { interpolation: 'area', fit: 'crop' },
    });
    expect(mine.seed).toBe(3);
    expect(settings(['--classes', 'all']).selection.classes).toBeNull();
    expect(settings(['--set', 'selection.trainShare=0.5']).selection.trainShare).toBe(0.5);
  });

  test.each([
    [['--val-split', '0'], />0|greater|positive/i],
    [['--val-split', '1.5'], /share below 1, or a whole number/],
    [['--val-split', '100%'], /less than 100%/],
    [['--val-split', 'some'], /a share, such as 0\.1 or 10%/],
    [['--train-share', '2'], /1/],
    [['--classes', 'cat'], /Choose at least two classes/],
    [['--classes', 'cat,,dog'], /Write classes as cat, dog/],
    [['--limit-mode', 'random'], /first, stratified/],
  ])('%p is refused', (argv, reason) => {
    expect(() => settings(argv)).toThrow(reason);
  });

  test('a recipe that counts updates counts the images that are left to train on', () => {
    const command = addTrainingOptions(new Command()).exitOverride();
    command.parse('--dataset cifar10 --recipe paper-cifar --val-split 5000'.split(' '), { from: 'user' });
    expect(settingsOf(command.opts() as TrainingFlags, 1, setOf(50_000)).epochs).toBe(182);
  });
});

test('the help names the flags that choose images', () => {
  const help = addTrainingOptions(new Command('train')).helpInformation();
  for (const flag of [
    '--val-split',
    '--train-share',
    '--limit-mode',
    '--classes',
    '--split-seed',
    '--resize',
    '--fit',
  ]) {
    expect(help).toContain(flag);
  }
  expect(help).toMatch(/bilinear.*bicubic.*area/s);
  expect(help).toMatch(/stretch.*fit.*crop/s);
});

describe('the rate of an extension', () => {
  const run = trainingSettingsSchema.parse({
    optimizer: { learningRate: 0.3 },
    schedule: { type: 'cosine' },
  });

  test('is kept, stretched, or of a new schedule', () => {
    expect(extensionRate(run, {})).toEqual({ type: 'keep' });
    expect(extensionRate(run, { stretch: true })).toEqual({ type: 'stretch' });
    const constant = { type: 'constant' };
    expect(extensionRate(run, { lr: 0.01 })).toEqual({ type: 'new', learningRate: 0.01, schedule: constant });
    const set = override('schedule.floor=0.1');
    expect(extensionRate(run, { schedule: 'linear', set })).toEqual({
      type: 'new',
      learningRate: 0.3,
      schedule: { type: 'linear', warmup: 0, floor: 0.1 },
    });
  });

  test('refuses what it cannot be', () => {
    expect(() => extensionRate(run, { stretch: true, lr: 1 })).toThrow(
      /--stretch cannot be combined with --lr/,
    );
    expect(() => extensionRate(run, { set: override('batchSize=4') })).toThrow(/To change batchSize, use/);
    expect(() => extensionRate(run, { set: override('schedule.floor=1') })).toThrow(
      /no setting "schedule.floor"/,
    );
    expect(() => extensionRate(run, { schedule: 'steps' })).toThrow(/boundaries/);
  });
});

test('an extension says where early stopping starts waiting again', () => {
  const change = { type: 'extended', at: '', from: 2, to: 4, rate: { type: 'keep' } } as const;
  expect(extensionWords(change, { earlyStopping: null })).toBe('Extended from 2 epochs to 4.');
  expect(extensionWords(change, { earlyStopping: { metric: 'valLoss', patience: 1, minDelta: 0 } })).toBe(
    'Extended from 2 epochs to 4; early stopping counts again from there: 1 epoch without better validation loss.',
  );
});

test('no override changes what all objects inherit', () => {
  expect(() => settings(['--set', 'selection.__proto__.spoiled=1'])).toThrow(/no setting/);
  expect(() => settings(['--set', 'selection.constructor.prototype.spoiled=1'])).toThrow(/no setting/);
  expect('spoiled' in {}).toBe(false);
});

describe('--precise-batch-norm', () => {
  const of = (...argv: string[]) => settings(argv).preciseBatchNorm;

  test('turns it on with a number of batches, and what a recipe turns on off', () => {
    expect(of()).toBeNull();
    expect(of('--precise-batch-norm', '30')).toEqual({ batches: 30 });
    expect(of('--recipe', 'quick')).toEqual({ batches: 50 });
    expect(of('--recipe', 'quick', '--precise-batch-norm', 'none')).toBeNull();
    expect(of('--set', 'preciseBatchNorm.batches=7')).toEqual({ batches: 7 });
  });

  test.each(['0', '1.5', 'all'])('%s batches are refused', (batches) => {
    expect(() => of('--precise-batch-norm', batches)).toThrow();
  });
});
