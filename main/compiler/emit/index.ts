/** Emission: a program of the IR as the bytes of a TensorFlow SavedModel. */
import { elementCount } from '../../../core/basics/element-count';
import { plural } from '../../../core/format/plural';
import type { OperatorName } from '../ir/attributes';
import {
  bug,
  type Entry,
  type Node,
  type NodeOf,
  type Program,
  type Value,
  type Variable,
  valueKey,
  type Weights,
} from '../ir/types';
import { activationEmitters } from './activation';
import { dtypeOf, floatContent, numbers, shapeProto, stringTensor, tensor, type } from './attributes';
import { conditionEmitters } from './condition';
import { convolutionEmitters } from './convolution';
import { convolutionProductEmitters } from './convolution-product';
import { countEmitters } from './counts';
import { depthwiseEmitters } from './depthwise';
import type { Emitted, Emitter, Emitters } from './emitter';
import { exampleNormalizationEmitters } from './example-normalization';
import { imageEmitters } from './images';
import { lossEmitters } from './loss';
import { mergeEmitters } from './merge';
import { normalizationEmitters } from './normalization';
import { cpuKernels, type Kernels } from './one-dnn';
import { optimizerEmitters } from './optimizer';
import { chunksOf, encoded, field, type Piece } from './pieces';
import { pipelineEmitters } from './pipeline';
import { pointwiseEmitters } from './pointwise';
import { productEmitters } from './product';
import { resamplingEmitters } from './resampling';
import {
  DT,
  FIELD,
  type FunctionDef,
  graphType,
  metaGraphType,
  type NodeDef,
  nodeType,
  PRODUCER,
  type SignatureDef,
  savedModelType,
  type TensorInfo,
  type TfType,
  tensorType,
} from './schema';
import { shapeEmitters } from './shape';
import { stateEmitters } from './state';
import { GraphWriter } from './writer';

const emitters: Emitters = {
  ...stateEmitters,
  ...pipelineEmitters,
  ...imageEmitters,
  ...convolutionEmitters,
  ...depthwiseEmitters,
  ...productEmitters,
  ...convolutionProductEmitters,
  ...normalizationEmitters,
  ...exampleNormalizationEmitters,
  ...shapeEmitters,
  ...resamplingEmitters,
  ...pointwiseEmitters,
  ...lossEmitters,
  ...countEmitters,
  ...optimizerEmitters,
  ...conditionEmitters,
  ...activationEmitters,
  ...mergeEmitters,
};

export const emittedOperators = Object.keys(emitters) as OperatorName[];

export interface EmitOptions {
  tags: readonly string[];
  /** Values in place of the variables, but of those that the program assigns: a frozen model. */
  frozen?: Weights;
  /** The kernels of the engine that will run the graph; absent: this process's CPU. */
  kernels?: Kernels;
  /** A file in the model's folder `assets`: its full path becomes a tensor of the graph when it is loaded. */
  asset?: string | undefined;
}

/** A graph with its signatures, before it is written as bytes. Constants share the memory of `frozen`. */
export interface EmittedGraph {
  readonly nodes: readonly NodeDef[];
  readonly functions: readonly FunctionDef[];
  readonly signatures: Readonly<Record<string, SignatureDef>>;
}

export function emitGraph(program: Program, options: Omit<EmitOptions, 'tags' | 'asset'>): EmittedGraph {
  return graphOf(program, options, new GraphWriter());
}

/** @returns the bytes of saved_model.pb */
export const emit = (program: Program, options: EmitOptions): Uint8Array =>
  Buffer.concat([...chunksOf(emitPieces(program, options))]);

/** The same in pieces. */
export function emitPieces(program: Program, options: EmitOptions): Piece[] {
  const writer = new GraphWriter();
  const { nodes, functions, signatures } = graphOf(program, options, writer);
  const assets = options.asset === undefined ? [] : [emitAsset(options.asset, writer)];
  const graph = [
    ...nodes.flatMap((node) => field(FIELD.node, nodePieces(node))),
    encoded(graphType, { library: { function: functions }, versions: { producer: PRODUCER } }),
  ];
  const about = {
    meta_info_def: { tags: options.tags },
    signature_def: signatures,
    asset_file_def: assets,
  };
  return [
    encoded(savedModelType, { saved_model_schema_version: 1 }),
    ...field(FIELD.metaGraph, [...field(FIELD.graph, graph), encoded(metaGraphType, about)]),
  ];
}

function nodePieces(node: NodeDef): Piece[] {
  const { value, ...attr } = node.attr;
  const weight = value?.tensor;
  if (!weight || !('tensor_content' in weight)) return [encoded(nodeType, node)];
  const { dtype, tensor_shape } = weight;
  const content = {
    byteLength: tensor_shape.dim.reduce((product, { size }) => product * size, 4),
    data: () => weight.tensor_content as Uint8Array,
  };
  const held = field(FIELD.tensor, [
    encoded(tensorType, { dtype, tensor_shape }),
    ...field(FIELD.content, [content]),
  ]);
  const entry = [...field(FIELD.entryKey, [Buffer.from('value')]), ...field(FIELD.entryValue, held)];
  return [encoded(nodeType, { ...node, attr }), ...field(FIELD.attribute, entry)];
}

