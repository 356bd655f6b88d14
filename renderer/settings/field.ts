/** A field of the form and its texts. fields.ts derives the fields from the settings. */
import { type Key, t } from '../../core/messages';
import type { Setting } from '../../core/study/setting/list';
import {
  amountLabelOf,
  amountNounOf,
  explanationOf,
  labelOf,
  nounOf,
  offWord,
  optionName,
  unitOf,
} from '../../core/study/setting/texts';

/** What is typed (text) or switched (true, false), by key of the field. */
export type Draft = Readonly<Record<string, string | boolean>>;

export interface Option {
  value: string;
  label: string;
}

interface Common {
  /** Unique. Fields of an optimizer or schedule include its name, so that what was typed stays while another is tried. */
  key: string;
  /** In force only while an earlier field has one of these values. */
  when?: { key: string; is: readonly (string | boolean)[] };
}

/** A value at a dotted path of the settings. */
export interface ValueField extends Common {
  /** classes: a list as core/study/classes.ts writes it. */
  control: 'integer' | 'number' | 'integers' | 'choice' | 'toggle' | 'classes' | 'text';
  path: string;
  setting: Setting;
  /** An empty field is null. */
  optional: boolean;
  /** It is the number behind a switch. */
  amount: boolean;
}

/** Turns a part on or off. Off is this value at the path; on is the values of the fields that depend on it. */
export interface SwitchField extends Common {
  control: 'switch';
  path: string;
  setting: Setting;
  off: 0 | null;
}

/** Which one of several settings has a value; the others are null. Its texts are those of `settings.<key>`. */
export interface ModeField extends Common {
  control: 'mode';
  setting: Pick<Setting, 'path'> & { entry: Record<string, never> };
  modes: readonly { value: string; path: string }[];
}

export type SettingField = ValueField | SwitchField | ModeField;

export function inForce({ when }: SettingField, draft: Draft): boolean {
  return when === undefined || when.is.includes(draft[when.key] ?? '');
}

const isValue = (field: SettingField): field is ValueField =>
  field.control !== 'mode' && field.control !== 'switch';

export const fieldLabel = (field: SettingField): string =>
  isValue(field) && field.amount ? amountLabelOf(field.setting) : labelOf(field.setting);

/** The label within a sentence. */
export const fieldNoun = (field: SettingField): string =>
  isValue(field) && field.amount ? amountNounOf(field.setting) : nounOf(field.setting);

export const fieldHelp = (field: SettingField): string => explanationOf(field.setting);

export function fieldOptions(field: SettingField): Option[] {
  if (field.control === 'mode')
    return ['none', ...field.modes.map(({ value }) => value)].map((value) => ({
      value,
      label: t(`settings.${field.key}.values.${value}` as Key),
    }));
  return field.setting.options.map((value) => ({ value, label: optionName(field.setting, value) }));
}

/** Shown while the field is empty: "all". */
export const fieldPlaceholder = (field: SettingField): string | undefined =>
  isValue(field) && field.optional ? offWord(field.setting) : undefined;

/** Shown behind the number: "steps". */
export const fieldUnit = (field: SettingField): string | undefined =>
  isValue(field) ? unitOf(field.setting) : undefined;
