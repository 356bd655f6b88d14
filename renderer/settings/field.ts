/** What the form knows of one control, its words among them. Fields are made of the settings (fields.ts). */
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
  /**
   * Unique in the form. Fields of one optimizer or schedule carry its name, so that what was typed for one
   * stays while another is tried.
   */
  key: string;
  /** In force only while another field, which stands before it, has one of these values. */
  when?: { key: string; is: readonly (string | boolean)[] };
}

/** A value at a dotted path of the settings. */
export interface ValueField extends Common {
  /** classes: a list of them as core/study/classes.ts writes it. */
  control: 'integer' | 'number' | 'integers' | 'choice' | 'toggle' | 'classes' | 'text';
  path: string;
  setting: Setting;
  /** Nothing typed is null. */
  optional: boolean;
  /** The number behind a switch. */
  amount: boolean;
}

/** Turns a part on or off; off stands as this value at the path, and the fields that wait for it say the rest. */
export interface SwitchField extends Common {
  control: 'switch';
  path: string;
  setting: Setting;
  off: 0 | null;
}

/** Which one of several values is in force; the others are null. Its words are those of `settings.<key>`. */
export interface ModeField extends Common {
  control: 'mode';
  modes: readonly { value: string; path: string }[];
}

export type SettingField = ValueField | SwitchField | ModeField;

/** Whether a field has a meaning under what else is chosen. */
export function inForce({ when }: SettingField, draft: Draft): boolean {
  return when === undefined || when.is.includes(draft[when.key] ?? '');
}

const isAmount = (field: SettingField): field is ValueField =>
  field.control !== 'mode' && field.control !== 'switch' && field.amount;
const named = (field: SettingField) => (field.control === 'mode' ? { path: field.key } : field.setting);

export const fieldLabel = (field: SettingField): string =>
  isAmount(field) ? amountLabelOf(field.setting) : labelOf(named(field));

/** Within a sentence. */
export const fieldNoun = (field: SettingField): string =>
  isAmount(field) ? amountNounOf(field.setting) : nounOf(named(field));

export const fieldHelp = (field: SettingField): string =>
  field.control === 'mode' ? explanationOf({ path: field.key, entry: {} }) : explanationOf(field.setting);

/** The choices of a field, by the names that people have for them. */
export function fieldOptions(field: SettingField): Option[] {
  if (field.control === 'mode')
    return ['none', ...field.modes.map(({ value }) => value)].map((value) => ({
      value,
      label: t(`settings.${field.key}.values.${value}` as Key),
    }));
  return field.setting.options.map((value) => ({ value, label: optionName(field.setting, value) }));
}

/** Shown while nothing is typed: "all". */
export const fieldPlaceholder = (field: SettingField): string | undefined =>
  field.control !== 'mode' && field.control !== 'switch' && field.optional
    ? offWord(field.setting)
    : undefined;

/** Shown behind the number: "steps". */
export const fieldUnit = (field: SettingField): string | undefined =>
  field.control === 'mode' || field.control === 'switch' ? undefined : unitOf(field.setting);
