/** Networks by their seeds, each computed by us and by somebody else. */
import type { GraphDocument } from '../../core/graph/document';
import { difference, differences } from './compare';
import { drawNetwork } from './draw';
import { expectedInFloat64, gradientDifference } from './float64';
import { computeKeras, type KerasOutcome } from './keras';
import { computeOurs, type OurOutcome } from './ours';
import { type Trial, trialOf } from './trial';

export interface Checked {
  seed: number;
  document: GraphDocument;
  /** One line each; none where all agree. */
  found: string[];
}

/** @param python with Keras; absent: against our float64 interpreter. */
export async function checkSeeds(seeds: readonly number[], python: string | undefined): Promise<Checked[]> {
  const trials = seeds.map((seed) => trialOf(drawNetwork(seed), seed));
  // Python computes meanwhile.
  const theirs = python ? computeKeras(python, trials) : undefined;
  theirs?.catch(() => undefined);
  const ours: (OurOutcome | Error)[] = [];
  for (const trial of trials) ours.push(await computeOurs(trial).catch((error: Error) => error));
  const outcomes = await theirs;
  return seeds.map((seed, index) => {
    const [trial, mine] = [trials[index] as Trial, ours[index] as OurOutcome | Error];
    return { seed, document: trial.document, found: compareTrial(trial, mine, outcomes?.[index]) };
  });
}

/** @param theirs absent: the float64 interpreter says what is right. */
export function compareTrial(
  trial: Trial,
  ours: OurOutcome | Error,
  theirs: KerasOutcome | Error | undefined,
): string[] {
  if (ours instanceof Error) return [`it fails: ${ours.message}`];
  if (theirs instanceof Error) return [`Keras refuses the export: ${theirs.message}`];
  if (theirs) {
    return [
      ...differences(ours, theirs),
      ...difference('the SavedModel in Python', theirs.saved, theirs.predictions),
    ];
  }
  const { expected, right } = expectedInFloat64(trial);
  return [...differences(ours, expected), ...gradientDifference(trial, ours, right)];
}
