/** A new setting needs only its schema with an entry, its texts and the code that reads it, as this one shows. */
import { Command } from 'commander';
import { setLanguage } from '../../../core/messages';
import { describeTraining, settingFacts } from '../../../core/study/setting/facts';
import { settingsJsonSchema } from '../../../core/study/setting/json-schema';
import { settingsPage } from '../../../core/study/setting/reference-page';
import { type TrainingSettings, trainingSettingsSchema } from '../../../core/study/settings';
import { addTrainingOptions, settingsOf, type TrainingFlags } from '../../../main/cli/options/training';
import { reproduceCommand } from '../../../main/runs/reproduce';
import { draftOf, INITIAL } from '../../../renderer/settings/draft';
import { fieldHelp, fieldLabel } from '../../../renderer/settings/field';
import { fieldOf, SECTIONS, sectionSummary } from '../../../renderer/settings/fields';
import { changedFrom, recipeNamed } from '../../../renderer/settings/recipe';
import { settingRows } from '../../../renderer/settings/rows';
import { validateForm } from '../../../renderer/settings/validate';

jest.mock('../../../core/study/settings', () => {
  const actual = jest.requireActual('../../../core/study/settings');
  const { setting } = jest.requireActual('../../../core/study/setting/entry');
  const { z } = jest.requireActual('zod');
  const gradientNoise = setting(z.number().min(0).max(1).default(0), {
    group: 'loss',
    flag: 'gradient-noise',
    source: 'Neelakantan et al., 2015',
  });
  return { ...actual, trainingSettingsSchema: actual.trainingSettingsSchema.extend({ gradientNoise }) };
});

jest.mock('../../../core/messages/en.json', () => {
  const texts = jest.requireActual('../../../core/messages/en.json');
  const gradientNoise = { label: 'Gradient noise', help: 'Noise that is added to each gradient' };
  return { ...texts, settings: { ...texts.settings, gradientNoise } };
});

jest.mock('../../../core/messages/ko.json', () => {
  const texts = jest.requireActual('../../../core/messages/ko.json');
  const gradientNoise = { label: '기울기 노이즈', help: '각 기울기에 더하는 노이즈' };
  return { ...texts, settings: { ...texts.settings, gradientNoise } };
});

const parse = (value: object): TrainingSettings => trainingSettingsSchema.parse(value);
/** The code that reads it. */
const noiseOf = (settings: TrainingSettings) => (settings as { gradientNoise?: number }).gradientNoise;
const noisy = parse({ gradientNoise: 0.3 });

function fromCommand(argv: string): TrainingSettings {
  const command = addTrainingOptions(new Command()).option('--seed <n>', '', Number).exitOverride();
  command.configureOutput({ writeErr: () => undefined });
  command.parse(['--dataset', 'cifar10', ...argv.split(' ')], { from: 'user' });
  return settingsOf(command.opts() as TrainingFlags, 1);
}

test('the form has a field with its texts, and refuses values out of range', () => {
  const field = fieldOf('gradientNoise');
  expect(fieldLabel(field)).toBe('Gradient noise');
  expect(fieldHelp(field)).toBe('Noise that is added to each gradient (Neelakantan et al., 2015).');
  expect(draftOf(noisy).gradientNoise).toBe('0.3');
  expect(noiseOf(validateForm({ ...INITIAL, gradientNoise: '0.25' }, '1').settings!)).toBe(0.25);
  expect(validateForm({ ...INITIAL, gradientNoise: '2' }, '1').errors).toEqual({
    gradientNoise: 'Gradient noise must be between 0 and 1. Received: 2.',
  });
});

afterEach(() => setLanguage('en'));

test('the field speaks Korean too', () => {
  setLanguage('ko');
  expect(fieldLabel(fieldOf('gradientNoise'))).toBe('기울기 노이즈');
});

test('the command line has its flag and takes it with --set', () => {
  expect(noiseOf(fromCommand('--gradient-noise 0.3'))).toBe(0.3);
  expect(noiseOf(fromCommand('--set gradientNoise=0.4'))).toBe(0.4);
  expect(() => fromCommand('--gradient-noise 2')).toThrow('It must be between 0 and 1.');
  expect(() => fromCommand('--set gradientNoise=2')).toThrow(
    'gradientNoise must be between 0 and 1. Received: 2.',
  );
  expect(addTrainingOptions(new Command()).helpInformation()).toMatch(
    /--gradient-noise <value> +Noise that is added to each gradient/,
  );
});

test('summaries, facts and comparisons name it', () => {
  const loss = SECTIONS.find(({ id }) => id === 'loss')!;
  expect(sectionSummary(loss, noisy)).toBe('gradient noise 0.3, precision float32');
  expect(settingFacts(noisy).find(({ path }) => path === 'gradientNoise')).toMatchObject({
    label: 'gradient noise',
    phrase: 'gradient noise 0.3',
    usual: false,
  });
  expect(describeTraining(noisy)).toContain('gradient noise 0.3');
  expect(settingRows(noisy)).toContainEqual({ what: 'Gradient noise', value: '0.3' });
  const study = recipeNamed('study');
  expect(changedFrom(draftOf(noisy), study, undefined)).toEqual([
    { label: 'gradient noise', was: '0', now: '0.3' },
  ]);
});

test('the command that reproduces a run includes it', () => {
  expect(reproduceCommand(noisy)).toContain(' --gradient-noise 0.3');
  expect(reproduceCommand(parse({}))).not.toContain('gradient-noise');
});

test('the JSON schema and the reference page have it', () => {
  expect(settingsJsonSchema()).toHaveProperty('properties.gradientNoise', {
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0,
    title: 'Gradient noise',
    description: 'Noise that is added to each gradient (Neelakantan et al., 2015).',
    'x-flag': '--gradient-noise',
  });
  expect(settingsPage()).toContain(
    '| `gradientNoise` | `--gradient-noise` | between 0 and 1 | `0` | **Gradient noise.** Noise that',
  );
});
