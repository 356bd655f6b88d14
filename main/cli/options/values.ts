/** Reads the values of options. @throws InvalidArgumentError with the rule. */
import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { readNumber } from '../../../core/format/read-number';
import { message, t } from '../../../core/messages';
import { datasetIdSchema } from '../../../core/study/data';
import { mustBe } from '../../../core/study/setting/rules';

export function checked<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(t('settings.it', { rule: mustBe(schema, parsed.error.issues[0]) }));
}

/** A decimal number that `schema` accepts. */
export function number(schema: z.ZodType<number>): (text: string) => number {
  return (text) => {
    const value = readNumber(text);
    if (!Number.isNaN(value)) return checked(schema, value);
    const rule = message('settings.rules.any', { kind: 'number' });
    throw new InvalidArgumentError(t('settings.itMust', { rule }));
  };
}

/** Like `number`, or `none`, since commander turns null into an empty text. */
export function numberOrNone(schema: z.ZodType<number>): (text: string) => number | 'none' {
  const read = number(schema);
  return (text) => (text === 'none' ? text : read(text));
}

/** `1,2,3`. */
export function numbers(schema: z.ZodType<number>): (text: string) => number[] {
  const read = number(schema);
  return (text) => text.split(',').map(read);
}

/** `32x32x3`: height, width and channels. */
export function imageShape(text: string): [number, number, number] {
  const sides = text.split(/[x×]/i).map((side) => (/^[1-9]\d{0,6}$/.test(side.trim()) ? Number(side) : 0));
  const [height = 0, width = 0, channels = 0] = sides;
  if (sides.length !== 3 || sides.includes(0)) throw new InvalidArgumentError(t('cli.values.shape'));
  return [height, width, channels];
}

/** Names between commas, in one value or several: `--arms a,b c`. */
export function words(text: string, before: readonly string[] = []): string[] {
  const found = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (found.length === 0) throw new InvalidArgumentError(t('cli.values.names'));
  return [...before, ...found];
}

/** Only its form is checked here; the store knows which data sets there are. */
export function datasetId(text: string): string {
  const parsed = datasetIdSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError(t('cli.values.dataset'));
  return parsed.data;
}
