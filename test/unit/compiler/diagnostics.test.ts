/** The observed step beside the ordinary one: entries, order of the updates, and that the ordinary one pays nothing. */
import { buildPreset } from '../../../core/presets';
import { buildProgram } from '../../../main/compiler';
import type { Entry, Program } from '../../../main/compiler/ir/types';
import type { CompileOptions } from '../../../main/compiler/types';
import { options } from '../../support/batches';
import { documentOf } from '../../support/documents';

const SHAPE = [32, 32, 3];
const split = (count: number) => ({ imagesFile: 'images.u8', labelsFile: 'labels.i32', count });
const withData: CompileOptions = {
  ...options(SHAPE, { momentum: 0.9, clipnorm: 1 }),
  dataset: { train: split(100), validation: split(50) },
  diagnostics: true,
};
const document = buildPreset('resnet18', { width: 1 / 16 });
const program = buildProgram(document, withData);

const entryOf = ({ entries }: Program, name: string): Entry => entries.find((entry) => entry.name === name)!;

test.each(['train_step', 'train_on_batch'])('%s_observed takes, changes and returns what %s does', (name) => {
  const [ordinary, observed] = [entryOf(program, name), entryOf(program, `${name}_observed`)];
  expect(observed.inputs).toEqual(ordinary.inputs);
  expect(observed.effects).toEqual(ordinary.effects);
  expect(observed.outputs).toMatchObject(ordinary.outputs);
  const blocks = [10];
  for (const vector of ['gradient_norm', 'update_ratio', 'activation_spread'])
    expect(observed.outputs[vector]).toMatchObject({ dtype: 'float32', shape: blocks });
});

test('without diagnostics there is neither', () => {
  const { entries, nodes } = buildProgram(document, { ...withData, diagnostics: false });
  expect(entries.filter(({ name }) => name.endsWith('_observed'))).toEqual([]);
  expect(nodes.filter(({ name }) => name.startsWith('.diagnostics'))).toEqual([]);
});

test('weights are read again only once every update has run', () => {
  const later = program.nodes.filter(({ operator, after }) => operator === 'read' && after.length > 0);
  expect(later.length).toBe(program.gradients.length);
  const barrier = program.nodes.find(({ operator }) => operator === 'barrier')!;
  for (const read of later) expect(read.after).toEqual([barrier.name]);
  expect([...barrier.after].sort()).toEqual([...program.updates].sort());
});

test('an ordinary step needs no node of the diagnostics', () => {
  const byName = new Map(program.nodes.map((node) => [node.name, node]));
  const { outputs, effects } = entryOf(program, 'train_step');
  const needed = new Set<string>();
  const pending = [...Object.values(outputs).map(({ node }) => node), ...effects];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    const node = byName.get(name)!;
    pending.push(...node.inputs.map((input) => input.node), ...node.after);
  }
  expect([...needed].filter((name) => name.startsWith('.diagnostics'))).toEqual([]);
});

test('layers with weights that stand in no group are blocks of their own', () => {
  const drawn = documentOf('drawn', [
    { id: 'input', type: 'Input', params: { shape: SHAPE } },
    { id: 'conv', type: 'Conv2D', params: { filters: 4 } },
    { id: 'relu', type: 'Activation' },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'head', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ]);
  const observed = entryOf(
    buildProgram(drawn, { ...options(SHAPE), diagnostics: true }),
    'train_on_batch_observed',
  );
  expect(observed.outputs.activation_spread?.shape).toEqual([2]);
});
