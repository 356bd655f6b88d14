/** Our values beside the right ones. Two right programs round differently, the more so where a network magnifies it. */
import type { OurOutcome } from './ours';

export interface Quantity {
  right: ArrayLike<number>;
  /** The same for an input that differs in its last digits. */
  nudged?: ArrayLike<number>;
}

export interface Expected {
  predictions: Quantity;
  evaluation: Quantity;
  loss: Quantity;
  /** By variable, after the step. */
  trained: ReadonlyMap<string, Quantity>;
}

const TOLERANCE = 3e-5;
/** How much more than a change of the last digits a difference may be. */
const MAGNIFIED = 30;

const most = (values: Iterable<number>): number => {
  let largest = 0;
  for (const value of values)
    largest = Number.isNaN(value) ? Number.POSITIVE_INFINITY : Math.max(largest, value);
  return largest;
};
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? most(Array.from(a, (value, index) => (value === b[index] ? 0 : Math.abs(value - b[index]!))))
    : Number.POSITIVE_INFINITY;

/** @returns a line where they differ. */
export function difference(
  what: string,
  ours: ArrayLike<number> | undefined,
  { right, nudged }: Quantity,
): string[] {
  const scale = Math.max(1, most(Array.from(right, Math.abs)));
  const allowed = TOLERANCE * scale + MAGNIFIED * (nudged ? distance(right, nudged) : 0);
  const found = ours ? distance(ours, right) : Number.POSITIVE_INFINITY;
  return found <= allowed
    ? []
    : [`${what} differs by ${found.toExponential(1)} (allowed: ${allowed.toExponential(1)})`];
}

export function differences(ours: OurOutcome, expected: Expected): string[] {
  const { predictions, evaluation, loss, trained } = expected;
  return [
    ...difference('predict', ours.predictions, predictions),
    ...difference('the frozen graph', ours.frozen, predictions),
    // Four losses, each as far off as the predictions make it.
    ...difference('eval_step', [ours.evaluation], {
      right: evaluation.right,
      nudged: loss.nudged && loosened(evaluation.right, loss),
    }),
    ...difference('the loss of train_step', [ours.loss], loss),
    ...[...trained].flatMap(([name, quantity]) =>
      difference(`${name} after train_step`, ours.trained.get(name), quantity),
    ),
  ];
}

const loosened = (right: ArrayLike<number>, { right: loss, nudged }: Quantity): number[] => [
  right[0]! + 4 * (nudged![0]! - loss[0]!),
];
