/** Files in `load_data`: reads numbers and lists of paths, and maps images. */
import { elementCount } from '../../../../core/basics/element-count';
import {
  bool,
  int,
  numbers,
  reshaping,
  shape,
  stringTensor,
  tensor,
  text,
  type,
  variableHandle,
} from '../attributes';
import type { EmitContext, Parts } from '../emitter';
import type { AttrValue } from '../schema';
import { CPU, type GraphWriter } from '../writer';

const device = CPU;
const integer = type('int32');

/** The bytes of a file. */
function read({ part }: Parts, path: string): string {
  const value = tensor(stringTensor(path));
  const file = part('path', 'Const', [], { dtype: type('string'), value }, { device });
  return part('bytes', 'ReadFile', [file], {}, { device });
}

export function loadFile(context: EmitContext<'load_file'>): readonly string[] {
  const { main, part, attributes, writer } = context;
  const { path, shape: sizes } = attributes;
  const T = type(attributes.dtype);
  const count = elementCount(sizes);
  const bytes = read(context, path);
  const all = part('values', 'DecodeRaw', [bytes], { out_type: T, little_endian: bool(true) }, { device });
  const first = [all, writer.ints([0]), writer.ints([count])];
  const wanted = part('wanted', 'Slice', first, { T, Index: integer }, { device });
  return [main('Reshape', [wanted, writer.ints(sizes)], reshaping(attributes.dtype), { device })];
}

export function loadLines(context: EmitContext<'load_lines'>): readonly string[] {
  const { main, part, attributes, writer } = context;
  const T = type('string');
  const bytes = read(context, attributes.path);
  const one = part('one', 'Reshape', [bytes, writer.ints([1])], reshaping('string'), { device });
  const newline = tensor(stringTensor('\n'));
  const separator = part('separator', 'Const', [], { dtype: T, value: newline }, { device });
  const split = part('split', 'StringSplitV2', [one, separator], { maxsplit: { i: -1 } }, { device });
  const first = [`${split}:1`, writer.ints([0]), writer.ints([attributes.count])];
  return [main('Slice', first, { T, Index: integer }, { device })];
}

/** An empty file cannot be mapped. */
export function mapFile({ main, attributes, writer }: EmitContext<'map_file'>): readonly string[] {
  const { path, shape: sizes } = attributes;
  const T = type('uint8');
  if (sizes[0] === 0) {
    const none = tensor({ ...numbers('uint8', sizes, []), tensor_content: new Uint8Array() });
    return [main('Const', [], { dtype: T, value: none }, { device })];
  }
  const attr = { dtype: T, shape: shape(sizes), memory_region_name: text(path) };
  return [main('ImmutableConst', [], attr, { device, after: [unfolded(writer)] })];
}

/**
 * Keeps TensorFlow from folding constants of a graph that waits for this node: it would evaluate ImmutableConst, which
 * has no inputs, and copy the whole file into memory. All constants are evaluated together, and if one fails, all stay
 * unchanged; this one would fail, on a branch that is never taken.
 */
function unfolded(writer: GraphWriter): string {
  const name = '.data/unfolded';
  if (writer.has(name)) return name;
  const T = type('uint8');
  const node = (
    part: string,
    op: string,
    input: string[],
    attr: Record<string, AttrValue>,
    after?: string[],
  ) => writer.node(op, `${name}/${part}`, input, attr, { device, ...(after ? { after } : {}) });
  const handle = node('never_set', 'VarHandleOp', [], variableHandle(`${name}/never_set`, 'uint8', [1]));
  const isTaken = node('is_taken', 'VarIsInitializedOp', [handle], {});
  const zero = node('zero', 'Const', [], { dtype: T, value: tensor(numbers('uint8', [1], [0])) });
  const either = node('branches', 'Switch', [zero, isTaken], { T });
  const taken = node('taken', 'Identity', [`${either}:1`], { T });
  const attr = { dtype: T, shape: shape([1]), memory_region_name: text('/no such file') };
  const missing = node('missing', 'ImmutableConst', [], attr, [taken]);
  return writer.node('Merge', name, [either, missing], { T, N: int(2) }, { device });
}
