/** Type rules of pooling, padding, sampling and reshaping. */
import type { Margins, OperatorName, Pair } from '../attributes';
import type { TensorShape } from '../tensor-type';
import {
  type AnyRule,
  float,
  known,
  knownImage,
  like,
  type RuleArguments,
  requireRank,
  requireShape,
  slides,
  type TypeRule,
  type TypeRules,
  take,
  takeFloating,
  typeBug,
} from './rule';

type Pooled = RuleArguments<'max_pool' | 'max_pool_grad' | 'avg_pool' | 'avg_pool_grad'>;

function pooled(rule: Pooled): TensorShape {
  const [batch, height, width, channels] = knownImage(rule, 0);
  const { size, strides, padding } = rule.attributes;
  const rows = slides(rule, height, size[0], strides[0], padding);
  return [batch, rows, slides(rule, width, size[1], strides[1], padding), channels];
}

/** The shape of input 0 with the margins added (sign 1) or taken away (sign -1). */
function withMargins(rule: RuleArguments<'pad' | 'crop'>, sign: 1 | -1): TensorShape {
  const { margins }: Margins = rule.attributes;
  const shape = requireRank(rule, 0, margins.length);
  return shape.map((size, index) => {
    const [before, after] = margins[index]!;
    if (before === 0 && after === 0) return size;
    if (before < 0 || after < 0) typeBug(rule, 'takes margins of 0 or more.');
    const result = known(rule, size) + sign * (before + after);
    if (result < 1) typeBug(rule, 'leaves at least one value in each dimension.');
    return result;
  });
}

/** [N,C] for an input 0 of [N,H,W,C]. */
function channelsOnly(rule: AnyRule): TensorShape {
  const [batch, , , channels] = knownImage(rule, 0);
  return [batch, channels];
}

function enlarged(rule: RuleArguments<'upsample' | 'upsample_grad'>): TensorShape {
  const [batch, height, width, channels] = knownImage(rule, 0);
  const { size } = rule.attributes;
  return [batch, height * size[0], width * size[1], channels];
}

/** Rows and columns of every `strides`-th pixel. */
const sampled = ([down, across]: Pair, height: number, width: number): [number, number] => [
  Math.ceil(height / down),
  Math.ceil(width / across),
];

/** (x) -> a tensor of this shape */
const forward =
  <Name extends OperatorName>(shape: (rule: RuleArguments<Name>) => TensorShape): TypeRule<Name> =>
  (rule) => {
    const [x] = takeFloating(rule, 1);
    return [like(x, shape(rule))];
  };
/** (x, and as many inputs of this shape as make `count`) -> dx */
const backward =
  <Name extends OperatorName>(
    count: number,
    shape: (rule: RuleArguments<Name>) => TensorShape,
  ): TypeRule<Name> =>
  (rule) => {
    const [x] = takeFloating(rule, count);
    for (let index = 1; index < count; index++) requireShape(rule, index, shape(rule));
    return [x!];
  };

export const shapeRules = {
  max_pool: forward(pooled),
  max_pool_grad: backward(3, pooled),
  avg_pool: forward(pooled),
  avg_pool_grad: backward(2, pooled),
  spatial_max: forward(channelsOnly),
  spatial_max_grad: backward(3, channelsOnly),
  spatial_mean: (rule) => {
    take(rule, 'float32');
    return [float(channelsOnly(rule))];
  },
  spatial_mean_grad: (rule) => {
    take(rule, 'float32');
    const [batch = null, channels] = requireRank(rule, 0, 2);
    const { height, width } = rule.attributes;
    return [float([batch, height, width, known(rule, channels)])];
  },
  pad: forward((rule) => withMargins(rule, 1)),
  crop: forward((rule) => withMargins(rule, -1)),
  subsample: forward((rule) => {
    const [batch, height, width, channels] = knownImage(rule, 0);
    return [batch, ...sampled(rule.attributes.strides, height, width), channels];
  }),
  subsample_grad: (rule) => {
    const [dy] = takeFloating(rule, 1);
    const [batch = null, , , channels = null] = requireRank(rule, 0, 4);
    const { strides, height, width } = rule.attributes;
    requireShape(rule, 0, [batch, ...sampled(strides, height, width), channels]);
    return [like(dy, [batch, height, width, channels])];
  },
  upsample: forward(enlarged),
  upsample_grad: backward(2, enlarged),
  reshape: (rule) => {
    const [x] = takeFloating(rule, 1);
    const { shape } = rule.attributes;
    const unknowns = (sizes: TensorShape): number => sizes.filter((size) => size === null).length;
    const product = (sizes: TensorShape): number => sizes.reduce<number>((all, size) => all * (size ?? 1), 1);
    const isKept = unknowns(shape) === unknowns(x!.shape) && product(shape) === product(x!.shape);
    if (unknowns(shape) > 1 || !isKept) typeBug(rule, 'keeps the number of values.');
    return [like(x, shape)];
  },
} satisfies Partial<TypeRules>;
