/**
 * Whether a GPU could run what is compiled for it: TensorFlow has a kernel there for every node that is not pinned to
 * the CPU. A node without one would run on the CPU all the same, and its tensors go there and back in each step.
 */
import { type AttrValue, DT, type NodeDef } from '../../../main/compiler/emit/schema';
import { CPU } from '../../../main/compiler/emit/writer';
import { gpuKernel, knownOps, tensorflow, typed, unpinned } from '../../support/gpu-kernels';
import { operators, tools, trainings } from '../../support/gpu-programs';
import { type DecodedModel, decodeModel } from '../../support/graph-def';

const emitted = new Set<string>();

/** Nodes without a kernel, by op and types, with the models that hold them. */
function lacking(models: Iterable<readonly [name: string, savedModel: Uint8Array]>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, bytes] of models) {
    const model = decodeModel(bytes);
    for (const { op } of [...model.nodes, ...model.functions.flatMap(({ node_def }) => node_def)])
      emitted.add(op);
    for (const node of unpinned(model)) {
      if (!gpuKernel(node))
        found.set(typed(node), [...(found.get(typed(node)) ?? []), `${name}: ${node.name}`]);
    }
  }
  return found;
}

test('every node of a training has a kernel', () => {
  expect(lacking(trainings())).toEqual(new Map());
});

test('every node of every operator, its gradients among them, has a kernel', () => {
  expect(lacking(operators())).toEqual(new Map());
});

test('every node of the models that decode and preview images has a kernel', () => {
  expect(lacking(tools())).toEqual(new Map());
});

test('these models hold every op that the compiler can write', () => {
  expect(knownOps.filter((op) => !emitted.has(op))).toEqual([]);
  expect(tensorflow).toMatch(/^2\.\d+\.\d+$/);
});

describe('what the above would find', () => {
  const node = (op: string, attr: Record<string, AttrValue>, more: Partial<NodeDef> = {}): NodeDef => ({
    name: op.toLowerCase(),
    op,
    input: [],
    attr,
    ...more,
  });
  const model = (nodes: NodeDef[], body: NodeDef[] = []): DecodedModel => ({
    tags: [],
    nodes,
    functions: [
      {
        signature: { name: 'body', input_arg: [], output_arg: [], is_stateful: true },
        node_def: body,
        ret: {},
      },
    ],
    signatures: {},
  });
  const type = (name: keyof typeof DT): AttrValue => ({ type: DT[name] });
  const relu = node('Relu', { T: type('string') });

  test('a kernel is there for some types only', () => {
    expect(gpuKernel(node('Softplus', { T: type('float16') }))).toBeDefined();
    const short = node('Softplus', { T: type('bfloat16') });
    expect(gpuKernel(short)).toBeUndefined();
    expect(typed(short)).toBe('Softplus T=bfloat16');
    const cast = { SrcT: type('bool'), DstT: type('string') };
    expect(typed(node('Cast', cast))).toBe('Cast DstT=string SrcT=bool');
    expect(gpuKernel(node('Cast', cast))).toBeUndefined();
  });

  test('what is pinned, and what stands with a pinned variable, is the CPU’s', () => {
    const variable = node('VarHandleOp', { dtype: type('uint8') }, { name: 'data', device: CPU });
    const read = node('ReadVariableOp', { dtype: type('uint8') }, { input: ['data'] });
    expect(unpinned(model([variable, read, relu]))).toEqual([relu]);
    expect(() => unpinned(model([{ ...relu, device: '/device:TPU:0' }]))).toThrow(
      "'relu' stands on an unknown device: /device:TPU:0",
    );
  });

  test('the body of a function stands where its caller does', () => {
    const call = node('MapDataset', { f: { func: { name: 'body' } } });
    expect(unpinned(model([{ ...call, device: CPU }], [relu]))).toEqual([]);
    expect(unpinned(model([call, { ...call, name: 'again' }], [relu]))).toEqual([
      call,
      relu,
      { ...call, name: 'again' },
    ]);
  });

  test('an op or a type that nobody looked up', () => {
    expect(() => gpuKernel(node('Erfinv', {}))).toThrow("Erfinv (node 'erfinv') is not in the fixture: run");
    expect(() => gpuKernel(node('Relu', {}))).toThrow('Relu is written without its attribute T');
  });
});