function graphOf(
  program: Program,
  options: Omit<EmitOptions, 'tags' | 'asset'>,
  writer: GraphWriter,
): EmittedGraph {
  const tensors = emitNodes(program, writer, options);
  const signatures = program.entries.map((entry) => [entry.name, emitEntry(entry, writer, tensors)] as const);
  return { nodes: writer.nodes, functions: writer.functions, signatures: Object.fromEntries(signatures) };
}

type Tensors = ReadonlyMap<string, Emitted>;

function emitNodes(
  program: Program,
  writer: GraphWriter,
  { frozen, kernels = cpuKernels() }: Omit<EmitOptions, 'tags' | 'asset'>,
): Tensors {
  const variables = new Map(program.variables.map((variable) => [variable.name, variable]));
  const assigned = new Set(
    program.nodes.flatMap((node) => (node.operator === 'assign' ? [node.attributes.variable] : [])),
  );
  const tensors = new Map<string, Emitted>();
  for (const node of program.nodes) {
    const emitted =
      frozen && node.operator === 'read' && !assigned.has(node.attributes.variable)
        ? [emitFrozen(node, writer, frozen)]
        : emitNode(node, writer, variables, tensors, kernels);
    node.outputs.forEach((output, index) => {
      tensors.set(valueKey(output), emitted[index] as Emitted);
    });
  }
  return tensors;
}

function emitNode(
  node: Node,
  writer: GraphWriter,
  variables: ReadonlyMap<string, Variable>,
  tensors: Tensors,
  kernels: Kernels,
): readonly Emitted[] {
  const emitted = node.inputs.map((input) => tensors.get(valueKey(input)) as Emitted);
  const emitter = emitters[node.operator] as Emitter<OperatorName>;
  return emitter({
    node: node as NodeOf<OperatorName>,
    attributes: node.attributes,
    inputs: node.inputs,
    get T() {
      return dtypeOf(node.inputs[0] as Value);
    },
    writer,
    kernels,
    tensors: emitted as string[],
    input: (index) => emitted[index] as string,
    saved: (index) => emitted[index] as readonly string[],
    variable: (name) => writer.variable(variables.get(name) as Variable),
    main: (op, input, attr, options) =>
      writer.node(op, node.name, input, attr, {
        ...options,
        after: [...node.after, ...(options?.after ?? [])],
      }),
    part: (part, op, input, attr, options) => writer.node(op, `${node.name}/${part}`, input, attr, options),
  });
}

function emitFrozen(node: NodeOf<'read'>, writer: GraphWriter, frozen: Weights): string {
  const name = node.attributes.variable;
  const data = frozen.get(name);
  const shape = node.outputs[0]?.shape as readonly number[];
  const size = elementCount(shape);
  if (!data || data.length !== size) {
    bug(
      `A frozen model needs the ${plural(size, 'value')} of '${name}'. Received: ${data ? data.length : 'none'}.`,
    );
  }
  const value = tensor(floatContent(shape, () => frozen.get(name) as Float32Array));
  return writer.node('Const', node.name, [], { dtype: type('float32'), value });
}

function emitAsset(filename: string, writer: GraphWriter) {
  const value = tensor(stringTensor(filename));
  const name = writer.node('Const', '.asset', [], { dtype: type('string'), value });
  return { tensor_info: { name: `${name}:0`, dtype: DT.string, tensor_shape: shapeProto([]) }, filename };
}

/** The entry's signature; outputs wait for all of the entry's effects. */
function emitEntry(entry: Entry, writer: GraphWriter, tensors: Tensors): SignatureDef {
  const prefix = `.entry/${entry.name}`;
  const after =
    entry.effects.length > 0
      ? [writer.node('NoOp', `${prefix}/effects`, [], {}, { after: entry.effects })]
      : [];
  const info = (value: Value, name: string): TensorInfo => ({
    name: name.includes(':') ? name : `${name}:0`,
    dtype: DT[value.dtype as TfType],
    tensor_shape: shapeProto(value.shape),
  });

  const inputs = Object.entries(entry.inputs).map(
    ([key, value]) => [key, info(value, tensors.get(valueKey(value)) as string)] as const,
  );
  const outputs = Object.entries(entry.outputs).map(([key, value]) => {
    const source = tensors.get(valueKey(value)) as string;
    const T = dtypeOf(value);
    return [
      key,
      info(value, writer.node('Identity', `${prefix}/${key}`, [source], { T }, { after })),
    ] as const;
  });
  if (outputs.length === 0) {
    const one = { dtype: type('int32'), value: tensor(numbers('int32', [], [1])) };
    const done = writer.node('Const', `${prefix}/done`, [], one, { after });
    outputs.push(['done', { name: `${done}:0`, dtype: DT.int32, tensor_shape: shapeProto([]) }]);
  }
  return {
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(outputs),
    method_name: 'tensorflow/serving/predict',
  };
}
