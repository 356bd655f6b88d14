/** What turns some settings into others, by path: the opposite of `withOverrides`. */
import { sameJson } from '../../basics/same-json';
import type { SettingChanges, SettingValue, TrainingSettings } from '../settings';
import { SETTINGS, type Setting, valueAt } from './list';

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
