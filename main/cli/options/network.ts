/** Options for how a preset is built. */
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { hintFor } from '../../../core/basics/suggest';
import { join, message, t, textOf } from '../../../core/messages';
import { mustBe } from '../../../core/study/setting/rules';
import {
  publishedStyle,
  type Style,
  type StyleArguments,
  styleArgumentsSchema,
  styleNames,
} from '../../../core/styles';
import { refuse } from '../../basics/refusal';
import { readValue } from './overrides';
import { addTuningOptions, type TuningFlags } from './tuning';
import { imageShape, number } from './values';

export interface StyleFlags {
  /** A published style or one that was saved in the app. */
  style?: string;
  /** Arguments that replace those of the style. */
  styleSet?: Partial<StyleArguments>;
}

export interface NetworkFlags extends StyleFlags, TuningFlags {
  input?: [number, number, number];
  classes?: number;
}

export const addNetworkOptions = (command: Command): Command =>
  addTuningOptions(addStyleOptions(command.argument('<network>', t('cli.arguments.network'))))
    .option('--input <shape>', t('cli.options.input'), imageShape)
    .option('--classes <n>', t('cli.options.classes'), number(z.int().min(1).max(1_000_000)));

const { shape } = styleArgumentsSchema;
const names = Object.keys(shape);

export const addStyleOptions = (command: Command): Command =>
  command
    .option('--style <name>', t('cli.options.style', { names: join(styleNames, 'unit') }))
    .option(
      '--style-set <argument=value>',
      t('cli.options.styleSet', { names: join(names, 'unit') }),
      styleArgument,
    );

/** Reads `stem=3x3` and adds it to the earlier ones. */
function styleArgument(text: string, before: Partial<StyleArguments> = {}): Partial<StyleArguments> {
  const [, name, value] = /^(\w+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError(t('cli.style.pair'));
  if (!Object.hasOwn(shape, name)) {
    const there = message('settings.thereAre', { names: join(names, 'unit') });
    throw new InvalidArgumentError(textOf(hintFor(name, names, there)));
  }
  const schema = shape[name as keyof StyleArguments];
  const [asText, asValue] = [value, readValue(value)].map((one) => schema.safeParse(one));
  const parsed = asText?.success ? asText : asValue!;
  if (parsed.success) return { ...before, [name]: parsed.data };
  const rule = mustBe(schema.unwrap(), parsed.error.issues[0]);
  throw new InvalidArgumentError(t('settings.it', { rule }));
}

/**
 * The style that the flags select.
 * @throws Refusal if there is no such style
 */
export async function styleFrom({ style = 'study', styleSet = {} }: StyleFlags): Promise<Style> {
  const base = publishedStyle(style)?.style ?? (await savedStyle(style));
  const changed = Object.entries(styleSet).some(([name, value]) => value !== base[name as keyof Style]);
  return { ...base, ...styleSet, name: changed ? `${base.name}*` : base.name };
}

async function savedStyle(name: string): Promise<Style> {
  const { KeptStore } = await import('../../kept');
  const { keptRoot } = await import('../../basics/paths');
  const { say } = await import('../output/output');
  const { concerns } = await new KeptStore({ root: keptRoot(), warn: say }).load();
  const saved = concerns.styles ?? {};
  const { data } = styleArgumentsSchema.safeParse(saved[name]);
  if (data) return { ...data, name };
  const all = [...styleNames, ...Object.keys(saved)];
  const hint = hintFor(name, all, message('settings.thereAre', { names: join(all, 'unit') }));
  return refuse('cli.style.unknown', { name, hint });
}
