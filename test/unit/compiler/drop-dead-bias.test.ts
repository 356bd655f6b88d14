/** Dropping a bias in front of batch normalization changes nothing that can be observed. */
import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import { type Program, valueKey } from '../../../main/compiler/ir/types';
import { verify } from '../../../main/compiler/ir/verify';
import { lower } from '../../../main/compiler/lower';
import { dropDeadBias } from '../../../main/compiler/passes/drop-dead-bias';
import { noise } from '../../support/batches';
import { documentOf } from '../../support/documents';
import { evaluate } from '../../support/reference/interpreter';
import { scalar, type Tensor, tensor } from '../../support/reference/tensor';

const lowered = (document: GraphDocument): Program => lower(analyze(document), { training: true });
const biasesIn = (program: Program): string[] =>
  program.nodes.filter((node) => node.operator === 'bias_add').map((node) => node.name);

/** Variables with nothing at zero; variances positive. */
function someVariables(program: Program): Map<string, Tensor> {
  const random = noise(5);
  return new Map(
    program.variables.map(({ name, shape }) => {
      const value = () => (name.endsWith('variance') ? 1.5 + random() : random());
      return [name, tensor(shape as number[], tensor(shape as number[]).data.map(value))];
    }),
  );
}

/** Both outputs and all variables after one step of the moving statistics. */
function observe(program: Program, imageShape: readonly number[]) {
  const random = noise(6);
  const shape = [3, ...imageShape];
  const batch = tensor(shape, tensor(shape).data.map(random));
  const feeds = {
    '.train/images': batch,
    '.eval/images': batch,
    '.train/labels': tensor([3]),
    '.eval/labels': tensor([3]),
    '.train/learning_rate': scalar(0),
    '.train/seed': scalar(0),
    '.train/step': scalar(0),
  };
  const { values, variables } = evaluate(program, feeds, someVariables(program));
  const { trainOutput, evalOutput } = program.landmarks;
  return new Map([
    ['train', values.get(valueKey(trainOutput!))!],
    ['eval', values.get(valueKey(evalOutput!))!],
    ...variables,
  ]);
}

function expectSameObservations(before: Program, after: Program, imageShape: readonly number[]): void {
  verify(after, dropDeadBias.name);
  const expected = observe(before, imageShape);
  const received = observe(after, imageShape);
  expect([...received.keys()]).toEqual([...expected.keys()]);
  for (const [name, { data }] of expected) {
    const worst = Math.max(...data.map((value, index) => Math.abs(value - received.get(name)!.data[index]!)));
    expect({ name, same: worst < 1e-9 }).toEqual({ name, same: true });
  }
}

test.each(['resnet18', 'plain18', 'resnet50'])('%s loses every bias but its head', (id) => {
  const before = lowered(buildPreset(id, { width: 1 / 32, inputShape: [16, 16, 3] }));
  const after = dropDeadBias.run(before);
  expect(biasesIn(after)).toEqual(['head.dense/bias_add', 'head.dense/inference/bias_add']);
  expect(biasesIn(before).length).toBeGreaterThan(30);
  expect(after.variables).toEqual(before.variables);
  expectSameObservations(before, after, [16, 16, 3]);
});

test('a bias that something else sees too stays', () => {
  const document = documentOf('shared', [
    { id: 'input', type: 'Input', params: { shape: [4, 4, 2] } },
    { id: 'conv', type: 'Conv2D', params: { filters: 3, kernelSize: [3, 3], padding: 'same' } },
    { id: 'bn', type: 'BatchNormalization' },
    { id: 'add', type: 'Add', from: ['bn', 'conv'] },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'head', type: 'Dense', params: { units: 2, activation: 'softmax' } },
  ]);
  const before = lowered(document);
  const after = dropDeadBias.run(before);
  expect(biasesIn(after)).toEqual(biasesIn(before));
  expectSameObservations(before, after, [4, 4, 2]);
});

test('one bias into two normalizations, and a dense bias, are dropped exactly', () => {
  const document = documentOf('double', [
    { id: 'input', type: 'Input', params: { shape: [4, 4, 2] } },
    { id: 'conv', type: 'Conv2D', params: { filters: 3, kernelSize: [2, 2] } },
    { id: 'bn1', type: 'BatchNormalization' },
    { id: 'bn2', type: 'BatchNormalization', params: { momentum: 0.5 }, from: ['conv'] },
    { id: 'add', type: 'Add', from: ['bn1', 'bn2'] },
    { id: 'flat', type: 'Flatten' },
    { id: 'hidden', type: 'Dense', params: { units: 4 } },
    { id: 'bn3', type: 'BatchNormalization' },
    { id: 'head', type: 'Dense', params: { units: 2, activation: 'softmax' } },
  ]);
  const before = lowered(document);
  const after = dropDeadBias.run(before);
  expect(biasesIn(after)).toEqual(['head/bias_add', 'head/inference/bias_add']);
  expectSameObservations(before, after, [4, 4, 2]);
});
