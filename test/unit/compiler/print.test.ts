/** A program as text, as a drawing, and cut down to one entry. */
import { buildProgram } from '../../../main/compiler';
import { drawProgram } from '../../../main/compiler/ir/dot';
import { printProgram } from '../../../main/compiler/ir/print';
import { sliceOf } from '../../../main/compiler/ir/slice';
import { verify } from '../../../main/compiler/ir/verify';
import { options } from '../../support/batches';
import { documentOf } from '../../support/documents';

const SHAPE = [4, 4, 2];
const document = documentOf('small', [
  { id: 'input', type: 'Input', params: { shape: SHAPE } },
  { id: 'conv', type: 'Conv2D', params: { filters: 3, kernelSize: [3, 3], strides: [2, 2] } },
  { id: 'flat', type: 'Flatten' },
  { id: 'head', type: 'Dense', params: { units: 2, activation: 'softmax' } },
]);
const program = buildProgram(document, options(SHAPE, { momentum: 0.9 }));

test('each variable, node and entry is one line, with types, attributes and what it follows', () => {
  const lines = printProgram(program).split('\n');
  expect(lines).toContain('  conv/kernel: float32[3, 3, 2, 3] weight, trainable, glorot_uniform');
  expect(lines).toContain('  conv/kernel/momentum: float32[3, 3, 2, 3] slot, zeros');
  expect(lines).toContain(
    '  %conv/forward: float32[batch, 1, 1, 3] = conv2d_product(%.train/images, %conv/kernel/read) {strides: [2, 2], padding: valid}',
  );
  expect(lines.some((line) => /^ {2}%conv\/kernel\/update = .* after %conv\/kernel\/read$/.test(line))).toBe(
    true,
  );
  expect(lines).toContain('  predict(x: %.eval/images) -> (y: %head/inference/activation)');
});

test('a drawing has a box for each layer, and a wire with its type for each value', () => {
  const drawn = drawProgram(program, 'a "small" one');
  expect(drawn.startsWith('digraph "a \\"small\\" one" {')).toBe(true);
  expect(drawn).toContain('subgraph "cluster_conv"');
  expect(drawn).toContain('".train/images" -> "conv/forward" [label="float32[batch, 4, 4, 2]"];');
  expect(drawn).toContain('"conv/kernel/read" -> "conv/kernel/update" [style=dashed];');
  expect(drawn.split('{').length).toBe(drawn.split('}').length);
});

test('an entry alone is a sound program with just what it needs', () => {
  const alone = sliceOf(program, 'predict');
  verify(alone, 'slicing');
  expect(alone.entries.map(({ name }) => name)).toEqual(['predict']);
  expect(alone.nodes.every(({ operator }) => !operator.endsWith('_grad') && operator !== 'assign')).toBe(
    true,
  );
  expect(alone.variables.map(({ name }) => name)).toEqual([
    'conv/kernel',
    'conv/bias',
    'head/kernel',
    'head/bias',
  ]);
  expect(() => sliceOf(program, 'forecast')).toThrow(
    /one of the program's: predict, .* Received: 'forecast'/,
  );
});

test('passes are observed in order, each with the program that it made', () => {
  const seen: string[] = [];
  const observed = buildProgram(document, options(SHAPE), (pass, made) => {
    verify(made, pass);
    seen.push(pass);
  });
  expect(seen[0]).toBe('lowering');
  expect(seen).toContain('gradients');
  expect(observed.entries.length).toBeGreaterThan(0);
});
