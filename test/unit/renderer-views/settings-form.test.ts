import { z } from 'zod';
import { readNumber, writeNumber } from '../../../core/format/read-number';
import { recipes } from '../../../core/study/recipes';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { draftOf, INITIAL, settled } from '../../../renderer/settings/draft';
import { inForce } from '../../../renderer/settings/field';
import { FIELDS, fieldOf, SECTIONS, sectionSummary } from '../../../renderer/settings/fields';
import { BEGINNING, keptOf, useTrainForm } from '../../../renderer/settings/form';
import { changedFrom, filledWords, recipeNamed, withRecipe } from '../../../renderer/settings/recipe';
import { settingRows } from '../../../renderer/settings/rows';
import { validateForm } from '../../../renderer/settings/validate';
import { members } from '../../../renderer/state/kept/keep';
import { settings } from './fixtures';

type Json = { properties?: Record<string, Json>; anyOf?: Json[]; oneOf?: Json[]; type?: string };

/** Every path of the settings with a value, over all members of its unions. */
function paths({ properties, anyOf, oneOf }: Json, path = ''): string[] {
  const members = (anyOf ?? oneOf ?? []).filter(({ type }) => type !== 'null');
  if (members.some((member) => member.properties)) return members.flatMap((member) => paths(member, path));
  if (!properties) return [path];
  return Object.entries(properties).flatMap(([key, value]) => paths(value, path ? `${path}.${key}` : key));
}

test('every setting has a field in the form, and every field a setting', () => {
  const schema = z.toJSONSchema(trainingSettingsSchema, { io: 'input' }) as Json;
  // Seeds have their own field; extensions are added to a run later.
  const wanted = new Set(paths(schema).filter((path) => path !== 'seed' && path !== 'extensions'));
  const offered = FIELDS.flatMap((field) =>
    field.control === 'mode' ? field.modes.map(({ path }) => path) : [field.path],
  );
  // The switch of a part has the path of the part.
  const parts = new Set([
    'augmentation.randomResizedCrop',
    'augmentation.colorJitter',
    'earlyStopping',
    'preciseBatchNorm',
  ]);
  expect(new Set(offered.filter((path) => !parts.has(path)))).toEqual(wanted);
  expect(new Set(FIELDS.map(({ key }) => key)).size).toBe(FIELDS.length);
});

test("a new form has the study's settings", () => {
  const checked = validateForm(BEGINNING.draft, BEGINNING.seeds);
  expect(checked).toEqual({ settings: settings(), seeds: [1], errors: {}, others: [] });
  expect(BEGINNING.draft).toMatchObject({
    epochs: '5',
    batchSize: '256',
    'optimizer.sgd.learningRate': '0.01',
  });
  expect(BEGINNING.draft).toMatchObject({
    trainLimit: '',
    'optimizer.clip': 'norm',
    'optimizer.clipnorm': '1',
  });
});

const parse = (value: unknown) => trainingSettingsSchema.parse(value);

