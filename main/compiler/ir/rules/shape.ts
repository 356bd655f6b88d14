/** Type rules of pooling, padding, sampling and reshaping. */
import type { Margins } from '../attributes';
import type { TensorShape } from '../types';
import {
  fail,
  float,
  known,
  like,
  type RuleArguments,
  requireRank,
  requireShape,
  slides,
  type TypeRules,
  take,
  takeFloating,
} from './rule';

type Family =
  | 'max_pool'
  | 'max_pool_grad'
  | 'avg_pool'
  | 'avg_pool_grad'
  | 'spatial_max'
  | 'spatial_max_grad'
  | 'spatial_mean'
  | 'spatial_mean_grad'
  | 'pad'
  | 'crop'
  | 'subsample'
  | 'subsample_grad'
  | 'upsample'
  | 'upsample_grad'
  | 'reshape';

function pooled(
  rule: RuleArguments<'max_pool' | 'max_pool_grad' | 'avg_pool' | 'avg_pool_grad'>,
): TensorShape {
  const [batch, height, width, channels] = requireRank(rule, 0, 4);
  const { size, strides, padding } = rule.attributes;
  return [
    batch as number | null,
    slides(rule, known(rule, height), size[0], strides[0], padding),
    slides(rule, known(rule, width), size[1], strides[1], padding),
    known(rule, channels),
  ];
}

/** The shape of input 0 with the margins added (sign 1) or taken away (sign -1). */
function withMargins(rule: RuleArguments<'pad' | 'crop'>, sign: 1 | -1): TensorShape {
  const { margins }: Margins = rule.attributes;
  const shape = requireRank(rule, 0, margins.length);
  return shape.map((size, index) => {
    const [before, after] = margins[index]!;
    if (before === 0 && after === 0) return size;
    if (before < 0 || after < 0) fail(rule, 'takes margins of 0 or more.');
    const result = known(rule, size) + sign * (before + after);
    if (result < 1) fail(rule, 'leaves at least one value in each dimension.');
    return result;
  });
}

/** [N,C] for an input 0 of [N,H,W,C]. */
function channelsOnly(rule: RuleArguments<'spatial_mean' | 'spatial_max' | 'spatial_max_grad'>): TensorShape {
  const [batch, height, width, channels] = requireRank(rule, 0, 4);
  known(rule, height);
  known(rule, width);
  return [batch as number | null, known(rule, channels)];
}

function enlarged(rule: RuleArguments<'upsample' | 'upsample_grad'>): TensorShape {
  const [batch, height, width, channels] = requireRank(rule, 0, 4);
  const { size } = rule.attributes;
  const sides = [known(rule, height) * size[0], known(rule, width) * size[1]];
  return [batch as number | null, ...sides, known(rule, channels)];
}

const sampled = (size: number, stride: number): number => Math.ceil(size / stride);

export const shapeRules: Pick<TypeRules, Family> = {
  max_pool: (rule) => {
    const [x] = takeFloating(rule, 1);
    return [like(x, pooled(rule))];
  },
  max_pool_grad: (rule) => {
    const [x] = takeFloating(rule, 3);
    requireShape(rule, 1, pooled(rule));
    requireShape(rule, 2, pooled(rule));
    return [x!];
  },
  avg_pool: (rule) => {
    const [x] = takeFloating(rule, 1);
    return [like(x, pooled(rule))];
  },
  avg_pool_grad: (rule) => {
    const [x] = takeFloating(rule, 2);
    requireShape(rule, 1, pooled(rule));
    return [x!];
  },
  spatial_max: (rule) => {
    const [x] = takeFloating(rule, 1);
    return [like(x, channelsOnly(rule))];
  },
  spatial_max_grad: (rule) => {
    const [x] = takeFloating(rule, 3);
    requireShape(rule, 1, channelsOnly(rule));
    requireShape(rule, 2, channelsOnly(rule));
    return [x!];
  },
  spatial_mean: (rule) => {
    take(rule, 'float32');
    return [float(channelsOnly(rule))];
  },
  spatial_mean_grad: (rule) => {
    take(rule, 'float32');
    const [batch, channels] = requireRank(rule, 0, 2);
    const { height, width } = rule.attributes;
    return [float([batch as number | null, height, width, known(rule, channels)])];
  },
  pad: (rule) => {
    const [x] = takeFloating(rule, 1);
    return [like(x, withMargins(rule, 1))];
  },
  crop: (rule) => {
    const [x] = takeFloating(rule, 1);
    return [like(x, withMargins(rule, -1))];
  },
  subsample: (rule) => {
    const [x] = takeFloating(rule, 1);
    const [batch, height, width, channels] = requireRank(rule, 0, 4);
    const [down, across] = rule.attributes.strides;
    return [
      like(x, [
        batch as number | null,
        sampled(known(rule, height), down),
        sampled(known(rule, width), across),
        known(rule, channels),
      ]),
    ];
  },
  subsample_grad: (rule) => {
    const [dy] = takeFloating(rule, 1);
    const [batch, , , channels] = requireRank(rule, 0, 4);
    const { strides, height, width } = rule.attributes;
    requireShape(rule, 0, [
      batch as number | null,
      sampled(height, strides[0]),
      sampled(width, strides[1]),
      channels as number | null,
    ]);
    return [like(dy, [batch as number | null, height, width, channels as number | null])];
  },
  upsample: (rule) => {
    const [x] = takeFloating(rule, 1);
    return [like(x, enlarged(rule))];
  },
  upsample_grad: (rule) => {
    const [x] = takeFloating(rule, 2);
    requireShape(rule, 1, enlarged(rule));
    return [x!];
  },
  reshape: (rule) => {
    const [x] = takeFloating(rule, 1);
    const { shape } = rule.attributes;
    const unknowns = (sizes: TensorShape): number => sizes.filter((size) => size === null).length;
    const product = (sizes: TensorShape): number => sizes.reduce<number>((all, size) => all * (size ?? 1), 1);
    if (
      unknowns(shape) > 1 ||
      unknowns(shape) !== unknowns(x!.shape) ||
      product(shape) !== product(x!.shape)
    ) {
      fail(rule, 'keeps the number of values.');
    }
    return [like(x, shape)];
  },
};
