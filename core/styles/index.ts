/** The published styles, and a style from its name or from what a document stores. */
import { type PlainIssue, plainIssues } from '../graph/issues';
import { joinWords, preview } from '../graph/words';
import { type Style, type StyleArguments, styleArgumentsSchema, styleSchema } from './arguments';

export { type Style, type StyleArguments, styleArgumentsSchema } from './arguments';

export interface PublishedStyle {
  title: string;
  /** One line for the presets menu. */
  help: string;
  style: Style;
}

const published = <Name extends string>(
  name: Name,
  title: string,
  help: string,
  changes: Partial<StyleArguments>,
) => ({ title, help, style: { ...styleArgumentsSchema.parse(changes), name } });

const paper: Partial<StyleArguments> = {
  momentum: 0.9,
  epsilon: 1e-5,
  stridedPadding: 'symmetric',
  kernelInitializer: 'he_normal',
};

const list = [
  published(
    'study',
    'Study',
    'The ablation-study tutorial: biases on convolutions, Keras defaults, "same" padding, 3×3 projections in basic blocks.',
    { convBias: true, basicProjection: '3x3' },
  ),
  published(
    'paper',
    'Paper',
    'He et al. 2015: no biases on convolutions, 1×1 projections (option B) or zero-padded shortcuts (option A).',
    { ...paper, shortcut: 'by_family' },
  ),
  published(
    'keras',
    'Keras',
    'keras.applications: biases on convolutions, explicit zero padding, the stride on the first 1×1.',
    { convBias: true, epsilon: 1.001e-5, stridedPadding: 'symmetric' },
  ),
  published(
    'torchvision',
    'torchvision',
    'As the paper, with the stride of a bottleneck on its 3×3 convolution ("v1.5").',
    { ...paper, bottleneckStride: 'middle' },
  ),
  published(
    'cifar',
    'CIFAR',
    'As torchvision, for images of 32×32: a 3×3 stem with stride 1 and no pool. What most people mean by "ResNet-18 on CIFAR-10".',
    { ...paper, bottleneckStride: 'middle', stem: '3x3' },
  ),
] as const;

export type StyleName = (typeof list)[number]['style']['name'];

const byName: ReadonlyMap<string, PublishedStyle> = new Map(list.map((each) => [each.style.name, each]));

export const styleNames: readonly StyleName[] = list.map(({ style }) => style.name);

export function publishedStyle(name: string): PublishedStyle | undefined {
  return byName.get(name);
}

/** What a document may hold: a style with its arguments, or the name of a published one (before version 2). */
export type StoredStyle = string | Readonly<Record<string, unknown>>;

type StyleReading = { ok: true; style: Style } | { ok: false; issues: readonly PlainIssue[] };

export function readStyle(stored: StoredStyle): StyleReading {
  if (typeof stored === 'string') {
    const found = publishedStyle(stored);
    if (found) return { ok: true, style: found.style };
    return {
      ok: false,
      issues: [
        {
          path: '',
          rule: `must be ${joinWords(
            styleNames.map((name) => preview(name)),
            'or',
          )}`,
          received: preview(stored),
        },
      ],
    };
  }
  const parsed = styleSchema.safeParse(stored);
  return parsed.success
    ? { ok: true, style: parsed.data }
    : { ok: false, issues: plainIssues(parsed.error.issues, stored) };
}

/** @throws RangeError naming what is wrong with it. */
export function styleOf(stored: StoredStyle): Style {
  const read = readStyle(stored);
  if (read.ok) return read.style;
  const [issue] = read.issues;
  throw new RangeError(
    `The style ${[issue?.path, issue?.rule].filter(Boolean).join(' ')}. Received: ${issue?.received}.`,
  );
}
