import { Builder } from '../../../main/compiler/ir/builder';
import type { Node, Program, Value } from '../../../main/compiler/ir/types';
import { verify } from '../../../main/compiler/ir/verify';
import { runPasses } from '../../../main/compiler/passes/pass';

/** x -> relu, a variable w of the same shape that follows it. */
function sound(): Program {
  const build = new Builder();
  build.declare({
    name: 'w',
    dtype: 'float32',
    shape: [2, 3],
    role: 'weight',
    trainable: true,
    initializer: 'ones',
  });
  const x = build.value('input', 'x', [], { dtype: 'float32', shape: [2, 3] });
  const y = build.value('activation', 'y', [x], { function: 'relu' });
  const assign = build.add('assign', 'w/update', [y], { variable: 'w' }, ['y']);
  build.update(assign.name);
  build.setGradients([{ variable: 'w', value: y }]);
  build.mark({ trainOutput: y });
  build.entry({ name: 'run', inputs: { x }, outputs: { y }, effects: [assign.name] });
  return build.finish();
}

/** The program with the node of that name replaced. */
function withNode(name: string, change: (node: Node) => Partial<Node>): Program {
  const program = sound();
  return {
    ...program,
    nodes: program.nodes.map((node) => (node.name === name ? ({ ...node, ...change(node) } as Node) : node)),
  };
}
const outputOf = (program: Program, name: string): Value =>
  program.nodes.find((node) => node.name === name)!.outputs[0] as Value;

test('a sound program passes', () => {
  expect(() => verify(sound(), 'a test')).not.toThrow();
});

test.each<[string, () => Program, RegExp]>([
  [
    'two producers of one name',
    () => ({ ...sound(), nodes: [...sound().nodes, sound().nodes[1]!] }),
    /'y'.*produced twice/,
  ],
  [
    'an input from later',
    () => ({ ...sound(), nodes: [...sound().nodes].reverse() }),
    /'y:0', which nothing before it produces/,
  ],
  [
    'an unknown operator',
    () => withNode('y', () => ({ operator: 'conv9d' }) as unknown as Node),
    /unknown operator/,
  ],
  [
    'a name for no engine',
    () => withNode('w/update', () => ({ name: 'w update' })),
    /a name that no engine takes/,
  ],
  [
    'a wrong attribute',
    () => withNode('w/update', () => ({ attributes: { variable: 'v' } }) as never),
    /declared variable, but 'v'/,
  ],
  [
    'an output that the rule does not give',
    () => withNode('y', (node) => ({ outputs: [{ ...(node.outputs[0] as Value), shape: [3, 2] }] })),
    /states other outputs than its rule gives/,
  ],
  [
    'a use under another type',
    () => withNode('y', (node) => ({ inputs: [{ ...(node.inputs[0] as Value), dtype: 'int32' }] })),
    /takes int32\[2, 3\], but float32\[2, 3\] is produced/,
  ],
  [
    'an ordering by what does not exist',
    () => withNode('w/update', () => ({ after: ['z'] })),
    /runs after 'z'/,
  ],
  [
    'an entry without effect',
    () => ({ ...sound(), entries: [{ name: 'run', inputs: {}, outputs: {}, effects: [] }] }),
    /neither returns nor changes/,
  ],
  [
    'an entry that returns what does not exist',
    () => ({
      ...sound(),
      entries: [
        { name: 'run', inputs: {}, outputs: { z: { ...outputOf(sound(), 'y'), node: 'z' } }, effects: [] },
      ],
    }),
    /entry 'run' uses 'z:0'/,
  ],
  [
    'two entries of one name',
    () => ({ ...sound(), entries: [sound().entries[0]!, sound().entries[0]!] }),
    /declared twice/,
  ],
  ['an update that does not exist', () => ({ ...sound(), updates: ['z'] }), /updates 'z'/],
  [
    'a gradient of no variable',
    () => ({ ...sound(), gradients: [{ variable: 'v' }] }),
    /of 'v', which is no variable/,
  ],
  [
    'a landmark that does not exist',
    () => ({ ...sound(), landmarks: { loss: { ...outputOf(sound(), 'y'), node: 'z' } } }),
    /a landmark uses 'z:0'/,
  ],
])('%s is refused', (_, broken, message) => {
  expect(() => verify(broken(), 'the pass')).toThrow(message);
  expect(() => verify(broken(), 'the pass')).toThrow("broken after 'the pass'");
});

test('the driver checks after each pass and names the one that broke the program', () => {
  const breaking = {
    name: 'break it',
    run: (program: Program): Program => ({ ...program, updates: ['nowhere'] }),
  };
  const keeping = { name: 'keep it', run: (program: Program): Program => program };
  expect(() => runPasses(sound(), [keeping, breaking, keeping])).toThrow("broken after 'break it'");
  expect(runPasses(sound(), [keeping])).toEqual(sound());
});

test('the builder refuses a second node of one name, and types that do not fit', () => {
  const build = new Builder(sound());
  expect(() => build.value('input', 'x', [], { dtype: 'float32', shape: [] })).toThrow("Received: 'x' twice");
  const x = outputOf(sound(), 'x');
  expect(() => build.value('matmul', 'product', [x, x], { transposeA: false, transposeB: false })).toThrow(
    /takes matrices \[M, K\] and \[K, N\]. Received: float32\[2, 3\], float32\[2, 3\]/,
  );
  const product = build.value('matmul', 'product', [x, x], { transposeA: true, transposeB: false });
  expect(product.shape).toEqual([3, 3]);
});