test.each<readonly [string, unknown]>([
  ['Adam', { optimizer: { type: 'adam', learningRate: 3e-4, beta2: 0.98, epsilon: 1e-8, amsgrad: true } }],
  ['AdamW', { optimizer: { type: 'adamw', weightDecay: 0.05, decaySparesNormsAndBiases: true } }],
  ['RMSprop', { optimizer: { type: 'rmsprop', rho: 0.95, momentum: 0.5, centered: true } }],
  ['clipping by value', { optimizer: { clipnorm: null, clipvalue: 0.25 } }],
  ['global clipping', { optimizer: { clipnorm: null, globalClipnorm: 5 } }],
  ['no clipping, L2', { optimizer: { momentum: 0.9, nesterov: true, clipnorm: null, l2: 1e-4 } }],
  ['steps', { schedule: { type: 'steps', boundaries: [10, 20], factor: 0.5, warmup: 3, warmupFactor: 0.2 } }],
  ['exponential', { schedule: { type: 'exponential', every: 7, staircase: true } }],
  ['cosine', { schedule: { type: 'cosine', warmup: 100, floor: 0.01, restarts: 2, periodFactor: 2 } }],
  ['one cycle', { schedule: { type: 'one-cycle', rise: 0.4, start: 10, end: 100 } }],
  ['linear', { schedule: { type: 'linear', warmup: 5, floor: 0.1 } }],
  [
    'a selection',
    {
      selection: {
        validation: { kind: 'held-out', amount: 5000 },
        trainShare: 0.1,
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
  ['plateau', { schedule: { type: 'plateau', metric: 'loss', patience: 2, minDelta: 0 } }],
  [
    'augmentation',
    {
      augmentation: {
        flip: true,
        padAndCrop: 4,
        randomResizedCrop: { minScale: 0.25 },
        colorJitter: { saturation: 0 },
        cutout: 12,
        mixup: 0.3,
        cutmix: 0.7,
      },
      normalization: 'per-pixel-mean',
    },
  ],
  [
    'the rest',
    {
      trainLimit: 100,
      labelSmoothing: 0.1,
      precision: 'float16',
      checkpoints: { best: 'loss', keep: 5, everySteps: 200 },
      preciseBatchNorm: { batches: 30 },
      earlyStopping: { metric: 'accuracy', patience: 3, minDelta: 0.01 },
      diagnosticsEvery: 25,
      histograms: true,
    },
  ],
  ...recipes.map((recipe) => [recipe.id, recipe.settings] as const),
])('settings go through the form unchanged: %s', (_name, value) => {
  const wanted = parse(value);
  expect(validateForm(draftOf(wanted), '1').settings).toEqual(wanted);
});

test('what was typed for one optimizer stays while another is tried', () => {
  const sgd = { ...INITIAL, 'optimizer.sgd.learningRate': '0.3' };
  const adam = { ...sgd, 'optimizer.type': 'adam' };
  expect(validateForm(adam, '1').settings?.optimizer).toMatchObject({ type: 'adam', learningRate: 0.001 });
  const back = { ...adam, 'optimizer.type': 'sgd' };
  expect(validateForm(back, '1').settings?.optimizer.learningRate).toBe(0.3);
});

test('a part that is switched on starts with useful numbers', () => {
  const on = (key: string) => validateForm({ ...INITIAL, [key]: true }, '1').settings!.augmentation;
  expect(on('augmentation.padAndCrop.on').padAndCrop).toBe(4);
  expect(on('augmentation.mixup.on').mixup).toBeGreaterThan(0);
  expect(on('augmentation.colorJitter.on').colorJitter).toEqual({
    brightness: 0.4,
    contrast: 0.4,
    saturation: 0.4,
  });
  expect(validateForm({ ...INITIAL, 'optimizer.clip': 'global' }, '1').settings?.optimizer).toMatchObject({
    clipnorm: null,
    clipvalue: null,
    globalClipnorm: 1,
  });
});

test.each([
  [{}, 'epochs', '0', 'Epochs must be a whole number from 1 to 10,000. Received: 0.'],
  [{}, 'epochs', '2.5', 'Epochs must be a whole number from 1 to 10,000. Received: 2.5.'],
  [{}, 'epochs', 'many', 'Epochs must be a whole number from 1 to 10,000. Received: many.'],
  [{}, 'epochs', '10001', 'Epochs must be a whole number from 1 to 10,000. Received: 10001.'],
  [{}, 'batchSize', ' ', 'Batch size must be a whole number from 1 to 65,536. Received: nothing.'],
  [
    {},
    'optimizer.sgd.learningRate',
    '-1',
    'Learning rate must be greater than 0 and at most 1,000. Received: -1.',
  ],
  [
    {},
    'optimizer.sgd.learningRate',
    '0x10',
    'Learning rate must be greater than 0 and at most 1,000. Received: 0x10.',
  ],
  [{}, 'optimizer.sgd.momentum', '1', 'Momentum must be at least 0 and less than 1. Received: 1.'],
  [
    {},
    'trainLimit',
    '0',
    'Training images must be a whole number greater than 0, or empty for "all". Received: 0.',
  ],
  [{}, 'optimizer.clipnorm', '', 'Clipnorm must be greater than 0. Received: nothing.'],
  [
    { 'schedule.type': 'steps' },
    'schedule.steps.boundaries',
    '10, x',
    'Schedule boundaries must be a list, each entry a whole number from 0 to 1,000,000,000. Received: 10, x.',
  ],
  [
    { 'schedule.type': 'steps' },
    'schedule.steps.boundaries',
    '',
    'Schedule boundaries must be a list, each entry a whole number from 0 to 1,000,000,000. Received: nothing.',
  ],
  [
    { 'augmentation.mixup.on': true },
    'augmentation.mixup',
    '11',
    'Mixup alpha must be between 0 and 10. Received: 11.',
  ],
  [
    { 'earlyStopping.on': true },
    'earlyStopping.patience',
    '0',
    'Early stopping patience must be a whole number of at least 1. Received: 0.',
  ],
] as const)('%o %s = "%s" is refused at its field, in words', (around, key, typed, words) => {
  const checked = validateForm({ ...INITIAL, ...around, [key]: typed }, '1');
  expect(checked.errors).toEqual({ [key]: words });
  expect(checked.others).toEqual([]);
  expect(checked.settings).toBeUndefined();
});

test('a wrong number in a field that is not in force does no harm', () => {
  const draft = { ...INITIAL, 'augmentation.mixup': 'x', 'schedule.cosine.floor': 'y' };
  expect(validateForm(draft, '1').settings).toEqual(settings());
});

test.each([['1, 1'], ['1, x'], [''], ['-1'], ['3-1'], ['1-3-5'], ['1-3, 2'], ['2147483648']])(
  'seeds "%s" are refused',
  (typed) => {
    const { errors, settings: read, seeds } = validateForm(INITIAL, typed);
    expect(errors.seeds).toBe(
      typed === ''
        ? 'Enter at least one seed.'
        : `Seeds must be different whole numbers from 0 to 2,147,483,647, separated by commas, or a range such as 1-3. Received: ${typed}.`,
    );
    expect(read).toBeUndefined();
    expect(seeds).toEqual([]);
  },
);

test('seeds may be a list or a range, in any spelling', () => {
  for (const typed of ['1-3, 7', '1..3 7', '1 – 3;7'])
    expect(validateForm(INITIAL, typed)).toMatchObject({ seeds: [1, 2, 3, 7], settings: { seed: 1 } });
  expect(validateForm(INITIAL, '3, 1 2')).toMatchObject({ seeds: [3, 1, 2], settings: { seed: 3 } });
});

test.each([
  [0.01, '0.01'],
  [1e-7, '1e-7'],
  [4 / 3, '4/3'],
  [3 / 4, '0.75'],
  [0.1 + 0.2, '0.30000000000000004'],
])('%d is written so that it is read back', (value, text) => {
  expect(writeNumber(value)).toBe(text);
  expect(readNumber(text)).toBe(value);
});

test('a number field takes a formula, and shows its value when it is left', () => {
  const batchSize = fieldOf('batchSize');
  expect(validateForm({ ...INITIAL, batchSize: '64*2' }, '1')).toMatchObject({
    settings: { batchSize: 128 },
  });
  const shown = (typed: string) => settled(batchSize, typed);
  expect(['64*2', '1000/2', '1/3', '128', '1e-3'].map(shown)).toEqual(['128', '500', '1/3', '128', '1e-3']);
  expect(['64*', '64/0', ''].map(shown)).toEqual(['64*', '64/0', '']);
});

describe('recipes', () => {
  const paper = recipeNamed('paper-cifar');

  test('fill the form but leave data, checkpoints and diagnostics as they are', () => {
    const before = { ...INITIAL, dataset: 'shapes', trainLimit: '500', diagnosticsEvery: '20' };
    const { settings: read } = validateForm(withRecipe(before, paper, 50_000), '1');
    expect(read).toMatchObject({
      ...paper.settings,
      dataset: 'shapes',
      trainLimit: 500,
      diagnosticsEvery: 20,
    });
    expect(changedFrom(withRecipe(before, paper, 50_000), paper, 50_000)).toEqual([]);
  });

  test('what was changed since is named with its former value', () => {
    const draft = { ...withRecipe(INITIAL, paper, 50_000), batchSize: '64', 'optimizer.clip': 'norm' };
    const changed = changedFrom(draft, paper, 50_000);
    expect(changed.map(({ label, was }) => [label, was])).toEqual([
      ['batch size', '128'],
      ['clipping', 'none'],
    ]);
    // Another spelling of the same number is no change, nor is a field that is not in force.
    expect(changedFrom({ ...INITIAL, epochs: ' 5.0' }, recipeNamed('study'), 50_000)).toEqual([]);
    expect(changedFrom({ ...INITIAL, 'optimizer.adam.beta1': '0.5' }, recipeNamed('study'), 50_000)).toEqual(
      [],
    );
  });

  test('what it overwrote is shown', () => {
    const study = recipeNamed('study');
    expect(filledWords(study, INITIAL, withRecipe(INITIAL, study, 50_000))).toBe(
      'The settings already match study.',
    );
    const told = filledWords(paper, INITIAL, withRecipe(INITIAL, paper, 50_000));
    expect(told).toMatch(
      /^Filled in from paper-cifar: epochs 5 → 164, batch size 256 → 128, .* and \d+ more\.$/,
    );
  });

  test('a recipe that counts updates sets the epochs by the number of images', () => {
    expect(withRecipe(INITIAL, paper, 45_000).epochs).toBe('182');
    expect(withRecipe(INITIAL, paper, undefined).epochs).toBe(String(paper.settings.epochs));
  });
});

test('kept values that do not fit the form are left out', () => {
  const put = (concern: string, values: Record<string, string | number>) =>
    members.find((member) => member.concern === concern)!.put(values);
  put('trainSettings', { epochs: 7, batchSize: '64', dataset: 'No such', no: 'x' });
  put('train', { recipe: 'gone' });
  expect(keptOf(useTrainForm.getState())).toEqual({ ...BEGINNING, draft: { ...INITIAL, batchSize: '64' } });
});

describe('in one line', () => {
  const line = (id: string, value: unknown) =>
    sectionSummary(SECTIONS.find((section) => section.id === id)!, parse(value));

  test.each([
    ['images', {}, 'none'],
    ['images', { augmentation: { flip: true, padAndCrop: 4 } }, 'flip, crop 4 px'],
    [
      'images',
      { augmentation: { mixup: 0.2 }, normalization: 'per-pixel-mean' },
      'mixup 0.2, per-pixel mean normalization',
    ],
    ['optimizer', {}, 'clipnorm 1'],
    [
      'optimizer',
      {
        optimizer: {
          momentum: 0.9,
          nesterov: true,
          clipnorm: null,
          l2: 1e-4,
          decaySparesNormsAndBiases: true,
        },
      },
      'momentum 0.9, Nesterov, no clipping, L2 0.0001, norms and biases spared',
    ],
    ['optimizer', { optimizer: { type: 'adamw' } }, 'clipnorm 1, decoupled weight decay 0.004'],
    ['loss', { precision: 'bfloat16', labelSmoothing: 0.1 }, 'label smoothing 0.1, precision bfloat16'],
    ['records', {}, 'none'],
    ['records', { diagnosticsEvery: 50, histograms: true }, 'blocks every 50 steps, histograms'],
    [
      'checkpoints',
      { earlyStopping: {} },
      'best by validation accuracy, newest 2 kept, stops after 5 epochs without better validation loss',
    ],
    ['schedule', {}, 'constant rate'],
  ])('%s of %o: %s', (id, value, words) => expect(line(id, value)).toBe(words));
});

test('the rows of a run name every setting that is in force, each once', () => {
  const rows = settingRows(
    parse({ augmentation: { mixup: 0.2 }, earlyStopping: {}, schedule: { type: 'cosine' } }),
  );
  const names = rows.map(({ what }) => what);
  expect(new Set(names).size).toBe(names.length);
  expect(rows).toContainEqual({ what: 'Mixup alpha', value: '0.2' });
  expect(rows).toContainEqual({ what: 'Early stopping patience', value: '5' });
  expect(rows).toContainEqual({ what: 'Schedule warm-up', value: '0' });
  expect(rows).toContainEqual({ what: 'Clipping', value: 'by norm' });
  expect(names).not.toContain('CutMix alpha');
});

test('a field knows when it is in force', () => {
  const alpha = fieldOf('augmentation.mixup');
  expect(inForce(alpha, INITIAL)).toBe(false);
  expect(inForce(alpha, { ...INITIAL, 'augmentation.mixup.on': true })).toBe(true);
  expect(() => fieldOf('nothing')).toThrow('The form has no field "nothing".');
});

test('fewer than two classes are refused', () => {
  const errors = (classes: string) =>
    validateForm({ ...BEGINNING.draft, 'selection.classes': classes }, '1').errors['selection.classes'];
  expect(errors(',')).toBe('Choose at least two classes.');
  expect(errors('cat')).toBe('Choose at least two classes.');
  expect(errors('cat, dog')).toBeUndefined();
});
