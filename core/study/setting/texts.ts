/** The texts of a setting: `settings.<path>.label` and the like. Missing ones are derived from others. */
import { formatCount } from '../../format/number';
import { has, join, type Key, t, type Values } from '../../messages';
import { datasetName } from '../data';
import type { SettingEntry } from './entry';
import type { Setting } from './list';

/** `amount.label` is for the number behind a switch. */
type Part = 'label' | 'noun' | 'help' | 'details' | 'off' | 'phrase' | 'phraseOff' | 'amount.label';

const keyOf = (path: string, part: string): Key | undefined => {
  const key = `settings.${path}.${part}`;
  return has(key) ? key : undefined;
};

function textOf(path: string, part: Part, values?: Values): string | undefined {
  const key = keyOf(path, part);
  return key && t(key, values);
}

type Named = Pick<Setting, 'path'>;

/** `Batch size`. */
export const labelOf = ({ path }: Named): string => textOf(path, 'label') ?? path;

const lowered = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** In a sentence: `batch size`, `AMSGrad`. */
export function nounOf({ path }: Named): string {
  return textOf(path, 'noun') ?? lowered(labelOf({ path }));
}

/** For the command line. */
export const helpOf = ({ path }: Named): string => textOf(path, 'help') ?? '';

/** Help, source and details. */
export function explanationOf({
  path,
  entry,
}: {
  path: string;
  entry: Pick<SettingEntry, 'source'>;
}): string {
  const help = helpOf({ path });
  const source = entry.source ? ` (${entry.source})` : '';
  const first = /[.!?]$/.test(help) ? help + source : `${help}${source}.`;
  return [first, textOf(path, 'details')].filter(Boolean).join(' ');
}

export const amountLabelOf = (setting: Named): string =>
  textOf(setting.path, 'amount.label') ?? labelOf(setting);

export function amountNounOf(setting: Named): string {
  return lowered(amountLabelOf(setting));
}

/** `per channel`; the option itself if it has no name: `float32`. */
export function optionName({ path, entry }: Pick<Setting, 'path' | 'entry'>, option: string): string {
  const key = entry.names ? keyOf(entry.names, option) : keyOf(path, `values.${option}`);
  return key ? t(key) : option;
}

/** For null: `all`, `never`. */
export const offWord = ({ path }: Named): string => textOf(path, 'off') ?? t('settings.off');

/** `steps` */
export function unitOf({ entry }: Pick<Setting, 'entry'>, count = 2): string | undefined {
  const { unit } = entry;
  return unit === undefined || unit === 'share' ? undefined : t(`settings.units.${unit}`, { n: count });
}

const numberText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e15 ? formatCount(value) : String(value);

/** `2,000`, `0.0001`, `on`, `per channel`, `32,000, 48,000`. */
export function valueText(setting: Setting, value: unknown): string {
  if (value === null || value === undefined) return offWord(setting);
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value))
    return join(
      value.map((one) => valueText(setting, one)),
      'unit',
    );
  return setting.path === 'dataset' ? datasetName(String(value)) : optionName(setting, String(value));
}

/** With its unit: `5 epochs`. */
function amountText(setting: Setting, value: unknown): string {
  const text = valueText(setting, value);
  const unit = typeof value === 'number' ? unitOf(setting, value) : undefined;
  return unit ? t('settings.units.with', { number: text, unit }) : text;
}

/** In a list of settings: `momentum 0.9`, `Nesterov`, `no mixup`. */
export function phraseOf(setting: Setting, value: unknown, fields: Values = {}): string {
  const { path, type, entry } = setting;
  const off = value === null || value === false || value === 'none' || (entry.switched && value === 0);
  const noun = nounOf(setting);
  if (off) return textOf(path, 'phraseOff') ?? t('settings.phraseOff', { noun });
  const values = {
    ...fields,
    noun,
    value: amountText(setting, value),
    ...(typeof value === 'number' ? { n: value } : {}),
  };
  return (
    textOf(path, 'phrase', values) ??
    (type === 'boolean' || type === 'part' ? noun : t('settings.phrase', values))
  );
}
