/**
 * The input pipeline as a tf.data graph:
 *
 *   range(count) -> shuffle, whole epoch -> batch -> skip -> gather images and labels, to 0..1 -> prefetch
 */
import type { IteratorSpec } from '../ir/attributes';
import type { TensorShape } from '../ir/types';
import { bool, fn, int, shapes, stringTensor, tensor, text, type, types } from './attributes';
import type { EmitContext, Emitters } from './emitter';
import { DT, type FunctionDef, type NodeDef, type TfType } from './schema';
import { CPU, type GraphWriter } from './writer';

type Family = 'load_file' | 'begin_iteration' | 'next_batch';

const integer = type('int32');
const device = CPU;
const PREFETCHED_BATCHES = 2;
/**
 * tf.data's Options message, `autotune_options { enabled: false }`. There is nothing to tune here, and the tuning
 * thread, which sleeps for up to a minute at a time, is waited for when the next epoch's iterator replaces it.
 */
const WITHOUT_AUTOTUNE = Uint8Array.of(0x3a, 2, 0x08, 0);

const element = (output: readonly TfType[], sizes: readonly TensorShape[]) => ({
  output_types: types(output),
  output_shapes: shapes(sizes),
});
const batchElement = ({ imageShape }: IteratorSpec) =>
  element(['float32', 'int32'], [[null, ...imageShape], [null]]);

export const pipelineEmitters: Pick<Emitters, Family> = {
  load_file: ({ main, part, attributes, writer }) => {
    const { path, shape } = attributes;
    const dtype = attributes.dtype as 'uint8' | 'int32';
    const T = type(dtype);
    const count = shape.reduce((product, size) => product * size, 1);
    const file = part(
      'path',
      'Const',
      [],
      { dtype: type('string'), value: tensor(stringTensor(path)) },
      { device },
    );
    const bytes = part('bytes', 'ReadFile', [file], {}, { device });
    const all = part('values', 'DecodeRaw', [bytes], { out_type: T, little_endian: bool(true) }, { device });
    const first = [all, writer.ints([0]), writer.ints([count])];
    const wanted = part('wanted', 'Slice', first, { T, Index: integer }, { device });
    return [main('Reshape', [wanted, writer.ints(shape)], { T, Tshape: integer }, { device })];
  },

  begin_iteration: (context) => {
    const { main, attributes, writer } = context;
    const { iterator, shuffle } = attributes;
    const batches = batchDataset(context, shuffle ? shuffledIndices(context) : indices(context));
    main('MakeIterator', [batches, iteratorHandle(writer, iterator)], {}, { device });
    return [];
  },

  next_batch: ({ main, attributes, writer }) => {
    const handle = iteratorHandle(writer, attributes.iterator);
    const next = main('IteratorGetNext', [handle], batchElement(attributes.iterator), { device });
    return [next, `${next}:1`];
  },
};

function iteratorHandle(writer: GraphWriter, spec: IteratorSpec): string {
  if (writer.has(spec.name)) return spec.name;
  const attr = { shared_name: text(spec.name), container: text(''), ...batchElement(spec) };
  return writer.node('IteratorV2', spec.name, [], attr, { device });
}

/** 0, 1, ..., count - 1 */
function indices({ part, attributes, writer }: EmitContext<'begin_iteration'>): string {
  const { count } = attributes.iterator;
  const bounds = [0, count, 1].map((value) => writer.constant('int64', [], [value]));
  const attr = { ...element(['int64'], [[]]), metadata: text(''), replicate_on_split: bool(false) };
  return part('range', 'RangeDataset', bounds, attr, { device });
}

/** All indices in an order that (seed, epoch) determine. */
function shuffledIndices(context: EmitContext<'begin_iteration'>): string {
  const { part, input, attributes, writer } = context;
  const wide = { SrcT: integer, DstT: type('int64'), Truncate: bool(false) };
  const seed = part('seed', 'Cast', [input(0)], wide, { device });
  const epoch = part('epoch', 'Cast', [input(1)], wide, { device });
  // tf.data takes the pair (0, 0) for "any seed": keep clear of it.
  const offset = writer.constant('int64', [], [2 ** 32]);
  const second = part('second_seed', 'AddV2', [epoch, offset], { T: type('int64') }, { device });
  const buffer = writer.constant('int64', [], [attributes.iterator.count]);
  const attr = { ...element(['int64'], [[]]), reshuffle_each_iteration: bool(false), metadata: text('') };
  return part('shuffle', 'ShuffleDataset', [indices(context), buffer, seed, second], attr, { device });
}

