/** Successive halving: which networks of a study are no longer worth training. */

export interface HalvingRule {
  /** The epoch of the first decision. The next is after `factor` times as many. */
  epochs: number;
  /** One in `factor` networks goes on. */
  factor: number;
}

/** The epochs after which it decides, in a training of this many. */
export function decisions({ epochs: first, factor }: HalvingRule, epochs: number): number[] {
  const all: number[] = [];
  for (let epoch = first; epoch < epochs; epoch *= factor) all.push(epoch);
  return all;
}

export interface LearningCurve {
  arm: string;
  seed: number;
  /** Validation accuracy after each epoch that has ended, 0..1. */
  accuracies: readonly number[];
}

export interface Stopped {
  arm: string;
  /** The epoch of the decision. */
  epoch: number;
  /** Mean accuracy over the seeds at that epoch. */
  accuracy: number;
  /** The lowest mean that went on. */
  needed: number;
}

/**
 * The networks that the rule has stopped so far (Jamieson and Talwalkar 2016): at each decision, the best of those still in go on, one in
 * `factor` of them, rounded up; ties go on together. The baseline always goes on and takes no place, since the others are compared with it.
 * A decision waits until each network still in has trained all `seeds` to that epoch, so that it depends on the results and not on which was first.
 */
export function hopeless(
  curves: readonly LearningCurve[],
  rule: HalvingRule,
  { seeds, epochs, baseline }: { seeds: readonly number[]; epochs: number; baseline?: string },
): Stopped[] {
  const stopped: Stopped[] = [];
  let arms = [...new Set(curves.map(({ arm }) => arm))].filter((arm) => arm !== baseline);
  for (const epoch of decisions(rule, epochs)) {
    const accuracyOf = (arm: string): number | undefined => {
      const reached = seeds.map(
        (seed) => curves.find((curve) => curve.arm === arm && curve.seed === seed)?.accuracies[epoch - 1],
      );
      const known = reached.filter((accuracy) => accuracy !== undefined);
      return known.length < seeds.length
        ? undefined
        : known.reduce((sum, one) => sum + one, 0) / seeds.length;
    };
    const judged = arms.map((arm) => ({ arm, accuracy: accuracyOf(arm) }));
    const known = judged.flatMap(({ arm, accuracy }) => (accuracy === undefined ? [] : [{ arm, accuracy }]));
    if (known.length < arms.length || arms.length < 2) break;
    const places = Math.ceil(arms.length / rule.factor);
    const needed = known.map(({ accuracy }) => accuracy).sort((one, other) => other - one)[places - 1]!;
    stopped.push(
      ...known.filter(({ accuracy }) => accuracy < needed).map((one) => ({ ...one, epoch, needed })),
    );
    arms = known.filter(({ accuracy }) => accuracy >= needed).map(({ arm }) => arm);
  }
  return stopped;
}
