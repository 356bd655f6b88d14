/** The published styles, and reading a style from its name or a document. */
import { type Key, listOf, message, type PlainIssue, plainIssues, preview } from '../messages';
import { type Style, type StyleArguments, styleArgumentsSchema, styleSchema } from './arguments';
import { OptionError } from './option-error';

export { type Style, type StyleArguments, styleArgumentsSchema } from './arguments';

interface PublishedStyle {
  title: string;
  /** One line for the presets menu. */
  help: Key;
  style: Style;
}

const published = <Name extends string>(
  name: Name,
  title: string,
  help: Key,
  changes: Partial<StyleArguments>,
) => ({ title, help, style: { ...styleArgumentsSchema.parse(changes), name } });

const paper: Partial<StyleArguments> = {
  momentum: 0.9,
  epsilon: 1e-5,
  stridedPadding: 'symmetric',
  kernelInitializer: 'he_normal',
};

const list = [
  published('study', 'Study', 'presets.style.study', { convBias: true, basicProjection: '3x3' }),
  published('paper', 'Paper', 'presets.style.paper', { ...paper, shortcut: 'by_family' }),
  published('keras', 'Keras', 'presets.style.keras', {
    convBias: true,
    epsilon: 1.001e-5,
    stridedPadding: 'symmetric',
  }),
  published('torchvision', 'torchvision', 'presets.style.torchvision', {
    ...paper,
    bottleneckStride: 'middle',
  }),
  published('cifar', 'CIFAR', 'presets.style.cifar', { ...paper, bottleneckStride: 'middle', stem: '3x3' }),
] as const;

export type StyleName = (typeof list)[number]['style']['name'];

const byName: ReadonlyMap<string, PublishedStyle> = new Map(list.map((each) => [each.style.name, each]));

export const styleNames: readonly StyleName[] = list.map(({ style }) => style.name);

export function publishedStyle(name: string): PublishedStyle | undefined {
  return byName.get(name);
}

/** Arguments, or the name of a published style (before version 2). */
type StoredStyle = string | Readonly<Record<string, unknown>>;

type StyleReading = { ok: true; style: Style } | { ok: false; issues: readonly PlainIssue[] };

export function readStyle(stored: StoredStyle): StyleReading {
  if (typeof stored === 'string') {
    const found = publishedStyle(stored);
    if (found) return { ok: true, style: found.style };
    const options = listOf(
      styleNames.map((name) => preview(name)),
      'or',
    );
    const rule = message('common.issue.oneOf', { options });
    return { ok: false, issues: [{ path: '', rule, received: preview(stored) }] };
  }
  const parsed = styleSchema.safeParse(stored);
  return parsed.success
    ? { ok: true, style: parsed.data }
    : { ok: false, issues: plainIssues(parsed.error.issues, stored) };
}

/** @throws OptionError */
export function styleOf(stored: StoredStyle): Style {
  const read = readStyle(stored);
  if (read.ok) return read.style;
  const [issue] = read.issues;
  const problem =
    issue!.path === ''
      ? issue!.rule
      : message('presets.rule.named', { name: issue!.path, problem: issue!.rule });
  throw new OptionError(message('presets.rule.style', { problem, received: issue!.received }));
}
