/**
 * Each operator as a document, compiled, against Keras 3: the output in training and in inference mode, and the
 * gradients of the input and of every weight (test/reference/make_operator_fixtures.py).
 */
import { analyze } from '../../../core/analysis/analyze';
import { emit } from '../../../main/compiler/emit';
import { differentiate } from '../../../main/compiler/gradients';
import { Builder } from '../../../main/compiler/ir/builder';
import type { Program, Value } from '../../../main/compiler/ir/types';
import { verify } from '../../../main/compiler/ir/verify';
import { lower } from '../../../main/compiler/lower';
import type { TensorValue } from '../../../main/engine/types';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import {
  columnValues,
  inputValues,
  type OperatorCase,
  operatorCases,
  operatorFamilies,
  operatorTensors,
  rowValues,
} from '../../support/operator-fixtures';

const TOLERANCE = 2e-5;
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/** One entry: images, weights, rows and columns in; outputs and gradients out. */
function programOf(spec: OperatorCase): Program {
  const analysis = analyze(
    documentOf(spec.name, [{ id: 'input', type: 'Input', params: { shape: spec.input } }, ...spec.nodes]),
  );
  // No classifier is asked for here.
  expect(analysis.problems.filter(({ code }) => !code.startsWith('train.'))).toEqual([]);
  expect(analysis.nodes[analysis.outputId!]?.outputShape).toEqual(spec.outputShape);

  const lowered = lower(analysis, { training: true });
  const { trainImages, trainOutput, evalImages, evalOutput } = lowered.landmarks;
  const build = new Builder({ ...lowered, entries: [] });
  const size = sizeOf(spec.outputShape);
  const input = (name: string, shape: (number | null)[]) =>
    build.value('input', name, [], { dtype: 'float32', shape });
  const [rows, columns] = [input('rows', [null, 1]), input('columns', [size, 1])];
  const matrix = build.value('reshape', 'matrix', [trainOutput!], { shape: [null, size] });
  const product = (name: string, a: Value, b: Value, transposeA: boolean) =>
    build.value('matmul', name, [a, b], { transposeA, transposeB: false });
  const weighted = product('total', rows, product('weighted', matrix, columns, false), true);
  const loss = build.value('sum', 'loss', [weighted], {});

  const weights = lowered.variables.map(({ name, trainable }) => ({
    name,
    trainable,
    value: build.read(name),
  }));
  const targets = [{ name: 'input', value: trainImages! }, ...weights.filter(({ trainable }) => trainable)];
  const values = targets.map(({ value }) => value);
  const gradients = differentiate(build, build.finish().nodes, loss, values);
  const outputs: Record<string, Value> = { output: trainOutput!, inference: evalOutput! };
  targets.forEach(({ name }, index) => {
    if (gradients[index]) outputs[`gradient/${name}`] = gradients[index];
  });
  const fed = Object.fromEntries(weights.map(({ name, value }) => [`weight/${name}`, value]));
  const inputs = { x: trainImages!, x_eval: evalImages!, rows, columns, ...fed };
  build.entry({ name: 'case', inputs, outputs, effects: [] });
  const program = build.finish();
  verify(program, 'the operator case');
  return program;
}

const feed = (shape: readonly number[], data: Float32Array): TensorValue => ({
  dtype: 'float32',
  shape,
  data,
});

describe.each(operatorFamilies())('%s', (family) => {
  const tensors = operatorTensors(family);

  test.each(operatorCases(family).map((spec) => [spec.name, spec] as const))(
    '%s',
    async (name, spec) => {
      const ofCase = [...(await tensors)].filter(([key]) => key.startsWith(`${name}/`));
      const expected = new Map(ofCase.map(([key, tensor]) => [key.slice(name.length + 1), tensor]));
      const program = programOf(spec);
      const shape = [spec.batch, ...spec.input];
      const x = feed(shape, inputValues(sizeOf(shape)));
      const size = sizeOf(spec.outputShape);
      const weights = [...expected].filter(([key]) => key.startsWith('weight/'));
      expect(weights.map(([key]) => key.slice('weight/'.length)).sort()).toEqual(
        program.variables.map((variable) => variable.name).sort(),
      );
      const feeds = {
        x,
        x_eval: x,
        rows: feed([spec.batch, 1], rowValues(spec.batch)),
        columns: feed([size, 1], columnValues(size)),
        ...Object.fromEntries(weights.map(([key, tensor]) => [key, feed(tensor.shape, tensor.data)])),
      };
      const compared = [...expected.keys()].filter((key) => !key.startsWith('weight/'));
      const tags = ['case'];
      const native = emit(program, { tags });
      // What is emitted for CPUs without oneDNN's kernels runs anywhere.
      const portable = emit(program, { tags, oneDnn: false });
      for (const savedModel of Buffer.compare(native, portable) === 0 ? [native] : [native, portable]) {
        const received = await withSession({ savedModel, tags }, (session) => session.run('case', feeds));
        expect(Object.keys(received).sort()).toEqual([...new Set([...compared, 'inference'])].sort());
        for (const key of Object.keys(received)) {
          const { data, shape: sides } = expected.get(key) ?? expected.get('output')!;
          const values = received[key]!.data as Float32Array;
          expect({ key, shape: received[key]!.shape }).toEqual({ key, shape: sides });
          const scale = data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
          const worst = data.reduce(
            (most, value, index) => Math.max(most, Math.abs(value - values[index]!)),
            0,
          );
          expect({ key, worst, close: worst <= TOLERANCE * scale }).toMatchObject({ close: true });
        }
      }
    },
    ENGINE_TIMEOUT,
  );
});
