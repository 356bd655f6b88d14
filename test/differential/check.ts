/** Networks by their seeds, each computed by us and by somebody else. */
import type { GraphDocument } from '../../core/graph/document';
import { difference, differences } from './compare';
import { drawNetwork, partlyFrozen } from './draw';
import { expectedInFloat64, gradientDifference, predictionsInFloat64 } from './float64';
import { computeFormats, type FormatOutcome, modelFormats } from './formats';
import { computeKeras, type KerasOutcome } from './keras';
import { computeOurs, type OurOutcome } from './ours';
import { type Trial, trialOf } from './trial';

/** What networks can be compared in: `keras` trains a step, too, and without a Python it is the float64 interpreter. */
export const comparisons = ['keras', ...modelFormats] as const;
export type Comparison = (typeof comparisons)[number];

export interface Checked {
  seed: number;
  document: GraphDocument;
  /** One line each; none where all agree. */
  found: string[];
  /** Formats that cannot hold the network, and why. */
  refused: readonly Pick<FormatOutcome, 'file' | 'refused'>[];
}

export async function checkSeeds(
  seeds: readonly number[],
  python: string | undefined,
  wanted: readonly Comparison[],
): Promise<Checked[]> {
  // Every third network has frozen layers.
  const trials = seeds.map((seed) => {
    const document = drawNetwork(seed);
    return trialOf(seed % 3 === 0 ? partlyFrozen(document, seed) : document, seed);
  });
  const checked = await checkNetworks(trials, python, wanted);
  return checked.map((one, index) => ({ seed: seeds[index] as number, ...one }));
}

/** @param python with Keras and LiteRT. */
export async function checkNetworks(
  trials: readonly Trial[],
  python: string | undefined,
  wanted: readonly Comparison[],
): Promise<Omit<Checked, 'seed'>[]> {
  const formats = modelFormats.filter((format) => wanted.includes(format));
  const trained = wanted.includes('keras') ? await compareTraining(trials, python) : [];
  const exported = await computeFormats(trials, formats, python);
  return trials.map((trial, index) => {
    const outcomes = exported[index] ?? [];
    return {
      document: trial.document,
      found: [...(trained[index] ?? []), ...compareFormats(trial, outcomes)],
      refused: outcomes.filter(({ refused }) => refused !== undefined),
    };
  });
}

/** @param python absent: against our float64 interpreter. */
async function compareTraining(trials: readonly Trial[], python: string | undefined): Promise<string[][]> {
  // Python computes meanwhile.
  const theirs = python ? computeKeras(python, trials) : undefined;
  theirs?.catch(() => undefined);
  const ours: (OurOutcome | Error)[] = [];
  for (const trial of trials) ours.push(await computeOurs(trial).catch((error: Error) => error));
  const outcomes = await theirs;
  return trials.map((trial, index) =>
    compareTrial(trial, ours[index] as OurOutcome | Error, outcomes?.[index]),
  );
}

/** @param theirs absent: the float64 interpreter says what is right. */
function compareTrial(
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

/** Always against the float64 interpreter. */
function compareFormats(trial: Trial, outcomes: readonly FormatOutcome[]): string[] {
  const held = outcomes.filter(({ refused }) => refused === undefined);
  if (held.length === 0) return [];
  const right = predictionsInFloat64(trial);
  return held.flatMap(({ file, answers, failed }) =>
    failed === undefined
      ? [...answers].flatMap(([by, scores]) => difference(`${file} in ${by}`, scores, right))
      : [`${file} is not read: ${failed}`],
  );
}
