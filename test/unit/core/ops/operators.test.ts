/** What all operators must keep, and each one's shapes, weights and costs. */

import { inEnglish, t, textOf } from '../../../../core/messages';
import { parseParams } from '../../../../core/ops/checked-params';
import { visibleFields } from '../../../../core/ops/fields';
import type { ParamRecord } from '../../../../core/ops/operator';
import { ShapeRuleError } from '../../../../core/ops/operator';
import { palette, startingParams } from '../../../../core/ops/palette';
import { operatorFor, operators } from '../../../../core/ops/registry';

type Shape = readonly number[];

function operator(type: string) {
  const found = operatorFor(type);
  if (!found) throw new Error(`no operator ${type}`);
  return found;
}

/** Output shape, weights by name, and multiply-adds, with the defaults filled in. */
function apply(type: string, params: ParamRecord, ...inputs: Shape[]) {
  const op = operator(type);
  const full = op.schema.parse(params);
  return {
    shape: op.outputShape(inputs, full),
    weights: Object.fromEntries(op.weights(inputs, full).map((weight) => [weight.name, weight.shape])),
    macs: op.macs(inputs, full),
    caption: op.caption(full),
  };
}

function ruleError(type: string, params: ParamRecord, ...inputs: Shape[]): ShapeRuleError {
  try {
    apply(type, params, ...inputs);
  } catch (error) {
    if (error instanceof ShapeRuleError) return error;
    throw error;
  }
  throw new Error(`${type} took ${JSON.stringify(inputs)}`);
}

describe('every operator', () => {
  test('is found by its type, and only by that', () => {
    for (const each of operators) expect(operatorFor(each.type)).toBe(each);
    expect(new Set(operators.map((each) => each.type)).size).toBe(operators.length);
    for (const name of ['Conv3D', 'conv2d', '', 'constructor', '__proto__', 'toString'])
      expect(operatorFor(name)).toBeUndefined();
  });

  test.each(operators.map((each) => [each.type, each] as const))(
    '%s: each parameter has a default and a field in the inspector',
    (_type, each) => {
      const defaults = each.schema.parse({});
      expect(each.fields.map((field) => field.name).sort()).toEqual(Object.keys(defaults).sort());
      for (const field of each.fields) {
        expect(t(field.help).length).toBeGreaterThan(10);
        if (field.control === 'choice') expect(field.options).toContain(defaults[field.name]);
      }
      expect(t(each.help)).toMatch(/\.$/);
      expect(each.caption(defaults)).not.toBe('');
    },
  );

  test.each(operators.map((each) => [each.type, each] as const))(
    '%s: an unknown parameter is refused by name',
    (type, each) => {
      const parsed = parseParams(each, { padingg: 'same' });
      if (parsed.ok) throw new Error('was taken');
      expect(inEnglish(parsed.issues[0]!.rule)).toMatch(
        new RegExp(`^${type} has no parameter "padingg"\\. It`),
      );
      expect(parsed.issues[0]?.received).toBe('"same"');
    },
  );

  const choices = operators.flatMap((each) =>
    each.fields.flatMap(({ name, options }) => (options ? [[each.type, name, each, options] as const] : [])),
  );
  test.each(choices)('%s: what the choices of %s offer is taken', (_type, name, each, options) => {
    expect(options.filter((option) => !parseParams(each, { [name]: option }).ok)).toEqual([]);
  });
});

