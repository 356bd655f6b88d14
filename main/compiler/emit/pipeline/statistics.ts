/**
 * Mean and population standard deviation of the training images, in one pass over their bytes. Chunks are added in
 * float32, which is exact for up to 257 images (257 * 255^2 < 2^24), and their sums in float64, so the order does not
 * matter. For a constant channel, the deviation is set to 1.
 */
import { casting, numbers, reducing, tensor, type } from '../attributes';
import type { EmitContext } from '../emitter';
import { CPU } from '../writer';
import { Datasets, type Element } from './dataset';
import { fetchBatches, fetchedElement, functionName } from './fetch';
import { FunctionBody } from './function-body';

const device = CPU;
const CHUNK = 256;
const T = type('float64');
const integer = type('int32');

export function imageStatistics(context: EmitContext<'image_statistics'>): readonly string[] {
  const { main, part, attributes, writer } = context;
  const { iterator, of } = attributes;
  const { count, imageShape } = iterator;
  const [height = 0, width = 0] = imageShape;
  const double = (name: string, value: number): string =>
    part(name, 'Const', [], { dtype: T, value: tensor(numbers('float64', [], [value])) }, { device });
  const op = (name: string, kind: string, ...input: string[]): string =>
    part(name, kind, input, { T }, { device });

  const [sums, squares] = totals(context);
  const perChannel = of === 'channel';
  const examples = perChannel ? count * height * width : count;
  const total = (name: string, values: string): string => {
    if (!perChannel) return values;
    return part(name, 'Sum', [values, writer.ints([0, 1])], reducing('float64'), { device });
  };
  const mean = op('mean', 'RealDiv', total('sum', sums), double('white_sum', examples * 255));
  const narrow = casting('float64', 'float32');
  const float = main('Cast', [mean], narrow, { device });
  if (!perChannel) return [float];
  const squareSum = total('square_sum', squares);
  const meanSquare = op('mean_square', 'RealDiv', squareSum, double('n', examples * 255 ** 2));
  const variance = op('variance', 'Sub', meanSquare, op('squared_mean', 'Square', mean));
  const zero = double('zero', 0);
  const positive = op('positive', 'Greater', variance, zero);
  const root = op('root', 'Sqrt', op('not_negative', 'Maximum', variance, zero));
  const one = part('ones', 'OnesLike', [root], { T }, { device });
  const deviation = op('deviation', 'SelectV2', positive, root, one);
  return [float, part('deviation_float', 'Cast', [deviation], narrow, { device })];
}

/** Sums of the bytes of each pixel over all images, and of their squares: float64 [H,W,C] each. */
function totals(context: EmitContext<'image_statistics'>): readonly [string, string] {
  const { part, node, attributes, writer } = context;
  const { iterator } = attributes;
  const { imageShape, count } = iterator;
  const datasets = new Datasets(context);
  const batches = fetchBatches(context, iterator, { source: datasets.range(count), batched: false }, CHUNK);
  const source = datasets.withoutAutotune(batches, fetchedElement(iterator));
  const state: Element = { types: ['float64', 'float64'], shapes: [imageShape, imageShape] };
  const add = writer.define(functionName('add', iterator), (name) => {
    const body = new FunctionBody(name, [
      ['sums', 'float64'],
      ['squares', 'float64'],
      ['images', 'uint8'],
      ['indices', 'int64'],
    ]);
    const levels = body.cast('images', 'uint8', 'float32');
    const added = (before: string, values: string): string => {
      const chunk = body.cast(body.reduce('Sum', values, [0], false), 'float32', 'float64');
      return body.op('AddV2', [before, chunk], { T });
    };
    return body.define({
      sum: [added('sums', levels), 'float64'],
      square: [added('squares', body.times(levels, levels)), 'float64'],
    });
  });
  const zero = { dtype: T, value: tensor(numbers('float64', [], [0])) };
  const start = part('start', 'Const', [], zero, { device });
  const fill = { T, index_type: integer };
  const blank = part('blank', 'Fill', [writer.ints(imageShape), start], fill, { device });
  const total = datasets.reduce('totals', source, add, [blank, blank], state, node.after);
  return [total, `${total}:1`];
}
