/** What is not compiled for frozen layers, and the rates of the others; the numbers are held to Keras in test/integration. */
import { analyze } from '../../../core/analysis/analyze';
import { freezeAllButHead, membersOf, setLearningRateFactor, setTrainable } from '../../../core/edit';
import type { GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import type { OptimizerInput } from '../../../core/study/optimizer';
import { buildProgram } from '../../../main/compiler';
import { sliceOf } from '../../../main/compiler/ir/slice';
import { type Node, scopeOf } from '../../../main/compiler/ir/types';
import { entryMemory } from '../../../main/compiler/memory';

const net = buildPreset('resnet20');
const adamw: OptimizerInput = { type: 'adamw', weightDecay: 0.1, globalClipnorm: 1, clipnorm: null };

function stepOf(document: GraphDocument, optimizer: OptimizerInput = adamw, more: object = {}) {
  const program = buildProgram(document, { optimizer, batchSize: 32, imageShape: [32, 32, 3], ...more });
  const { nodes } = sliceOf(program, 'train_on_batch');
  const scopes = (...operators: string[]) =>
    new Set(nodes.filter(({ operator }) => operators.includes(operator)).map(({ name }) => scopeOf(name)));
  return { program, nodes, scopes, memory: entryMemory(program, 'train_on_batch', 32) };
}

const GRADIENTS = [
  'conv2d_input_grad',
  'conv2d_filter_grad',
  'conv2d_product_input_grad',
  'conv2d_product_filter_grad',
];
const UPDATES = ['sgd_update', 'momentum_update', 'adam_update'];

test('all but the head: no convolution has a gradient, one layer has updates and slots, and a fraction of the memory is needed', () => {
  const [whole, frozen] = [stepOf(net), stepOf(freezeAllButHead(net))];
  expect(whole.scopes(...GRADIENTS, 'batch_norm_grad').size).toBeGreaterThan(19);
  expect(frozen.scopes(...GRADIENTS, 'batch_norm_grad', 'batch_norm_train').size).toBe(0);
  // Decay and the norm for clipping, too.
  expect([...frozen.scopes(...UPDATES, 'half_square_sum')]).toEqual(['head.dense']);
  const slots = frozen.program.variables.filter(({ role }) => role === 'slot').map(({ name }) => name);
  expect(slots.every((name) => name.startsWith('head.dense/'))).toBe(true);
  expect(frozen.nodes.length).toBeLessThan(whole.nodes.length / 2);
  expect(frozen.memory.peak).toBeLessThan(whole.memory.peak / 4);
  expect(frozen.memory.gradients).toBeLessThan(whole.memory.gradients);
});

test('the backward pass ends above the frozen layers at the front', () => {
  const front = new Set([...membersOf(net, 'stem'), ...membersOf(net, 'stage1')]);
  const { scopes, memory } = stepOf(setTrainable(net, front, false));
  const reached = scopes(...GRADIENTS, 'batch_norm_grad', 'activation_grad');
  expect([...reached].filter((id) => front.has(id))).toEqual([]);
  expect(reached).toContain('stage2.block1.conv1');
  expect(memory.peak).toBeLessThan(0.6 * stepOf(net).memory.peak);
});

test('a frozen layer between trained ones passes its gradient on and has none itself', () => {
  const { scopes, program, nodes } = stepOf(setTrainable(net, membersOf(net, 'stage2'), false));
  const inStage2 = (ids: ReadonlySet<string>) => [...ids].filter((id) => id.startsWith('stage2.'));
  expect(inStage2(scopes('conv2d_filter_grad', 'conv2d_product_filter_grad'))).toEqual([]);
  expect(inStage2(scopes('conv2d_input_grad', 'conv2d_product_input_grad')).length).toBeGreaterThan(5);
  expect(inStage2(scopes('batch_norm_train', 'batch_norm_grad'))).toEqual([]);
  expect(scopes('conv2d_filter_grad', 'conv2d_product_filter_grad')).toContain('stage1.block1.conv1');
  const assigned = nodes.flatMap((node) => (node.operator === 'assign' ? [node.attributes.variable] : []));
  expect(assigned.some((name) => name.startsWith('stage1.'))).toBe(true);
  expect(assigned.some((name) => name.startsWith('stage2.'))).toBe(false);
  expect(program.gradients.some(({ variable }) => variable.startsWith('stage2.'))).toBe(false);
});

test('statistics of frozen layers are not re-estimated, and diagnostics leave out blocks without trained weights', () => {
  const part = setTrainable(net, membersOf(net, 'stage1'), false);
  const { program } = stepOf(part, adamw, { preciseBatchNorm: true, diagnostics: true });
  const averages = program.variables.filter(({ role }) => role === 'average').map(({ name }) => name);
  expect(averages).toContain('stage2.block1.bn1/moving_mean/estimate');
  expect(averages.some((name) => name.startsWith('stage1.'))).toBe(false);
  const observed = sliceOf(program, 'train_on_batch_observed').nodes.map(({ name }) => name);
  expect(observed.some((name) => name.startsWith('.diagnostics/stage2.block1/'))).toBe(true);
  expect(observed.some((name) => name.startsWith('.diagnostics/stage1.block1/'))).toBe(false);
});

test.each(['bfloat16', 'float16'] as const)('a frozen BatchNormalization in %s', (precision) => {
  const { scopes } = stepOf(setTrainable(net, ['stage1.block1.bn1'], false), adamw, { precision });
  expect(scopes('batch_norm_train')).not.toContain('stage1.block1.bn1');
});

describe('learning-rate factors', () => {
  const slow = setLearningRateFactor(net, membersOf(net, 'stage1'), 0.1);
  const byName = (nodes: readonly Node[]) => new Map(nodes.map((node) => [node.name, node]));
  /** What a rate is multiplied by on the way from the fed one. */
  function factorsOf(nodes: ReadonlyMap<string, Node>, from: string | undefined): number[] {
    const node = nodes.get(from ?? '');
    if (node?.operator === 'constant') return [node.attributes.value];
    return node?.inputs.flatMap(({ node: name }) => factorsOf(nodes, name)) ?? [];
  }

  test('multiply the rate of the update and, with it, decoupled decay', () => {
    const nodes = byName(stepOf(slow, { type: 'adamw', weightDecay: 0.25, clipnorm: null }).nodes);
    const rate = (name: string) => factorsOf(nodes, nodes.get(name)?.inputs[0]?.node);
    expect(rate('stage1.block1.conv1/kernel/update')).toEqual([0.1]);
    expect(rate('stage1.block1.conv1/kernel/decay').sort()).toEqual([0.1, 0.25]);
    expect(rate('stage2.block1.conv1/kernel/update')).toEqual([]);
    expect(rate('stage2.block1.conv1/kernel/decay')).toEqual([0.25]);
  });

  test('are for the weights alone: one product for each factor', () => {
    const { nodes } = stepOf(slow, { type: 'sgd', momentum: 0.9, clipnorm: null });
    expect(nodes.filter(({ name }) => name.startsWith('.rate/times_'))).toHaveLength(1);
    expect(
      stepOf(net, { type: 'sgd', momentum: 0.9, clipnorm: null }).nodes.some(({ name }) =>
        name.startsWith('.rate/'),
      ),
    ).toBe(false);
  });

  test('of a frozen layer wait until it is trained again', () => {
    const { nodes } = stepOf(setTrainable(slow, membersOf(net, 'stage1'), false));
    expect(nodes.some(({ name }) => name.startsWith('.rate/'))).toBe(false);
    expect(analyze(slow).nodes['stage1.block1.conv1']?.learningRateFactor).toBe(0.1);
  });
});