describe('parameters', () => {
  test.each<[string, ParamRecord, string, string]>([
    ['Conv2D', { filters: 0 }, 'filters must be at least 1.', '0'],
    ['Conv2D', { filters: 1.5 }, 'filters must be a whole number.', '1.5'],
    ['Conv2D', { filters: 'many' }, 'filters must be a number.', '"many"'],
    ['Conv2D', { kernelSize: [3] }, 'kernelSize must have at least 2 items.', '[3]'],
    ['Conv2D', { kernelSize: [3, 3, 3] }, 'kernelSize must have at most 2 items.', '[3,3,3]'],
    ['Conv2D', { strides: [1, 0] }, 'strides[1] must be at least 1.', '0'],
    ['Conv2D', { padding: 'full' }, 'padding must be "same", "valid", or "explicit".', '"full"'],
    ['Conv2D', { useBias: 1 }, 'useBias must be true or false.', '1'],
    ['BatchNormalization', { momentum: 1.5 }, 'momentum must be at most 1.', '1.5'],
    ['BatchNormalization', { epsilon: 0 }, 'epsilon must be greater than 0.', '0'],
    ['Dropout', { rate: 1 }, 'rate must be less than 1.', '1'],
    [
      'Activation',
      { function: 'swish' },
      'function must be "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "hard_swish", "sigmoid", "tanh", "softplus", "softmax", or "linear".',
      '"swish"',
    ],
    ['Input', { shape: [32, 32] }, 'shape must have at least 3 items.', '[32,32]'],
    ['Input', { shape: [32, -1, 3] }, 'shape[1] must be at least 1.', '-1'],
    ['ZeroPadding2D', { padding: [0, 0, 0, -1] }, 'padding[3] must be at least 0.', '-1'],
    ['Dense', { units: Number.NaN }, 'units must be a number.', 'NaN'],
    ['Dense', { units: 1e300 }, 'units must be at most', '1e+300'],
  ])('%s %j: %s', (type, params, rule, received) => {
    const parsed = parseParams(operator(type), params);
    if (parsed.ok) throw new Error('was taken');
    const texts = parsed.issues.map((issue) => inEnglish(issue.rule));
    expect(texts.join(' ')).toContain(rule);
    expect(parsed.issues.map((issue) => issue.received)).toContain(received);
  });

  test('are parsed once per record', () => {
    const params = { filters: 3 };
    const conv = operator('Conv2D');
    expect(parseParams(conv, params)).toBe(parseParams(conv, params));
    expect(parseParams(operator('ZeroPaddedShortcut'), params)).not.toBe(parseParams(conv, params));
  });
});

/** Positions of a window, counted one by one as tf.nn.convolution places them. */
function positions(length: number, size: number, stride: number, padding: 'same' | 'valid'): number {
  const out = Math.ceil(length / stride);
  const total = padding === 'same' ? Math.max((out - 1) * stride + size - length, 0) : 0;
  const before = Math.floor(total / 2);
  let count = 0;
  for (let start = -before; start + size <= length + total - before; start += stride) count++;
  return count;
}

test('windows have as many positions as fit, for all small lengths, sizes and strides', () => {
  for (let length = 1; length <= 12; length++)
    for (let size = 1; size <= 7; size++)
      for (let stride = 1; stride <= 4; stride++)
        for (const padding of ['same', 'valid'] as const) {
          const params = { filters: 1, kernelSize: [size, size], strides: [stride, stride], padding };
          const expected = positions(length, size, stride, padding);
          if (expected === 0) {
            expect(ruleError('Conv2D', params, [length, length, 1]).code).toBe('shape.window-too-large');
          } else {
            expect(apply('Conv2D', params, [length, length, 1]).shape).toEqual([expected, expected, 1]);
            const pool = { poolSize: [size, size], strides: [stride, stride], padding };
            expect(apply('MaxPooling2D', pool, [length, length, 5]).shape).toEqual([expected, expected, 5]);
          }
        }
});

describe('Conv2D', () => {
  test('kernel is height, width, in, out; macs count each product', () => {
    const result = apply(
      'Conv2D',
      { filters: 7, kernelSize: [3, 5], strides: [2, 1], padding: 'same' },
      [9, 6, 4],
    );
    expect(result.shape).toEqual([5, 6, 7]);
    expect(result.weights).toEqual({ kernel: [3, 5, 4, 7], bias: [7] });
    expect(result.macs).toBe(3 * 5 * 4 * 7 * 5 * 6);
    expect(result.caption).toBe('3×5 · 7 · /2×1');
  });
  test('has no bias without useBias, and the Keras defaults', () => {
    expect(apply('Conv2D', { useBias: false }, [5, 5, 1]).weights).toEqual({ kernel: [3, 3, 1, 64] });
    expect(operator('Conv2D').schema.parse({})).toEqual({
      filters: 64,
      kernelSize: [3, 3],
      strides: [1, 1],
      padding: 'valid',
      explicitPadding: [1, 1, 1, 1],
      dilation: [1, 1],
      groups: 1,
      useBias: true,
      kernelInitializer: 'glorot_uniform',
    });
  });
  test('refuses a vector, and a window that does not fit', () => {
    const error = ruleError('Conv2D', {}, [10]);
    expect(error.message).toBe(
      'Conv2D takes an image: height × width × channels. Received: 10. Move Conv2D before the layer that flattens the image.',
    );
    expect(ruleError('Conv2D', { kernelSize: [5, 5] }, [4, 8, 3]).message).toContain('Received: 4×8×3.');
  });
});

