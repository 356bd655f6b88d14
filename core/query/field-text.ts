/** Values of fields (run-fields.ts) as the run table shows them. */
import { formatSeconds } from '../format/duration';
import { formatMoment } from '../format/moment';
import {
  formatCompact,
  formatCount,
  formatDecimals,
  formatLoss,
  formatPercent,
  formatRate,
  formatSigned,
} from '../format/number';
import { t } from '../messages';
import { amountLabelOf, labelOf, valueText } from '../study/setting/texts';
import type { FieldValue, RunField, Unit } from './run-fields';

/** The heading of its column. */
export const headingOf = ({ heading, setting, name, type }: RunField): string => {
  if (heading) return t(heading);
  if (!setting) return name;
  return type === 'number' ? amountLabelOf(setting) : labelOf(setting);
};

const plain = (text: (value: number) => string) => ({
  text,
  difference: (value: number) => signed(value, text),
  spread: (mean: number, deviation: number) => `${text(mean)} ± ${text(deviation)}`,
});

const signed = (value: number, text: (value: number) => string): string =>
  value === 0 ? text(0) : `${value > 0 ? '+' : '−'}${text(Math.abs(value))}`;

interface NumberTexts {
  text(value: number): string;
  difference(value: number): string;
  spread(mean: number, deviation: number): string;
}

const UNITS: Readonly<Record<Unit, NumberTexts>> = {
  share: {
    text: (value) => formatPercent(value, 2),
    difference: (value) => formatSigned(100 * value, 2).replace('-', '−'),
    spread: (mean, deviation) => `${formatDecimals(100 * mean, 2)} ± ${formatPercent(deviation, 2)}`,
  },
  loss: plain(formatLoss),
  count: plain((value) => (Number.isInteger(value) ? formatCount(value) : formatDecimals(value, 1))),
  large: plain(formatCompact),
  rate: plain(formatRate),
  seconds: plain(formatSeconds),
  speed: plain(formatCount),
};

const numbersOf = ({ unit, setting }: RunField): NumberTexts =>
  unit
    ? UNITS[unit]
    : plain((value) => (setting && Number.isInteger(value) ? valueText(setting, value) : formatRate(value)));

/** A dash where the run has none. */
export function fieldText(field: RunField, value: FieldValue | undefined): string {
  if (value === undefined || (value === null && !field.setting)) return '–';
  if (typeof value === 'number' && !Number.isFinite(value)) return t('query.notFinite');
  if (field.setting) {
    if (typeof value === 'number' && field.type === 'number' && !(field.switched && value === 0))
      return numbersOf(field).text(value);
    return value === 'on' && field.setting.type === 'part'
      ? t('settings.on')
      : valueText(field.setting, value);
  }
  if (typeof value === 'number') return numbersOf(field).text(value);
  if (typeof value === 'boolean') return value ? t('settings.on') : '';
  switch (field.name) {
    case 'state':
      return t('cli.end.state', { state: value ?? '' });
    case 'network':
      return t('compare.runs.variant', { variant: value ?? '' });
    case 'created':
      return formatMoment(String(value));
    default:
      return String(value);
  }
}

/** With its sign; of shares in percentage points. */
export const differenceText = (field: RunField, difference: number): string =>
  numbersOf(field).difference(difference);

/** `73.40 ± 0.31%`; without the deviation for a single value. */
export const spreadText = (field: RunField, mean: number, deviation: number | undefined): string =>
  deviation === undefined ? numbersOf(field).text(mean) : numbersOf(field).spread(mean, deviation);
