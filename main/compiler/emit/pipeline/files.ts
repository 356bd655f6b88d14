/** What `load_data` does with files: raw numbers, lists of paths, and images that are decoded once and kept. */
import { bool, stringTensor, tensor, type } from '../attributes';
import type { EmitContext } from '../emitter';
import { DT } from '../schema';
import { CPU } from '../writer';
import { Datasets, type Element } from './dataset';
import { type DataContext, fetchBatches, fetchedElement, functionName } from './fetch';
import { FunctionBody } from './function-body';

const device = CPU;
const integer = type('int32');
/** Images that are decoded before they are put into the variable. */
const CHUNK = 64;

/** The bytes of a file. */
function read({ part }: Pick<EmitContext<'load_file'>, 'part'>, path: string): string {
  const value = tensor(stringTensor(path));
  const file = part('path', 'Const', [], { dtype: type('string'), value }, { device });
  return part('bytes', 'ReadFile', [file], {}, { device });
}

export function loadFile(context: EmitContext<'load_file'>): readonly string[] {
  const { main, part, attributes, writer } = context;
  const { path, shape } = attributes;
  const T = type(attributes.dtype as 'uint8' | 'int32');
  const count = shape.reduce((product, size) => product * size, 1);
  const bytes = read(context, path);
  const all = part('values', 'DecodeRaw', [bytes], { out_type: T, little_endian: bool(true) }, { device });
  const first = [all, writer.ints([0]), writer.ints([count])];
  const wanted = part('wanted', 'Slice', first, { T, Index: integer }, { device });
  return [main('Reshape', [wanted, writer.ints(shape)], { T, Tshape: integer }, { device })];
}

export function loadLines(context: EmitContext<'load_lines'>): readonly string[] {
  const { main, part, attributes, writer } = context;
  const T = type('string');
  const bytes = read(context, attributes.path);
  const one = part('one', 'Reshape', [bytes, writer.ints([1])], { T, Tshape: integer }, { device });
  const newline = tensor(stringTensor('\n'));
  const separator = part('separator', 'Const', [], { dtype: T, value: newline }, { device });
  const split = part('split', 'StringSplitV2', [one, separator], { maxsplit: { i: -1 } }, { device });
  const first = [`${split}:1`, writer.ints([0]), writer.ints([attributes.count])];
  return [main('Slice', first, { T, Index: integer }, { device })];
}

/** Fills the variable piece by piece, so that the images never stand in memory twice. */
export function decodeFiles(context: EmitContext<'decode_files'>): readonly string[] {
  const { main, part, attributes, variable, writer } = context;
  const { iterator, variable: name } = attributes;
  const T = type('uint8');
  const handle = variable(name);
  const value = tensor({ dtype: DT.uint8, tensor_shape: { dim: [] }, int_val: [0] });
  const black = part('black', 'Const', [], { dtype: T, value }, { device });
  const sizes = writer.ints([iterator.count, ...iterator.imageShape]);
  const blank = part('blank', 'Fill', [sizes, black], { T, index_type: integer }, { device });
  const attr = { dtype: T, validate_shape: bool(false) };
  const empty = part('empty', 'AssignVariableOp', [handle, blank], attr, { device });

  const datasets = new Datasets(context);
  const data: DataContext = context;
  const batches = fetchBatches(data, iterator, datasets.range(iterator.count), CHUNK);
  const source = datasets.withoutAutotune(batches, fetchedElement(iterator));
  const count: Element = { types: ['int32'], shapes: [[]] };
  const none = writer.constant('int32', [], [0]);
  const put = writer.define(functionName('put', iterator), (functionId) => {
    const body = new FunctionBody(functionId, [
      ['state', 'int32'],
      ['images', 'uint8'],
      ['indices', 'int64'],
      ['variable', 'resource'],
    ]);
    const update = { dtype: T, Tindices: type('int64') };
    const updated = ['variable', 'indices', 'images'];
    return body.define({
      state: [body.after('state', 'int32', 'ResourceScatterUpdate', updated, update), 'int32'],
    });
  });
  const captured = [[handle, 'resource'] as const];
  main('ReduceDataset', [source, none, handle], datasets.reduceAttributes(put, count, captured), {
    device,
    after: [empty],
  });
  return [];
}
