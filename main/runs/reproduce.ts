/** The command that reproduces a run: flags where they exist, `--set` for other settings that are not the default. */
import { writeClasses } from '../../core/study/classes';
import {
  defaultUnder,
  flagOf,
  inForce,
  SETTINGS,
  type Setting,
  settingAt,
  valueAt,
} from '../../core/study/setting/list';
import type { TrainingSettings } from '../../core/study/settings';
import { quote } from '../basics/shell-quote';

/** Always given. */
const essential = new Set(['dataset', 'epochs', 'batchSize', 'optimizer.learningRate', 'seed']);

/** Flags whose form differs from the setting's. */
const writers: Readonly<Record<string, (settings: TrainingSettings) => readonly string[]>> = {
  'selection.validation.kind': ({ selection: { validation } }) =>
    validation.kind === 'held-out' ? [`--val-split ${validation.amount}`] : [],
  'selection.validation.amount': () => [],
  'optimizer.clipnorm': ({ optimizer: { clipnorm, clipvalue, globalClipnorm } }) =>
    clipvalue === null && globalClipnorm === null ? [`--clipnorm ${clipnorm ?? 'none'}`] : [],
  'selection.classes': ({ selection: { classes } }) =>
    classes ? [`--classes ${quote(writeClasses(classes).replaceAll(', ', ','))}`] : [],
};

/** Uses the folder's graph.json; `skipwire train` reads exactly these settings back. */
export const reproduceCommand = (settings: TrainingSettings): string =>
  ['npx skipwire train graph.json', ...flagsOf(SETTINGS, settings)].join(' ');

/**
 * The same for networks that were trained with the same settings and seeds.
 * @param graphs paths of graph files, without spaces
 */
export function reproduceStudyCommand(
  graphs: readonly string[],
  seeds: readonly number[],
  settings: TrainingSettings,
): string {
  const others = SETTINGS.filter(({ path }) => path !== 'seed');
  return [
    `npx skipwire study --arms ${graphs.join(',')} --seeds ${seeds.join(',')}`,
    ...flagsOf(others, settings),
  ].join(' ');
}

const flagsOf = (all: readonly Setting[], settings: TrainingSettings): string[] =>
  all.filter((one) => inForce(one, settings)).flatMap((one) => written(one, settings));

/** The common value of the fields that a part's flag sets; undefined if they differ or have the default. */
function amountOf({ path, entry }: Setting, settings: TrainingSettings): unknown {
  const fields = (entry.flagSets ?? []).map((name) => settingAt(`${path}.${name}`));
  const values = new Set(fields.map((field) => valueAt(settings, field.path)));
  const [value] = values;
  return entry.flag && values.size === 1 && value !== fields[0]?.default ? value : undefined;
}

function written(setting: Setting, settings: TrainingSettings): readonly string[] {
  const { path, entry, type } = setting;
  const own = writers[path];
  if (own) return own(settings);
  const value = valueAt(settings, path);
  const usual = defaultUnder(setting, settings);
  if (!essential.has(path) && (value === usual || String(value) === String(usual))) return [];
  const set = (text: string) => [`--set ${path}=${text}`];
  if (type === 'part') {
    const amount = amountOf(setting, settings);
    if (!entry.flag) return set('on');
    return [amount === undefined ? flagOf(setting) : `${flagOf(setting)} ${amount}`];
  }
  if (setting.part !== undefined && amountOf(settingAt(setting.part), settings) !== undefined) {
    const { entry: of } = settingAt(setting.part);
    if (of.flagSets?.includes(path.slice(setting.part.length + 1))) return [];
  }
  if (type === 'classes') return [`--set '${path}=${JSON.stringify(value)}'`];
  if (typeof value === 'boolean') {
    if (entry.flag) return [`--${value ? '' : 'no-'}${entry.flag}`];
    return set(value ? 'on' : 'off');
  }
  const text = value === null ? 'none' : String(value);
  return entry.flag ? [`${flagOf(setting)} ${text}`] : set(text);
}
