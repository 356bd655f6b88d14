/**
 * Each operator as a document, compiled, against Keras 3: the output in training and in inference mode, and the
 * gradients of the input and of every weight (test/reference/make_operator_fixtures.py).
 */
import { emit } from '../../../main/compiler/emit';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { operatorCases, operatorFamilies, operatorTensors } from '../../support/operator-fixtures';
import { feedsOf, programOf } from '../../support/operator-program';

const TOLERANCE = 2e-5;
describe.each(operatorFamilies())('%s', (family) => {
  const tensors = operatorTensors(family);

  test.each(operatorCases(family).map((spec) => [spec.name, spec] as const))(
    '%s',
    async (name, spec) => {
      const ofCase = [...(await tensors)].filter(([key]) => key.startsWith(`${name}/`));
      const expected = new Map(ofCase.map(([key, tensor]) => [key.slice(name.length + 1), tensor]));
      const program = programOf(spec);
      const weights = [...expected].filter(([key]) => key.startsWith('weight/'));
      expect(weights.map(([key]) => key.slice('weight/'.length)).sort()).toEqual(
        program.variables.map((variable) => variable.name).sort(),
      );
      const feeds = feedsOf(spec, weights);
      const compared = [...expected.keys()].filter((key) => !key.startsWith('weight/'));
      const tags = ['case'];
      const native = emit(program, { tags });
      // What is emitted for CPUs without oneDNN's kernels runs anywhere.
      const portable = emit(program, { tags, kernels: 'TensorFlow' });
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
