/**
 * Whether a GPU could run what is compiled for it, and without waiting: TensorFlow has a kernel there for every node
 * that is not pinned to the CPU (one without would run on the CPU all the same, and its tensors go there and back in each
 * step), and nothing but results comes back from it. No GPU has run any of it.
 */
import { augmentationSchema } from '../../../core/study/augmentation';
import { precisionSchema } from '../../../core/study/precision';
import { compile } from '../../../main/compiler';
import { type AttrValue, DT, type NodeDef } from '../../../main/compiler/emit/schema';
import { CPU } from '../../../main/compiler/emit/writer';
import type { CompileOptions } from '../../../main/compiler/types';
import { options } from '../../support/batches';
import { documentOf } from '../../support/documents';
import { gpuKernel, knownOps, tensorflow, typed, unpinned } from '../../support/gpu-kernels';
import { operators, tools, trainings } from '../../support/gpu-programs';
import { transfersOf } from '../../support/gpu-transfers';
import { type DecodedModel, decodeModel } from '../../support/graph-def';

const emitted = new Set<string>();

/** Nodes without a kernel, by op and types, with the models that hold them. */
function lacking(models: Iterable<readonly [name: string, model: DecodedModel]>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, model] of models) {
    for (const { op } of [...model.nodes, ...model.functions.flatMap(({ node_def }) => node_def)])
      emitted.add(op);
    for (const node of unpinned(model)) {
      if (!gpuKernel(node))
        found.set(typed(node), [...(found.get(typed(node)) ?? []), `${name}: ${node.name}`]);
    }
  }
  return found;
}

const compiled = [...trainings()];

test('every node of a training has a kernel', () => {
  expect(lacking(compiled)).toEqual(new Map());
});

/** What the CPU waits for before the GPU continues, with the reason. */
const waits: Record<string, string> = {
  '.loss_scale/finite':
    'whether float16 gradients overflowed chooses a branch, which TensorFlow does on the CPU',
};

test('while a step computes, nothing comes back from the GPU but its results', () => {
  const found = new Set<string>();
  for (const [, model] of compiled) {
    for (const signature of Object.keys(model.signatures)) {
      if (/^(init|load_data|begin_|read_|write_)/.test(signature)) continue;
      for (const { back, tensor, to } of transfersOf(model, signature)) {
        if (back && !to.name.startsWith('.entry/')) found.add(tensor);
      }
    }
  }
  expect([...found]).toEqual(Object.keys(waits));
});

describe('what a step takes to the GPU', () => {
  const network = documentOf('network', [
    { id: 'input', type: 'Input', params: { shape: [8, 8, 3] } },
    { id: 'conv', type: 'Conv2D', params: { filters: 4 } },
    { id: 'norm', type: 'BatchNormalization' },
    { id: 'dropout', type: 'Dropout' },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'head', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ]);
  const batch = ['.train/images', '.train/labels'];
  const always = [...batch, '.train/learning_rate', '.train/mean_gradient/size', 'norm/forward/ratio'];

  test.each<[string, Partial<CompileOptions>, string[]]>([
    ['the batch and a few numbers', {}, always],
    [
      'with Adam, two powers',
      { optimizer: { type: 'adam' } },
      [...always, '.adam/beta1_power', '.adam/beta2_power'],
    ],
    [
      'of a mixed batch, how much of whom',
      { augmentation: augmentationSchema.parse({ mixup: 0.2, cutmix: 1 }) },
      [...always, '.train/mix/own', '.train/mix/share'],
    ],
  ])('%s', (_, changes, expected) => {
    const { savedModel } = compile(network, { ...options([8, 8, 3]), device: 'gpu', ...changes });
    const sent = transfersOf(decodeModel(savedModel), 'train_on_batch').filter(({ back }) => !back);
    expect([...new Set(sent.map(({ tensor }) => tensor))].sort()).toEqual([...expected].sort());
  });
});

test('groups and dilations are the kernels’ in every precision', () => {
  const grouped = documentOf('grouped', [
    { id: 'input', type: 'Input', params: { shape: [8, 8, 4] } },
    { id: 'groups', type: 'Conv2D', params: { filters: 4, groups: 2 } },
    { id: 'dilation', type: 'Conv2D', params: { filters: 4, dilation: [2, 2] } },
    { id: 'flat', type: 'Flatten' },
    { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);
  const convolutions = (changes: Partial<CompileOptions>) =>
    decodeModel(compile(grouped, { ...options([8, 8, 4]), ...changes }).savedModel).nodes.filter(({ op }) =>
      /^(Conv2D|Split|SpaceToBatchND)/.test(op),
    ).length;
  for (const precision of precisionSchema.options)
    expect(convolutions({ device: 'gpu', precision })).toBe(2 * 2 + 2 + 1);
  // A CPU has no such kernels for float16.
  expect(convolutions({ device: 'cpu', precision: 'float16' })).toBeGreaterThan(7);
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
    signatures: { step: { inputs: {}, outputs: {}, method_name: '' } },
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

  test('what is pinned, or is with a pinned variable, is on the CPU', () => {
    const variable = node('VarHandleOp', { dtype: type('uint8') }, { name: 'data', device: CPU });
    const read = node('ReadVariableOp', { dtype: type('uint8') }, { input: ['data'] });
    expect(unpinned(model([variable, read, relu]))).toEqual([relu]);
    expect(() => unpinned(model([{ ...relu, device: '/device:TPU:0' }]))).toThrow(
      "'relu' stands on an unknown device: /device:TPU:0",
    );
  });

  test('the body of a function is where its caller is', () => {
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