/** Batches of images and labels for a dataset of indices. */
function batchDataset(context: EmitContext<'begin_iteration'>, source: string): string {
  const { part, attributes, variable, writer } = context;
  const { iterator } = attributes;
  const size = writer.constant('int64', [], [iterator.batchSize]);
  const keepLast = part('drop_last', 'Const', [], { dtype: type('bool'), value: tensor(FALSE) }, { device });
  const batch = { ...element(['int64'], [[null]]), parallel_copy: bool(false), metadata: text('') };
  const all = part('batch', 'BatchDatasetV2', [source, size, keepLast], batch, { device });
  const groups = attributes.shuffle ? fromFirstBatch(context, all) : all;

  const gather = gatherFunction(writer, iterator);
  const handles = [variable(iterator.images), variable(iterator.labels)];
  const examples = part(
    'examples',
    'MapDataset',
    [groups, ...handles],
    {
      ...batchElement(iterator),
      f: fn(gather),
      Targuments: types(['resource', 'resource']),
      use_inter_op_parallelism: bool(true),
      preserve_cardinality: bool(true),
      force_synchronous: bool(false),
      metadata: text(''),
    },
    { device },
  );
  const ahead = writer.constant('int64', [], [PREFETCHED_BATCHES]);
  const prefetched = part(
    'prefetch',
    'PrefetchDataset',
    [examples, ahead],
    {
      ...batchElement(iterator),
      slack_period: int(0),
      legacy_autotune: bool(true),
      buffer_size_min: int(0),
      metadata: text(''),
    },
    { device },
  );
  const options = { s: WITHOUT_AUTOTUNE };
  const attr = { ...batchElement(iterator), serialized_options: options, metadata: text('') };
  return part('options', 'OptionsDataset', [prefetched], attr, { device });
}

/** Batches of indices without those before the first that is asked for. */
function fromFirstBatch({ part, input }: EmitContext<'begin_iteration'>, batches: string): string {
  const wide = { SrcT: integer, DstT: type('int64'), Truncate: bool(false) };
  const first = part('first_batch', 'Cast', [input(2)], wide, { device });
  const attr = { ...element(['int64'], [[null]]), metadata: text('') };
  return part('skip', 'SkipDataset', [batches, first], attr, { device });
}

const FALSE = { dtype: DT.bool, tensor_shape: { dim: [] }, bool_val: [false] };

/** Library function: (indices, images, labels) -> images of those indices in 0..1, their labels. */
function gatherFunction(writer: GraphWriter, spec: IteratorSpec): string {
  const name = `gather_${spec.name.replace(/[^A-Za-z0-9]+/g, '_')}`;
  if (writer.functions.some((existing) => existing.signature.name === name)) return name;
  const node = (op: string, label: string, input: string[], attr: NodeDef['attr']): NodeDef => ({
    name: label,
    op,
    input,
    attr,
  });
  const gather = (label: string, resource: string, dtype: TfType): NodeDef =>
    node('ResourceGather', label, [resource, 'indices'], {
      dtype: type(dtype),
      Tindices: type('int64'),
      batch_dims: int(0),
      validate_indices: bool(true),
    });
  const definition: FunctionDef = {
    signature: {
      name,
      input_arg: [
        { name: 'indices', type: DT.int64 },
        { name: 'images', type: DT.resource },
        { name: 'labels', type: DT.resource },
      ],
      output_arg: [
        { name: 'x', type: DT.float32 },
        { name: 'y', type: DT.int32 },
      ],
      is_stateful: true,
    },
    node_def: [
      gather('bytes', 'images', 'uint8'),
      gather('classes', 'labels', 'int32'),
      node('Cast', 'levels', ['bytes:output:0'], {
        SrcT: type('uint8'),
        DstT: type('float32'),
        Truncate: bool(false),
      }),
      node('Const', 'white', [], {
        dtype: type('float32'),
        value: tensor({ dtype: DT.float32, tensor_shape: { dim: [] }, float_val: [255] }),
      }),
      node('RealDiv', 'scaled', ['levels:y:0', 'white:output:0'], { T: type('float32') }),
    ],
    ret: { x: 'scaled:z:0', y: 'classes:output:0' },
  };
  writer.functions.push(definition);
  return name;
}
