/** A SavedModel written by hand, independent of the compiler: one signature for each thing that a session must do. */
import * as attribute from '../../../main/compiler/emit/attributes';
import {
  type AttrValue,
  DT,
  type NodeDef,
  savedModelType,
  type TfType,
} from '../../../main/compiler/emit/schema';

const { type } = attribute;

const node = (name: string, op: string, input: string[], attr: Record<string, AttrValue>): NodeDef => ({
  name,
  op,
  input,
  attr,
});
const placeholder = (name: string, dtype: TfType) => node(name, 'Placeholder', [], { dtype: type(dtype) });
const constant = (
  name: string,
  dtype: 'float32' | 'int64' | 'int32',
  values: number[],
  shape: number[] = [],
) =>
  node(name, 'Const', [], {
    dtype: type(dtype),
    value: attribute.tensor(attribute.numbers(dtype, shape, values)),
  });

const counter = { shared_name: attribute.text('counter'), container: attribute.text('') };
const element = {
  output_types: attribute.types(['int64']),
  output_shapes: attribute.shapes([[]]),
};

const nodes: NodeDef[] = [
  placeholder('x', 'float32'),
  placeholder('n', 'int32'),
  node('n_out', 'Identity', ['n'], { T: type('int32') }),
  node('n_float', 'Cast', ['n'], { SrcT: type('int32'), DstT: type('float32') }),
  node('scaled', 'Mul', ['x', 'n_float'], { T: type('float32') }),
  node('positive', 'Greater', ['x', 'zero'], { T: type('float32') }),
  constant('zero', 'float32', [0]),

  placeholder('words', 'string'),
  node('words_out', 'Identity', ['words'], { T: type('string') }),

  node('counter', 'VarHandleOp', [], {
    ...counter,
    dtype: type('float32'),
    shape: attribute.shape([]),
  }),
  node('set', 'AssignVariableOp', ['counter', 'x'], { dtype: type('float32') }),
  node('set_done', 'Identity', ['x', '^set'], { T: type('float32') }),
  constant('one', 'float32', [1]),
  node('increment', 'AssignAddVariableOp', ['counter', 'one'], { dtype: type('float32') }),
  node('counter_now', 'ReadVariableOp', ['counter', '^increment'], { dtype: type('float32') }),
  node('counter_read', 'ReadVariableOp', ['counter'], { dtype: type('float32') }),

  constant('three', 'int32', [3], [1]),
  node('stage1.block1.conv1/forward', 'Reshape', ['x', 'three'], {
    T: type('float32'),
    Tshape: type('int32'),
  }),

  constant('from', 'int64', [0]),
  constant('to', 'int64', [3]),
  constant('by', 'int64', [1]),
  node('range', 'RangeDataset', ['from', 'to', 'by'], element),
  node('iterator', 'IteratorV2', [], {
    ...element,
    shared_name: attribute.text('iterator'),
    container: attribute.text(''),
  }),
  node('begin', 'MakeIterator', ['range', 'iterator'], {}),
  node('begun', 'Identity', ['one', '^begin'], { T: type('float32') }),
  node('next', 'IteratorGetNext', ['iterator'], element),
  node('next_int', 'Cast', ['next'], { SrcT: type('int64'), DstT: type('int32') }),
];

const info = (name: string, dtype: TfType) => ({
  name: `${name}:0`,
  dtype: DT[dtype],
  tensor_shape: attribute.shapeProto([]),
});

const x = { x: info('x', 'float32') };
const signatures = {
  scale: {
    inputs: { ...x, n: info('n', 'int32') },
    outputs: {
      scaled: info('scaled', 'float32'),
      positive: info('positive', 'bool'),
      n: info('n_out', 'int32'),
    },
  },
  echo: { inputs: { words: info('words', 'string') }, outputs: { words: info('words_out', 'string') } },
  set: { inputs: x, outputs: { done: info('set_done', 'float32') } },
  increment: { inputs: {}, outputs: { value: info('counter_now', 'float32') } },
  read: { inputs: {}, outputs: { value: info('counter_read', 'float32') } },
  reshape: { inputs: x, outputs: { y: info('stage1.block1.conv1/forward', 'float32') } },
  begin: { inputs: {}, outputs: { done: info('begun', 'float32') } },
  next: { inputs: {}, outputs: { value: info('next_int', 'int32') } },
};

export const handmadeModel = {
  tags: ['handmade'],
  savedModel: savedModelType
    .encode(
      savedModelType.create({
        saved_model_schema_version: 1,
        meta_graphs: [
          {
            meta_info_def: { tags: ['handmade'] },
            graph_def: { node: nodes, versions: { producer: 1087 } },
            signature_def: signatures,
          },
        ],
      }),
    )
    .finish(),
};
