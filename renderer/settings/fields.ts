/** All fields of the form, derived from the settings; only modes and sections are written here. */
import { t } from '../../core/messages';
import { SETTING_SECTIONS, type SettingGroup, type SettingSection } from '../../core/study/setting/entry';
import { settingFacts } from '../../core/study/setting/facts';
import { SETTINGS, type Setting, settingAt } from '../../core/study/setting/list';
import type { TrainingSettings } from '../../core/study/settings';
import type { ModeField, SettingField, SwitchField, ValueField } from './field';

const MODES: readonly ModeField[] = [
  {
    key: 'optimizer.clip',
    setting: { path: 'optimizer.clip', entry: {} },
    control: 'mode',
    modes: [
      { value: 'norm', path: 'optimizer.clipnorm' },
      { value: 'value', path: 'optimizer.clipvalue' },
      { value: 'global', path: 'optimizer.globalClipnorm' },
    ],
  },
];

const CONTROLS = {
  integer: 'integer',
  number: 'number',
  boolean: 'toggle',
  choice: 'choice',
  list: 'integers',
  classes: 'classes',
  text: 'text',
} as const;

/** A field for each kind that has the setting, unless there are only two kinds. */
function places({ path, kinds }: Setting): Pick<ValueField, 'key' | 'when'>[] {
  if (!kinds) return [{ key: path }];
  const names = [...kinds.defaults.keys()];
  if (settingAt(kinds.path).options.length <= 2) return [{ key: path, when: { key: kinds.path, is: names } }];
  const [part, name] = path.split('.');
  return names.map((kind) => ({ key: `${part}.${kind}.${name}`, when: { key: kinds.path, is: [kind] } }));
}

function fieldsOf(setting: Setting): SettingField[] {
  const { path, type, entry, nullable, part } = setting;
  if (entry.hidden) return [];
  const switchedOn = { key: `${path}.on`, path, setting, control: 'switch' } as const;
  if (type === 'part') return [{ ...switchedOn, off: null }];
  const mode = MODES.find(({ modes }) => modes.some((one) => one.path === path));
  const value: Omit<ValueField, 'key'> = {
    path,
    setting,
    control: CONTROLS[type],
    optional: nullable && !mode,
    amount: entry.switched === true,
  };
  if (entry.switched) {
    const on: SwitchField = { ...switchedOn, off: 0 };
    return [on, { ...value, key: path, when: { key: on.key, is: [true] } }];
  }
  if (part !== undefined) return [{ ...value, key: path, when: { key: `${part}.on`, is: [true] } }];
  if (mode) {
    const { modes } = mode;
    const is = modes.filter((one) => one.path === path).map((one) => one.value);
    const field = { ...value, key: path, when: { key: mode.key, is } };
    return modes[0]?.path === path ? [mode, field] : [field];
  }
  return places(setting).map((place) => ({ ...value, ...place }));
}

const fieldsIn = (...groups: readonly SettingGroup[]): SettingField[] =>
  SETTINGS.filter(({ entry }) => groups.includes(entry.group)).flatMap(fieldsOf);

const dataFields = fieldsIn('data');
export const selectionFields = fieldsIn('selection');
export const ESSENTIALS = fieldsIn('length', 'optimizer');

type FoldedSection = Exclude<SettingSection, 'data' | 'training'>;

export interface Section {
  id: FoldedSection;
  fields: readonly SettingField[];
  groups: readonly SettingGroup[];
}

const folded = ({ id }: { id: SettingSection }) => id !== 'data' && id !== 'training';

export const SECTIONS: readonly Section[] = SETTING_SECTIONS.filter(folded).map(({ id, groups }) => ({
  id: id as FoldedSection,
  groups,
  fields: fieldsIn(...groups),
}));

/** Whether a value fits one data set only: limits, classes and splits, how its images are resized, pixels of their size. */
export const isForDataset = ({ setting: { path, entry } }: SettingField): boolean =>
  path !== 'dataset' &&
  (entry.group === 'selection' ||
    entry.group === 'resizing' ||
    (entry.group === 'data' && entry.unit === 'images') ||
    entry.unit === 'pixels');

/** Settings that a section's summary names even at their default. */
const ALWAYS: ReadonlySet<string> = new Set([
  'schedule.type',
  'optimizer.clipnorm',
  'precision',
  'preciseBatchNorm',
  'checkpoints.best',
  'checkpoints.keep',
]);

/** "flip, crop 4 px, per-pixel mean". */
export function sectionSummary({ groups }: Section, settings: TrainingSettings): string {
  const facts = settingFacts(settings, groups).filter(({ path, usual }) => !usual || ALWAYS.has(path));
  return facts.map(({ phrase }) => phrase).join(', ') || t('settings.none');
}

export const FIELDS: readonly SettingField[] = [
  ...dataFields,
  ...selectionFields,
  ...ESSENTIALS,
  ...SECTIONS.flatMap(({ fields }) => fields),
];

const byKey = new Map(FIELDS.map((field) => [field.key, field]));

/** @throws RangeError for a key that no field has. */
export function fieldOf(key: string): SettingField {
  const field = byKey.get(key);
  if (!field) throw new RangeError(`The form has no field "${key}".`);
  return field;
}
