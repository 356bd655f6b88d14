/** A document of one operator as a program whose outputs and gradients can be asked for. */
import { analyze } from '../../core/analysis/analyze';
import { differentiate } from '../../main/compiler/gradients';
import { Builder } from '../../main/compiler/ir/builder';
import type { Program, Value } from '../../main/compiler/ir/types';
import { verify } from '../../main/compiler/ir/verify';
import { lower } from '../../main/compiler/lower';
import type { TensorValue } from '../../main/engine/types';
import type { Tensor } from '../../main/runs/safetensors';
import { documentOf } from './documents';
import { columnValues, inputValues, type OperatorCase, rowValues } from './operator-fixtures';

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, side) => product * side, 1);

/**
 * One entry: images, weights, rows and columns in; outputs and gradients out.
 * @param change a pass between lowering and the gradients.
 */
export function programOf(
  spec: OperatorCase,
  change: (program: Program) => Program = (same) => same,
): Program {
  const analysis = analyze(
    documentOf(spec.name, [{ id: 'input', type: 'Input', params: { shape: spec.input } }, ...spec.nodes]),
  );
  // No classifier is asked for here.
  expect(analysis.problems.filter(({ code }) => !code.startsWith('train.'))).toEqual([]);
  expect(analysis.nodes[analysis.outputId!]?.outputShape).toEqual(spec.outputShape);

  const lowered = change(lower(analysis, { training: true }));
  const { trainImages, trainOutput, evalImages, evalOutput } = lowered.landmarks;
  const build = new Builder({ ...lowered, entries: [], stages: [] });
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

/** What the program of `programOf` is fed. @param weights by `weight/<name>`, as the fixture has them. */
export function feedsOf(spec: OperatorCase, weights: Iterable<readonly [string, Tensor]>) {
  const shape = [spec.batch, ...spec.input];
  const x = feed(shape, inputValues(sizeOf(shape)));
  const size = sizeOf(spec.outputShape);
  return {
    x,
    x_eval: x,
    rows: feed([spec.batch, 1], rowValues(spec.batch)),
    columns: feed([size, 1], columnValues(size)),
    ...Object.fromEntries([...weights].map(([key, tensor]) => [key, feed(tensor.shape, tensor.data)])),
  };
}
