/** The settings in force as facts, for captions, row labels, summaries and comparisons. */
import { t } from '../../messages';
import { writeClasses } from '../classes';
import { describeExtension, describeSchedule } from '../describe-schedule';
import { classesInWords } from '../describe-selection';
import { effectiveSelection } from '../selection';
import { type TrainingSettings, trainingSettingsSchema } from '../settings';
import type { SettingGroup } from './entry';
import { defaultUnder, inForce, SETTINGS, type Setting, settingAt, valueAt } from './list';
import { nounOf, optionName, phraseOf, valueText } from './texts';

interface Fact {
  path: string;
  group: SettingGroup;
  /** `momentum`. */
  label: string;
  value: string;
  /** `momentum 0.9`, `5 epochs`. */
  phrase: string;
  /** Default, or off. */
  usual: boolean;
}

type Summary = Partial<Pick<Fact, 'label' | 'value' | 'phrase' | 'usual'>>;

/** Settings that are summed up with others, or have their own rule for `usual`. */
const summaries: Readonly<Record<string, (settings: TrainingSettings) => Summary>> = {
  'selection.validation.kind': ({ selection: { validation } }) => {
    if (validation.kind === 'official') return { usual: true, phrase: t('settings.summary.official') };
    const { amount } = validation;
    const held = t(amount < 1 ? 'settings.summary.heldOutShare' : 'settings.summary.heldOut', { amount });
    return { value: held, phrase: held, usual: false };
  },
  'selection.classes': ({ selection: { classes } }) =>
    classes
      ? {
          value: writeClasses(classes),
          phrase: t('settings.summary.classes', {
            classes: classesInWords(classes) ?? t('settings.summary.classCount', { n: classes.length }),
          }),
        }
      : {},
  'optimizer.clipnorm': clipping,
  // A reader looks for the decay of AdamW, which is not 0 by default.
  'optimizer.weightDecay': ({ optimizer: { type, weightDecay } }) =>
    weightDecay === 0 && type !== 'adamw' ? {} : { usual: false },
  'optimizer.decaySparesNormsAndBiases': ({ optimizer }) => ({
    usual: !optimizer.decaySparesNormsAndBiases || (optimizer.l2 === 0 && optimizer.weightDecay === 0),
  }),
  'schedule.type': ({ schedule }) => {
    const value = describeSchedule(schedule);
    const constant = schedule.type === 'constant';
    const phrase = constant
      ? t('settings.summary.constant')
      : t('settings.summary.schedule', { schedule: value });
    return { value, phrase, usual: constant };
  },
  extensions: ({ extensions }) => {
    if (extensions.length === 0) return { usual: true, phrase: t('settings.summary.notExtended') };
    const value = extensions.map(describeExtension).join(', ');
    return { value, phrase: value };
  },
};

const CLIPPINGS = ['optimizer.clipnorm', 'optimizer.clipvalue', 'optimizer.globalClipnorm'].map(settingAt);

function clipping(settings: TrainingSettings): Summary {
  const set = CLIPPINGS.find(({ path }) => valueAt(settings, path) !== null);
  const phrase = set ? phraseOf(set, valueAt(settings, set.path)) : t('settings.optimizer.clip.phraseOff');
  return { label: nounOf({ path: 'optimizer.clip' }), value: phrase, phrase, usual: !set };
}

/** In another setting's summary. */
const covered = ({ path, part }: Setting): boolean =>
  part !== undefined ||
  path === 'selection.validation.amount' ||
  (path.startsWith('schedule.') && path !== 'schedule.type') ||
  CLIPPINGS.slice(1).some((one) => one.path === path);

const FIELDS_OF = new Map(
  SETTINGS.map(({ path }) => [path, SETTINGS.filter(({ part }) => part === path)] as const),
);

