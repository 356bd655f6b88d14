/** What the float64 interpreter expects of a trial, where no Keras is at hand. */
import { type Tensor, tensor } from '../support/reference/tensor';
import type { Expected, Quantity } from './compare';
import type { OurOutcome } from './ours';
import { Random } from './random';
import { computeReference, type ReferenceOutcome, referencePredictions } from './reference';
import { LEARNING_RATE, type Trial } from './trial';

const NUDGE = 1e-6;
/** Step of a central difference. */
const STEP = 1e-6;

export function expectedInFloat64(trial: Trial): { expected: Expected; right: ReferenceOutcome } {
  const right = computeReference(trial);
  const nudged = computeReference({ ...trial, weights: nudgedWeights(trial) });
  const quantity = (of: (outcome: ReferenceOutcome) => ArrayLike<number>) => ({
    right: of(right),
    nudged: of(nudged),
  });
  const expected = {
    predictions: quantity(({ predictions }) => predictions),
    evaluation: quantity(({ evaluation }) => [evaluation]),
    loss: quantity(({ loss }) => [loss]),
    trained: new Map(
      [...right.updated.keys()].map((name) => [name, quantity(({ updated }) => updated.get(name)!.data)]),
    ),
  };
  return { expected, right };
}

/** The network in inference mode alone. */
export const predictionsInFloat64 = (trial: Trial): Quantity => ({
  right: referencePredictions(trial),
  nudged: referencePredictions({ ...trial, weights: nudgedWeights(trial) }),
});

function nudgedWeights({ weights }: Trial): Map<string, Float32Array> {
  const random = new Random(0);
  return new Map(
    [...weights].map(([name, data]) => [
      name,
      data.map((value) => value * (1 + random.between(-NUDGE, NUDGE))),
    ]),
  );
}

/**
 * Whether the step went down the gradient: what it says of a random direction, against the loss there and back. The
 * direction has a part in every weight, so a wrong gradient of any shows.
 */
export function gradientDifference(
  trial: Trial,
  ours: OurOutcome,
  { updated, lossAt }: ReferenceOutcome,
): string[] {
  const random = new Random(1);
  const names = [...ours.trained.keys()].filter((name) => !updated.has(name));
  let [slope, square] = [0, 0];
  const direction = new Map<string, Float64Array>();
  for (const name of names) {
    const [start, end] = [trial.weights.get(name)!, ours.trained.get(name)!];
    direction.set(
      name,
      Float64Array.from(start, () => (random.chance(0.5) ? 1 : -1)),
    );
    start.forEach((value, index) => {
      const gradient = (value - end[index]!) / LEARNING_RATE;
      slope += gradient * direction.get(name)![index]!;
      square += gradient ** 2;
    });
  }
  const at = (step: number): number => lossAt(moved(trial, ours, direction, step));
  const [above, here, below] = [at(STEP), at(0), at(-STEP)];
  const [ahead, behind] = [(above - here) / STEP, (here - below) / STEP];
  const norm = Math.sqrt(square);
  // At a corner of the loss (a relu at 0) there is no one slope to compare with.
  if (Math.abs(ahead - behind) > 1e-3 * (1 + norm)) return [];
  const off = Math.abs(slope - (ahead + behind) / 2);
  const allowed = 3e-3 * (1 + norm);
  return off <= allowed
    ? []
    : [
        `the gradient in train_step differs by ${off.toExponential(1)} (allowed: ${allowed.toExponential(1)})`,
      ];
}

function moved(
  trial: Trial,
  ours: OurOutcome,
  direction: ReadonlyMap<string, Float64Array>,
  step: number,
): Map<string, Tensor> {
  const { shapes } = ours;
  return new Map(
    [...trial.weights].map(([name, data]) => {
      const along = direction.get(name);
      return [
        name,
        tensor(
          shapes.get(name)!,
          Float64Array.from(data, (value, index) => value + step * (along?.[index] ?? 0)),
        ),
      ];
    }),
  );
}
