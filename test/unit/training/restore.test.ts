/** What a checkpoint must contain for a network, and what else it may contain. */
import { buildPreset } from '../../../core/presets';
import { compile } from '../../../main/compiler';
import type { CompiledModel } from '../../../main/compiler/types';
import type { Session, TensorValue } from '../../../main/engine/types';
import { writeVariables } from '../../../main/training/state/restore';

const model = (momentum: number) =>
  compile(buildPreset('resnet18', { width: 1 / 16, inputShape: [16, 16, 3] }), {
    optimizer: { type: 'rmsprop', momentum },
    batchSize: 4,
    imageShape: [16, 16, 3],
  });

const checkpointOf = ({ variables }: CompiledModel) =>
  new Map(
    variables.map(({ name, shape }, index) => {
      const size = shape.reduce((product, side) => product * side, 1);
      return [name, { shape: [...shape], data: new Float32Array(size).fill(index) }] as const;
    }),
  );

async function written(into: CompiledModel, from: CompiledModel): Promise<Record<string, TensorValue>> {
  let received: Readonly<Record<string, TensorValue>> = {};
  const session: Session = {
    run: async (signature, inputs = {}) => {
      expect(signature).toBe('write_weights');
      received = inputs;
      return {};
    },
    close: () => undefined,
  };
  await writeVariables(session, into, checkpointOf(from), 'epoch-0001.safetensors');
  return { ...received };
}

// RMSprop had a momentum slot also without momentum; runs of then are resumed.
test('a slot that the network no longer asks for is left where it is', async () => {
  const [now, before] = [model(0), model(0.5)];
  expect(before.variables.length).toBeGreaterThan(now.variables.length);
  const values = await written(now, before);
  expect(Object.keys(values)).toHaveLength(now.variables.length);
  const checkpoint = checkpointOf(before);
  now.variables.forEach(({ name }, index) => {
    expect(values[`v${index}`]?.data).toEqual(checkpoint.get(name)?.data);
  });
});

test('one that is missing is named', async () => {
  await expect(written(model(0.5), model(0))).rejects.toThrow(
    /^The checkpoint epoch-0001\.safetensors does not contain \S+\/momentum of shape \[[\d,]+\]\.$/,
  );
});
