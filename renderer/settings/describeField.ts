/** A field's value and name as people read them. */
import { formatCount } from '../../core/format/number';
import { t } from '../../core/messages';
import { datasetName } from '../../core/study/data';
import { type Draft, fieldNoun, fieldOptions, fieldPlaceholder, type SettingField } from './field';
import { fieldOf } from './fields';

/** "SGD", "on", "all", "0.01". */
export function shownValue(field: SettingField, draft: Draft): string {
  const value = draft[field.key];
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  if (value === undefined) return '';
  if (field.key === 'dataset') return datasetName(value);
  const chosen = fieldOptions(field).find((option) => option.value === value)?.label;
  if (chosen !== undefined) return chosen;
  if (value.trim() === '') return fieldPlaceholder(field) ?? '';
  return field.control === 'integer' && /^\d+$/.test(value) ? formatCount(Number(value)) : value;
}

/** A field's noun with the part it belongs to: several parts have an "alpha" or a "patience". */
export function fullNoun(field: SettingField): string {
  const label = fieldNoun(field);
  const { key, when } = field;
  const of =
    key.startsWith('schedule.') && key !== 'schedule.type'
      ? fieldOf('schedule.type')
      : when?.is.includes(true)
        ? fieldOf(when.key)
        : undefined;
  return of ? t('settings.labelIn', { part: fieldNoun(of), label }) : label;
}

export const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