/** `stops after 5 epochs without better validation loss (minimum change 0.1)`. */
function partPhrase(setting: Setting, value: unknown, settings: TrainingSettings): string {
  const fields = (FIELDS_OF.get(setting.path) ?? []).map((field) => ({
    field,
    name: field.path.slice(setting.path.length + 1),
    value: valueAt(settings, field.path),
  }));
  const values = fields.map(({ field, name, value: one }) => [
    name,
    typeof one === 'number' ? one : optionName(field, String(one)),
  ]);
  const rest = fields.filter(
    ({ field, name, value: one }) => !setting.entry.inPhrase?.includes(name) && !same(one, field.default),
  );
  const phrase = phraseOf(setting, value, Object.fromEntries(values));
  const more = rest.map(({ field, value: one }) => phraseOf(field, one)).join(', ');
  return more ? t('settings.summary.with', { phrase, more }) : phrase;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function factOf(setting: Setting, settings: TrainingSettings): Fact {
  const { path, type, entry } = setting;
  const value = valueAt(settings, path);
  const phrase =
    type === 'part' && value !== null ? partPhrase(setting, value, settings) : phraseOf(setting, value);
  return {
    path,
    group: entry.group,
    label: nounOf(setting),
    value: type === 'part' && value !== null ? phrase : valueText(setting, value),
    phrase,
    usual: same(value, defaultUnder(setting, settings)),
    ...summaries[path]?.(settings),
  };
}

export function settingFacts(settings: TrainingSettings, groups?: readonly SettingGroup[]): Fact[] {
  const effective = { ...settings, selection: effectiveSelection(settings) };
  return SETTINGS.filter(
    (one) => (!groups || groups.includes(one.entry.group)) && !covered(one) && inForce(one, settings),
  ).map((one) => factOf(one, effective));
}

/** They do not affect a run's numbers. */
const BESIDE: ReadonlySet<SettingGroup> = new Set(['checkpoints', 'records', 'seed']);

/** Settings that affect a run's numbers, without its seed and its epochs, which may not all have been trained. */
export const trainingFacts = (settings: TrainingSettings): Fact[] =>
  settingFacts(settings).filter(({ path, group }) => !BESIDE.has(group) && path !== 'epochs');

const phrases = (facts: readonly Fact[]) => facts.filter(({ usual }) => !usual).map(({ phrase }) => phrase);

/** `SGD 0.1, momentum 0.9, Nesterov, L2 0.0001`. */
export function describeOptimizer(settings: TrainingSettings): string {
  const { optimizer } = settings;
  const type = settingAt('optimizer.type');
  const name = `${optionName(type, optimizer.type)} ${optimizer.learningRate}`;
  return [name, ...phrases(settingFacts(settings, OPTIMIZER_GROUPS))].join(', ');
}

/** Settings that the caption says elsewhere. */
const OPTIMIZER_GROUPS = ['step', 'clipping', 'decay'] as const;
const SAID: ReadonlySet<SettingGroup> = new Set([
  'data',
  'selection',
  'length',
  'optimizer',
  ...OPTIMIZER_GROUPS,
]);

/** `SGD 0.01, clipnorm 1; batch 256; label smoothing 0.1` */
export function describeTraining(settings: TrainingSettings): string {
  const batch = phraseOf(settingAt('batchSize'), settings.batchSize);
  const rest = trainingFacts(settings).filter(({ group }) => !SAID.has(group));
  return [describeOptimizer(settings), batch, ...phrases(rest)].join('; ');
}

/** `flip`, `crop 4 px`, `mixup 0.2`, ... */
export const augmentationPhrases = ({ augmentation }: Pick<TrainingSettings, 'augmentation'>): string[] =>
  phrases(settingFacts(trainingSettingsSchema.parse({ augmentation }), ['augmentation']));

/** How early stopping restarts in an extended run; empty without it. */
export const earlyStoppingRestart = ({ earlyStopping }: Pick<TrainingSettings, 'earlyStopping'>): string =>
  earlyStopping
    ? t('settings.summary.stoppingRestarts', {
        patience: earlyStopping.patience,
        metric: metricName(earlyStopping.metric),
      })
    : '';

/** `validation accuracy`. */
export const metricName = (metric: string): string => optionName(settingAt('checkpoints.best'), metric);