describe('BatchNormalization', () => {
  test('has four weights per channel, two of them trained', () => {
    const op = operator('BatchNormalization');
    const params = op.schema.parse({});
    expect(params).toEqual({ momentum: 0.99, epsilon: 0.001, gammaInitializer: 'ones' });
    expect(op.weights([[4, 4, 6]], params)).toEqual([
      { name: 'gamma', shape: [6], trainable: true, initializer: 'ones' },
      { name: 'beta', shape: [6], trainable: true, initializer: 'zeros' },
      { name: 'moving_mean', shape: [6], trainable: false, initializer: 'zeros' },
      { name: 'moving_variance', shape: [6], trainable: false, initializer: 'ones' },
    ]);
    const zeros = op.weights([[4, 4, 6]], op.schema.parse({ gammaInitializer: 'zeros' }));
    expect(zeros[0]).toMatchObject({ name: 'gamma', initializer: 'zeros' });
    expect(apply('BatchNormalization', {}, [9]).shape).toEqual([9]);
  });
});

describe('Add', () => {
  test('takes two or more inputs of one shape', () => {
    expect(apply('Add', {}, [4, 4, 8], [4, 4, 8], [4, 4, 8]).shape).toEqual([4, 4, 8]);
    expect(apply('Add', {}, [10], [10]).shape).toEqual([10]);
    expect(ruleError('Add', {}, [4, 4, 8]).code).toBe('shape.add-inputs');
  });
  test.each<[Shape, Shape, string]>([
    [
      [8, 8, 64],
      [4, 4, 128],
      'Put a Conv2D with 128 filters and strides 2 (a projection) on the larger one.',
    ],
    [[8, 8, 64], [8, 8, 256], 'Put a 1×1 Conv2D (a projection) on the shortcut'],
    [[8, 8, 64], [64], 'Flatten or pool all of them, or none.'],
    [[1, 4, 1], [4, 1, 1], 'Put a'],
  ])('%j and %j do not go together', (a, b, hint) => {
    const error = ruleError('Add', {}, a, b);
    expect(error.message).toContain(
      `Add takes inputs of the same shape. Received: ${a.join('×')} and ${b.join('×')}. ${hint}`,
    );
  });
});

describe('pooling, padding and shape operators', () => {
  test('GlobalAveragePooling2D leaves the channels', () => {
    expect(apply('GlobalAveragePooling2D', {}, [4, 5, 6]).shape).toEqual([6]);
    expect(ruleError('GlobalAveragePooling2D', {}, [6]).code).toBe('shape.not-an-image');
  });
  test('ZeroPadding2D adds top, bottom, left, right', () => {
    expect(apply('ZeroPadding2D', { padding: [1, 2, 3, 4] }, [10, 20, 3]).shape).toEqual([13, 27, 3]);
    expect(apply('ZeroPadding2D', { padding: [1, 2, 3, 4] }, [10, 20, 3]).caption).toBe('1 2 3 4');
    expect(apply('ZeroPadding2D', { padding: [3, 3, 3, 3] }, [1, 1, 1]).caption).toBe('3 on all sides');
  });
  test('Flatten multiplies all sides', () => {
    expect(apply('Flatten', {}, [4, 5, 6]).shape).toEqual([120]);
    expect(apply('Flatten', {}, [7]).shape).toEqual([7]);
  });
  test('Dropout and Activation keep the shape and have no weights', () => {
    for (const type of ['Dropout', 'Activation']) {
      expect(apply(type, {}, [4, 5, 6]).shape).toEqual([4, 5, 6]);
      expect(apply(type, {}, [4, 5, 6]).weights).toEqual({});
    }
  });
  test('ZeroPaddedShortcut subsamples and only adds channels', () => {
    const result = apply('ZeroPaddedShortcut', { filters: 32, strides: [2, 2] }, [7, 8, 16]);
    expect(result).toMatchObject({ shape: [4, 4, 32], weights: {}, macs: 0, caption: '32 · /2' });
    expect(ruleError('ZeroPaddedShortcut', { filters: 8 }, [8, 8, 16]).message).toBe(
      'ZeroPaddedShortcut only adds channels: its filters (8) must be at least its input channels. Received: 8×8×16. Set filters to 16 or more.',
    );
  });
});

