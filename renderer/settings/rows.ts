/** The settings of a run as rows of a table: every field that has a meaning in it, by the form's own labels. */
import { describeExtension } from '../../core/study/schedule-words';
import { labelOf } from '../../core/study/setting/texts';
import type { TrainingSettings } from '../../core/study/settings';
import { draftOf } from './draft';
import { type Draft, inForce, type SettingField } from './field';
import { FIELDS } from './fields';
import { capital, fullNoun, shownValue } from './shownValue';

export interface SettingRow {
  /** Unique: "Mixup alpha", "Schedule factor". */
  what: string;
  value: string;
}

const rowOf = (field: SettingField, draft: Draft): SettingRow => ({
  what: capital(fullNoun(field)),
  value: shownValue(field, draft),
});

/** Settings that two runs do not share; a dash where a setting has no meaning in one of them. */
export function settingDifferences(
  first: TrainingSettings,
  second: TrainingSettings,
): { what: string; first: string; second: string }[] {
  const [one, other] = [first, second].map(
    (settings) => new Map(settingRows(settings).map(({ what, value }) => [what, value])),
  ) as [Map<string, string>, Map<string, string>];
  return [...new Set([...one.keys(), ...other.keys()])]
    .map((what) => ({ what, first: one.get(what) ?? '–', second: other.get(what) ?? '–' }))
    .filter((row) => row.first !== row.second);
}

export function settingRows(settings: TrainingSettings): SettingRow[] {
  const draft = draftOf(settings);
  // What no form has: a run gets it when it is extended.
  const extended = settings.extensions.map(describeExtension).join(', ');
  return [
    ...FIELDS.filter((field) => inForce(field, draft)).map((field) => rowOf(field, draft)),
    ...(extended ? [{ what: labelOf({ path: 'extensions' }), value: extended }] : []),
  ];
}
