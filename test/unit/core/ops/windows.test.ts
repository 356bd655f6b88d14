/** Shapes, weights, costs and rules of the operators that slide a window, normalize or resample. */
import { analyze } from '../../../../core/analysis/analyze';
import { visibleFields } from '../../../../core/ops/fields';
import type { ParamRecord } from '../../../../core/ops/operator';
import { operatorFor } from '../../../../core/ops/registry';
import { conv, graph, input } from '../support/graphs';

type Shape = readonly number[];

function apply(type: string, params: ParamRecord, input: Shape) {
  const operator = operatorFor(type);
  if (!operator) throw new Error(`no operator ${type}`);
  const full = operator.schema.parse(params);
  return {
    shape: operator.outputShape([input], full),
    weights: Object.fromEntries(operator.weights([input], full).map(({ name, shape }) => [name, shape])),
    macs: operator.macs([input], full),
    caption: operator.caption(full),
  };
}

const refusal = (type: string, params: ParamRecord, input: Shape): string => {
  try {
    apply(type, params, input);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${type} took ${input.join('×')}`);
};

describe('Conv2D', () => {
  const image = [9, 7, 8];
  test('groups cut the kernel and the products', () => {
    expect(apply('Conv2D', { filters: 12, groups: 4, padding: 'same' }, image)).toEqual({
      shape: [9, 7, 12],
      weights: { kernel: [3, 3, 2, 12], bias: [12] },
      macs: 9 * 2 * 12 * 63,
      caption: '3×3 · 12 · 4 groups',
    });
    expect(refusal('Conv2D', { filters: 12, groups: 3 }, image)).toBe(
      'The groups of Conv2D (3) must divide its filters (12) and its input channels. Received: 9×7×8. Set groups to a number that divides both 12 and 8; 1 is an ordinary convolution.',
    );
    expect(refusal('Conv2D', { filters: 6, groups: 4 }, image)).toContain('must divide its filters (6)');
  });
  test('a dilation widens the window, not the kernel', () => {
    const dilated = apply('Conv2D', { filters: 2, dilation: [3, 2] }, image);
    expect(dilated).toMatchObject({ shape: [3, 3, 2], weights: { kernel: [3, 3, 8, 2] } });
    expect(dilated.caption).toBe('3×3 · 2 · dilation 3×2');
    expect(apply('Conv2D', { filters: 2, dilation: [5, 5], padding: 'same' }, image).shape).toEqual([
      9, 7, 2,
    ]);
    expect(refusal('Conv2D', { dilation: [5, 1] }, image)).toContain('The 11×3 window of Conv2D');
  });
  test('explicit padding adds its own rows and columns', () => {
    const params = { filters: 2, padding: 'explicit', explicitPadding: [1, 2, 0, 3], strides: [2, 1] };
    expect(apply('Conv2D', params, image).shape).toEqual([5, 8, 2]);
    expect(apply('Conv2D', { ...params, padding: 'valid' }, image).shape).toEqual([4, 5, 2]);
    const large = { padding: 'explicit', explicitPadding: [0, 0, 0, 0], kernelSize: [3, 8] };
    expect(refusal('Conv2D', large, image)).toContain('with padding "explicit" must fit into its input.');
    const fields = (padding: string) =>
      visibleFields(operatorFor('Conv2D')!.fields, { padding }).map(({ name }) => name);
    expect(fields('explicit')).toContain('explicitPadding');
    expect(fields('same')).not.toContain('explicitPadding');
  });
  test.each(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D'])('%s takes strides or a dilation', (type) => {
    expect(refusal(type, { strides: [2, 2], dilation: [1, 2] }, image)).toBe(
      `${type} takes strides or a dilation above 1, not both, as in Keras. Received: strides 2×2 and dilation 1×2. Set one of them to 1, and put the stride on another layer.`,
    );
  });
});

test.each(['DepthwiseConv2D', 'SeparableConv2D'])('%s takes one stride', (type) => {
  expect(refusal(type, { strides: [2, 1] }, [8, 8, 3])).toContain('the same stride for height and width');
  expect(refusal(type, { kernelSize: [9, 1] }, [8, 8, 3])).toContain(`The 9×1 window of ${type}`);
});

test('DepthwiseConv2D has its own filters for each channel', () => {
  const params = { kernelSize: [3, 2], depthMultiplier: 2, strides: [2, 2], padding: 'same' };
  expect(apply('DepthwiseConv2D', params, [9, 7, 5])).toEqual({
    shape: [5, 4, 10],
    weights: { kernel: [3, 2, 5, 2], bias: [10] },
    macs: 3 * 2 * 10 * 20,
    caption: '3×2 · × 2 per channel · /2',
  });
});

test('SeparableConv2D mixes what the depthwise filters make', () => {
  const params = { filters: 7, depthMultiplier: 2, useBias: false };
  expect(apply('SeparableConv2D', params, [9, 7, 5])).toEqual({
    shape: [7, 5, 7],
    weights: { depthwise_kernel: [3, 3, 5, 2], pointwise_kernel: [1, 1, 10, 7] },
    macs: (9 * 10 + 10 * 7) * 35,
    caption: '3×3 · 7',
  });
});

test('Conv2DTranspose enlarges, its kernel is out, in', () => {
  const params = { filters: 4, kernelSize: [3, 2], strides: [2, 3] };
  expect(apply('Conv2DTranspose', { ...params, padding: 'same' }, [5, 7, 6])).toEqual({
    shape: [10, 21, 4],
    weights: { kernel: [3, 2, 4, 6], bias: [4] },
    macs: 3 * 2 * 4 * 6 * 35,
    caption: '3×2 · 4 · ×2×3',
  });
  expect(apply('Conv2DTranspose', params, [5, 7, 6]).shape).toEqual([11, 21, 4]);
});

test('pooling', () => {
  const params = { poolSize: [3, 2], strides: [2, 2], padding: 'same' };
  expect(apply('AveragePooling2D', params, [7, 5, 3])).toMatchObject({
    shape: [4, 3, 3],
    caption: '3×2 · /2',
  });
  expect(apply('GlobalMaxPooling2D', {}, [7, 5, 3]).shape).toEqual([3]);
});

test('normalization has two weights per channel', () => {
  for (const [type, params] of [
    ['LayerNormalization', {}],
    ['GroupNormalization', { groups: 3 }],
  ] as const) {
    expect(apply(type, params, [7, 5, 6])).toMatchObject({
      shape: [7, 5, 6],
      weights: { gamma: [6], beta: [6] },
    });
    expect(apply(type, params, [6]).shape).toEqual([6]);
  }
  expect(refusal('GroupNormalization', {}, [7, 5, 48])).toBe(
    'The groups of GroupNormalization (32) must divide its input channels. Received: 7×5×48. Set groups to a number that divides 48; 48 makes each channel its own group.',
  );
});

test('Cropping2D leaves something', () => {
  expect(apply('Cropping2D', { cropping: [1, 2, 0, 3] }, [7, 5, 3])).toMatchObject({
    shape: [4, 2, 3],
    caption: '1 2 0 3',
  });
  expect(refusal('Cropping2D', { cropping: [4, 3, 0, 0] }, [7, 5, 3])).toContain(
    'it removes 7 rows and 0 columns. Received: 7×5×3.',
  );
});

test('UpSampling2D multiplies the sides', () => {
  expect(apply('UpSampling2D', { size: [2, 3] }, [7, 5, 3])).toMatchObject({
    shape: [14, 15, 3],
    caption: '×2×3 · nearest',
  });
});

test('receptive fields follow dilations and layers that enlarge', () => {
  const nodes = analyze(
    graph(
      [
        input('in', [16, 16, 1]),
        conv('dilated', { dilation: [3, 2] }),
        ['half', 'AveragePooling2D', {}],
        ['twice', 'UpSampling2D', { interpolation: 'bilinear' }],
        conv('last', {}),
      ],
      ['in>dilated', 'dilated>half', 'half>twice', 'twice>last'],
    ),
  ).nodes;
  // 1 + 2 * 3; + 1; + 1 * 2 at a distance of 2; + 2 at a distance of 1 again.
  expect(['dilated', 'half', 'twice', 'last'].map((id) => nodes[id]?.receptiveField)).toEqual([7, 8, 10, 12]);
});
