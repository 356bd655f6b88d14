/** What turns some settings into others, by path: the opposite of `withOverrides`. */
import { sameJson } from '../../basics/same-json';
import type { SettingChanges, SettingValue, TrainingSettings } from '../settings';
import { inForce, SETTINGS, type Setting, valueAt } from './list';

/** Without the seed, and without what is not chosen, such as the extensions of a run. */
export function changesBetween(start: TrainingSettings, settings: TrainingSettings): SettingChanges {
  return Object.fromEntries(
    SETTINGS.filter(({ entry }) => !entry.hidden).flatMap((setting) => {
      const value = valueAt(settings, setting.path);
      if (value === undefined || sameJson(value, startOf(setting, start, settings))) return [];
      // Its settings turn a part on.
      return setting.type === 'part' && value !== null ? [] : [[setting.path, value as SettingValue]];
    }),
  );
}

/** The settings that differ although nobody chose them: those that another kind of optimizer or schedule starts with. */
export const impliedBetween = (start: TrainingSettings, settings: TrainingSettings): Setting[] =>
  SETTINGS.filter((setting) => {
    const [before, value] = [start, settings].map((each) => valueAt(each, setting.path));
    if (setting.entry.hidden || !inForce(setting, settings) || !inForce(setting, start)) return false;
    return !sameJson(value, before) && sameJson(value, startOf(setting, start, settings));
  });

/** Another kind of optimizer or schedule starts with its own defaults. */
function startOf(
  { path, kinds, common }: Setting,
  start: TrainingSettings,
  settings: TrainingSettings,
): unknown {
  const kind = kinds && valueAt(settings, kinds.path);
  if (!kinds || common || kind === valueAt(start, kinds.path)) return valueAt(start, path);
  return kinds.defaults.get(String(kind));
}