describe('Dense', () => {
  test('kernel is in, out', () => {
    const result = apply('Dense', { units: 10, activation: 'softmax' }, [2048]);
    expect(result).toEqual({
      shape: [10],
      weights: { kernel: [2048, 10], bias: [10] },
      macs: 20_480,
      caption: '10 · softmax',
    });
    expect(apply('Dense', { units: 4, useBias: false }, [3]).weights).toEqual({ kernel: [3, 4] });
  });
  test('refuses an image and says what to put in front', () => {
    expect(ruleError('Dense', {}, [4, 4, 8]).message).toBe(
      'Dense takes a vector. Received: 4×4×8. Put a GlobalAveragePooling2D or a Flatten before it.',
    );
  });
});

test('operators with one input refuse none and two', () => {
  for (const each of operators) {
    if (each.inputs.max !== 1) continue;
    const params = each.schema.parse({});
    expect(() => each.outputShape([], params)).toThrow(`${each.type} takes one input. Received: nothing.`);
    const shapes = [
      [4, 4, 1],
      [4, 4, 1],
    ];
    expect(() => each.outputShape(shapes, params)).toThrow('Received: 4×4×1 and 4×4×1.');
  }
});

describe('palette', () => {
  test('offers the three blocks and every operator once', () => {
    const [blocks, ...layers] = palette;
    expect(blocks?.items.map((item) => textOf(item.title))).toEqual(['Basic block', 'Bottleneck', 'Stem']);
    const offered = layers.flatMap((section) => section.items.map((item) => textOf(item.title)));
    expect(offered.toSorted()).toEqual(operators.map((each) => each.type).toSorted());
    const ids = palette.flatMap((section) => section.items.map((item) => item.id));
    expect(new Set(ids).size).toBe(ids.length);
  });
  test('layers have a section for each kind', () => {
    const sectionOf = (type: string) =>
      palette.find((section) => section.items.some((item) => item.title === type))?.id;
    expect(palette.map((section) => t(section.title)).slice(0, 3)).toEqual([
      'Blocks',
      'Input and dense',
      'Convolution',
    ]);
    expect(sectionOf('MaxPooling2D')).toBe('Pooling');
    expect(sectionOf('Input')).toBe(sectionOf('Dense'));
    expect(palette.every((section) => section.items.length > 0)).toBe(true);
  });
  test('a field may wait for the value of another', () => {
    const field = {
      label: 'ops.label.padding' as const,
      control: 'quad' as const,
      help: 'ops.param.padding' as const,
      accepts: () => true,
    };
    const fields = [
      { ...field, name: 'padding' },
      { ...field, name: 'explicitPadding', visibleWhen: { name: 'padding', is: ['explicit'] } },
    ];
    const shown = (padding: string) => visibleFields(fields, { padding }).map(({ name }) => name);
    expect(shown('same')).toEqual(['padding']);
    expect(shown('explicit')).toEqual(['padding', 'explicitPadding']);
    expect(visibleFields(fields, {}).map(({ name }) => name)).toEqual(['padding']);
  });
  test('whoever waits for a parameter waits for one of the same operator, and for a value that it can have', () => {
    for (const { fields } of operators) {
      for (const { visibleWhen } of fields) {
        if (!visibleWhen) continue;
        const other = fields.find(({ name }) => name === visibleWhen.name);
        expect(other).toBeDefined();
        if (other?.options) expect(other.options).toEqual(expect.arrayContaining([...visibleWhen.is]));
      }
    }
  });
  test('new nodes start with all their parameters, and windows keep the size of the image', () => {
    expect(startingParams('Conv2D')).toMatchObject({ filters: 64, padding: 'same', useBias: true });
    expect(startingParams('MaxPooling2D')).toEqual({ poolSize: [2, 2], strides: [2, 2], padding: 'same' });
    expect(startingParams('Rescaling')).toEqual({ scale: 2, offset: -1 });
    expect(startingParams('NoSuch')).toEqual({});
    for (const each of operators) expect(parseParams(each, startingParams(each.type)).ok).toBe(true);
  });
});
