/** What a field says, in words for a person. */
import { formatCount } from '../../core/format/number';
import type { Draft, SettingField } from './field';

/** "SGD", "on", "all", "0.01". */
export function shownValue(field: SettingField, draft: Draft): string {
  const value = draft[field.key];
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value === undefined) return '';
  const options =
    field.control === 'mode' ? [field.none, ...field.modes] : 'options' in field ? field.options : [];
  const chosen = options?.find((option) => option.value === value)?.label;
  if (chosen !== undefined) return chosen;
  if (value.trim() === '' && 'empty' in field) return field.empty ?? '';
  return field.control === 'integer' && /^\d+$/.test(value) ? formatCount(Number(value)) : value;
}
