/** The flags of the training settings, derived from their entries (core/study/setting). */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { readShare } from '../../../core/format/read-number';
import { listOf, t, textOf } from '../../../core/messages';
import { ClassListError, readClasses } from '../../../core/study/classes';
import { selectionSchema } from '../../../core/study/data';
import { SETTING_SECTIONS, type SettingGroup } from '../../../core/study/setting/entry';
import { flagOf, SETTINGS, type Setting, settingAt, valueAt } from '../../../core/study/setting/list';
import { type Override, withOverrides } from '../../../core/study/setting/override';
import { helpOf, nounOf } from '../../../core/study/setting/texts';
import type { TrainingSettings } from '../../../core/study/settings';
import { refuse } from '../../basics/refusal';
import { heading } from '../help';
import { override } from './overrides';
import { checked, number, numberOrNone } from './values';

export type SettingFlags = Readonly<Record<string, unknown>> & { set?: Override[] };

const flagged = SETTINGS.filter(({ entry }) => entry.flag !== undefined);

const nameOf = (setting: Setting): string => new Option(flagOf(setting)).attributeName();

type Read = (text: string) => unknown;

/** `0.1` or `10%`. */
function shareOf(text: string): number {
  const share = readShare(text);
  if (Number.isNaN(share)) throw new InvalidArgumentError(t('settings.help.share'));
  return share;
}

/** For values that are written differently than they are stored. */
const readers: Readonly<Record<string, Read>> = {
  /** `official`, `5000`, `0.1`, `10%`. */
  'selection.validation.kind': (text) => {
    if (text === 'official') return { kind: 'official' };
    const amount = shareOf(text);
    if (text.includes('%') && amount >= 1) throw new InvalidArgumentError(t('settings.help.lessThanAll'));
    checked(settingAt('selection.validation.amount').schema, amount);
    return { kind: 'held-out', amount };
  },
  /** `cat,dog`, `pets=cat+dog,truck` or `all`. */
  'selection.classes': (text) => {
    if (text === 'all') return 'none';
    try {
      const classes = readClasses(text);
      if (classes.length < 2) throw new InvalidArgumentError(t('settings.fewClasses'));
      return checked(selectionSchema.shape.classes.unwrap(), classes);
    } catch (error) {
      if (error instanceof ClassListError) throw new InvalidArgumentError(textOf(error.said));
      throw error;
    }
  },
};

/** The setting that a part's flag sets. */
const amountOf = ({ path, entry }: Setting): Setting => settingAt(`${path}.${entry.flagSets?.[0]}`);

function readerOf(setting: Setting): Read {
  const own = readers[setting.path];
  if (own) return own;
  const { schema, nullable } = setting.type === 'part' ? amountOf(setting) : setting;
  const numeric = schema as z.ZodType<number>;
  if (setting.type === 'part') return numberOrNone(numeric);
  if (setting.entry.unit === 'share') return (text) => checked(numeric, shareOf(text));
  return nullable ? numberOrNone(numeric) : number(numeric);
}

function placeholderOf(setting: Setting): string {
  const { type, entry } = setting;
  if (setting.path === 'selection.validation.kind') return 'amount';
  if (type === 'choice' || type === 'classes') return type === 'choice' ? 'name' : 'list';
  return entry.unit ?? (type === 'integer' ? 'n' : 'value');
}

function explained(setting: Setting): string {
  let help = helpOf(setting);
  const { entry, kinds, nullable, type } = setting;
  if (kinds && kinds.defaults.size < settingAt(kinds.path).options.length)
    help = t('settings.help.of', { help, kinds: listOf([...kinds.defaults.keys()]) });
  if (type === 'boolean') return t('settings.help.no', { help, flag: entry.flag as string });
  return nullable && setting.path !== 'selection.classes' ? t('settings.help.none', { help }) : help;
}

function optionsOf(setting: Setting): Option[] {
  const flag = flagOf(setting);
  const help = explained(setting);
  if (setting.type === 'boolean')
    return [new Option(flag, help), new Option(`--no-${setting.entry.flag}`).hideHelp()];
  const part = setting.type === 'part';
  const amount = placeholderOf(part ? amountOf(setting) : setting);
  const option = new Option(`${flag} ${part ? `[${amount}]` : `<${amount}>`}`, help);
  const plainChoice = setting.type === 'choice' && !readers[setting.path];
  return [plainChoice ? option.choices(setting.options) : option.argParser(readerOf(setting))];
}

/** Each command has its own `--dataset` and `--seed`: required, or with a default. */
const byHand = new Set(['dataset', 'seed']);

/** Title of the form's section with this group. */
export function headingOf(group: SettingGroup): string {
  const section = SETTING_SECTIONS.find(({ groups }) => (groups as readonly SettingGroup[]).includes(group));
  if (!section) throw new Error(`No section has the group "${group}".`);
  return heading(t(`settings.sections.${section.id}`));
}

/** Adds the flags of these groups, and `--set` for everything else. */
export function addSettingFlags(command: Command, groups: readonly SettingGroup[]): Command {
  for (const setting of flagged) {
    if (byHand.has(setting.path) || !groups.includes(setting.entry.group)) continue;
    for (const option of optionsOf(setting)) {
      command.addOption(option.helpGroup(headingOf(setting.entry.group)));
    }
  }
  return command.option('--set <path=value>', t('settings.help.set'), override);
}

function overrideOf(setting: Setting, value: unknown): Override {
  const path = setting.path.split('.');
  if (setting.type === 'part') {
    if (value === 'none') return { path, value: null };
    const names = value === true ? [] : (setting.entry.flagSets ?? []);
    return { path, value: Object.fromEntries(names.map((name) => [name, value])) };
  }
  if (setting.type === 'choice' && typeof value === 'object') return { path: path.slice(0, -1), value };
  return { path, value: value === 'none' && setting.nullable ? null : value };
}

const given = (flags: SettingFlags) =>
  flagged.flatMap((setting) => {
    const value = flags[nameOf(setting)];
    return value === undefined ? [] : [{ setting, value }];
  });

/** `--set` comes last. */
export const overridesOf = (flags: SettingFlags): Override[] => [
  ...given(flags).map(({ setting, value }) => overrideOf(setting, value)),
  ...(flags.set ?? []),
];

/** @throws Refusal for a flag that belongs to another kind of optimizer or schedule. */
function checkKinds(flags: SettingFlags, settings: TrainingSettings, overrides: readonly Override[]): void {
  for (const { setting } of given(flags)) {
    if (!setting.kinds) continue;
    const { path, defaults } = setting.kinds;
    const chosen = overrides.findLast((one) => one.path.join('.') === path);
    const kind = String(chosen ? chosen.value : valueAt(settings, path));
    if (defaults.has(kind)) continue;
    refuse('settings.otherKind', {
      flag: flagOf(setting),
      kinds: listOf([...defaults.keys()]),
      choice: nounOf({ path }),
      kind,
    });
  }
}

/** @throws Refusal for a flag of another optimizer, an unknown setting, or a value out of range. */
export function withFlags(settings: TrainingSettings, flags: SettingFlags): TrainingSettings {
  const overrides = overridesOf(flags);
  checkKinds(flags, settings, overrides);
  return withOverrides(settings, overrides);
}
