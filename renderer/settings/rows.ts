/** A run's settings as rows of a table, by the form's labels; fields that are not in force are left out. */
import { describeExtension } from '../../core/study/describe-schedule';
import { labelOf } from '../../core/study/setting/texts';
import type { TrainingSettings } from '../../core/study/settings';
import { capital, fullNoun, shownValue } from './describeField';
import { draftOf } from './draft';
import { inForce } from './field';
import { FIELDS } from './fields';

export interface SettingRow {
  /** Unique: "Mixup alpha", "Schedule factor". */
  what: string;
  value: string;
}

/** Settings that differ between two runs; a dash if a setting is not in force in one of them. */
export function settingDifferences(
  first: TrainingSettings,
  second: TrainingSettings,
): { what: string; first: string; second: string }[] {
  const valuesOf = (settings: TrainingSettings) =>
    new Map(settingRows(settings).map(({ what, value }) => [what, value]));
  const one = valuesOf(first);
  const other = valuesOf(second);
  return [...new Set([...one.keys(), ...other.keys()])]
    .map((what) => ({ what, first: one.get(what) ?? '–', second: other.get(what) ?? '–' }))
    .filter((row) => row.first !== row.second);
}

export function settingRows(settings: TrainingSettings): SettingRow[] {
  const draft = draftOf(settings);
  // Not in the form: extending a run adds it.
  const extended = settings.extensions.map(describeExtension).join(', ');
  return [
    ...FIELDS.filter((field) => inForce(field, draft)).map((field) => ({
      what: capital(fullNoun(field)),
      value: shownValue(field, draft),
    })),
    ...(extended ? [{ what: labelOf({ path: 'extensions' }), value: extended }] : []),
  ];
}
