/** The settings that an arm can have of its own, or that a study can vary. */

import { overridesOf } from '../../../core/ablation/cells';
import { settingsOf } from '../../../core/ablation/read';
import type { Study } from '../../../core/ablation/study';
import { textOf } from '../../../core/messages';
import { withOverrides } from '../../../core/study/setting/override';
import type { SettingChanges, SettingValue, TrainingSettings } from '../../../core/study/settings';
import { StudyError } from '../../../core/study/study-error';
import { draftOf, readField } from '../../settings/draft';
import { type Draft, inForce, type SettingField, type ValueField } from '../../settings/field';
import { FIELDS } from '../../settings/fields';

const isValue = (field: SettingField): field is ValueField =>
  field.control !== 'mode' && field.control !== 'switch' && field.control !== 'classes';

/** Fields that can be changed alone, and have an effect with these settings. One behind a switch turns it on. */
export const fieldsUnder = (draft: Draft): ValueField[] =>
  FIELDS.filter(isValue).filter((field) => field.amount || inForce(field, draft));

/** Undefined where the setting is not in the form. */
export const fieldAt = (path: string, draft: Draft): ValueField | undefined =>
  FIELDS.filter(isValue).find((field) => field.path === path && (field.amount || inForce(field, draft)));

export interface Applied {
  settings?: TrainingSettings;
  /** What is wrong with the changes. */
  problem?: string;
}

export function applied(study: Pick<Study, 'recipe' | 'settings'>, changes: SettingChanges): Applied {
  try {
    return { settings: withOverrides(settingsOf(study), overridesOf(changes)) };
  } catch (error) {
    if (error instanceof StudyError) return { problem: textOf(error.said) };
    throw error;
  }
}

/** The form's values with these changes. A change that is wrong is left out. */
export function draftWith(study: Pick<Study, 'recipe' | 'settings'>, changes: SettingChanges): Draft {
  return draftOf(applied(study, changes).settings ?? settingsOf(study));
}

/** The value of what was typed in a field; a number that cannot be read stays as it was typed, so that it is refused. */
export function typedValue(field: ValueField, typed: string | boolean): SettingValue {
  const value = readField(field, typed);
  return Number.isNaN(value) ? (typed as string) : (value as SettingValue);
}
