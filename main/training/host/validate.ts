/** What a study must fulfil before its first run is made: mistakes are told at once, not after the first epoch. */
import { analyze } from '../../../core/analysis/analyze';
import { formatSummary, summarize } from '../../../core/analysis/summary';
import { networkIdentity } from '../../../core/analysis/twins';
import { plural } from '../../../core/format/plural';
import { formatShape } from '../../../core/graph/words';
import { datasetName } from '../../../core/study/data';
import { takesImages } from '../../../core/study/input-shape';
import type { NetworkIdentity, RunRecord, SplitRecord } from '../../../core/study/run';
import { describeSelection } from '../../../core/study/selection-words';
import type { Arm, StudyRequest, TrainingSettings } from '../../../core/study/settings';
import { Refusal } from '../../basics/refusal';
import type { ImagesIdentity } from '../../datasets/digest';
import { planOf } from '../../datasets/selection';
import { type DatasetManifest, LISTED_FILE } from '../../datasets/store';

export interface CheckedArm extends Arm {
  network: NetworkIdentity;
  /** Text of summary.txt. */
  summary: string;
}

/** @throws Refusal with everything that is wrong with the study's arms and seeds, and for images that cannot be chosen so. */
export function checkStudy(request: StudyRequest, manifest: DatasetManifest): CheckedArm[] {
  const { classes } = planOf(manifest, request.settings);
  const problems = [
    ...repeated(
      'arm name',
      request.arms.map((arm) => arm.name),
    ),
    ...repeated('seed', request.seeds),
  ];
  const arms: CheckedArm[] = [];
  for (const arm of request.arms) {
    const result = checkArm(arm, manifest, classes.length);
    if ('problems' in result) problems.push(...result.problems);
    else arms.push(result);
  }
  if (problems.length > 0) throw new Refusal(problems.join('\n'));
  return arms;
}

const channelWords = ({ imageShape: [, , channels] }: DatasetManifest): string =>
  channels === 1 || channels === 3 ? '1 or 3 channels' : plural(channels, 'channel');

function repeated(what: string, values: readonly (string | number)[]): string[] {
  const twice = [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
  return twice.map(
    (value) => `Each ${what} stands once in a study. Received: ${JSON.stringify(value)} twice.`,
  );
}

/** @param classes that are told apart. */
function checkArm(arm: Arm, manifest: DatasetManifest, classes: number): CheckedArm | { problems: string[] } {
  const analysis = analyze(arm.graph);
  const errors = analysis.problems.filter((one) => one.severity === 'error').map((one) => one.message);
  const { inputId, outputId } = analysis;
  const input = inputId === undefined ? undefined : analysis.nodes[inputId]?.outputShape;
  const output = outputId === undefined ? undefined : analysis.nodes[outputId]?.outputShape;
  // A graph that is unsound has no shapes to speak of.
  if (errors.length === 0) {
    if (!takesImages(input, manifest.imageShape)) {
      errors.push(
        `${inputId}: The Input takes images of any height and width and ${channelWords(manifest)}: those of ${manifest.name}, ${formatShape(manifest.imageShape)}, are brought to its size. Received: ${input ? formatShape(input) : 'no shape'}.`,
      );
    }
    if (output?.length !== 1 || output[0] !== classes) {
      errors.push(
        `${outputId}: The last layer has one output for each of the ${classes} classes ${classes === manifest.classes.length ? '' : 'chosen '}of ${manifest.name}. Received: ${output ? formatShape(output) : 'no shape'}.`,
      );
    }
    if (analysis.totals.trainable === 0) {
      errors.push('A network that is trained has at least one trainable weight. Received: none.');
    }
  }
  if (errors.length > 0) {
    return { problems: [`"${arm.name}" cannot be trained:`, ...errors.map((message) => `  ${message}`)] };
  }
  return {
    ...arm,
    network: networkIdentity(arm.graph, analysis),
    summary: formatSummary(summarize(analysis, arm.name)),
  };
}

/** Whether a run was trained on these images. Where its record is too old to say, it is taken at its word. */
export function sawImages({ split }: Pick<RunRecord, 'split'>, now: ImagesIdentity): boolean {
  if (split?.digest !== undefined) return split.digest === now.digest;
  return split?.fingerprint === undefined || split.fingerprint === now.fingerprint;
}

/** @throws Refusal when a run would see other images than those that it, or its study, began with. */
export function checkSameImages(run: RunRecord, now: ImagesIdentity): void {
  if (sawImages(run, now)) return;
  const { id, split, settings } = run;
  const [what, before, found] =
    split?.digest === undefined
      ? ['fingerprint', split?.fingerprint, now.fingerprint]
      : ['digest', split.digest.slice(0, 12), now.digest.slice(0, 12)];
  throw new Refusal(
    `Run "${id}" is trained on the images that it began with. Received: ${datasetName(settings.dataset)} with the ${what} ${found}, but it began with ${before}: the images have been replaced since. Import the old ones again to resume it, or restart the run from its checkpoint to train it on the new ones.`,
  );
}

/** Which images a run sees, for its record. @throws Refusal for images that cannot be chosen so. */
export function describeSplit(settings: TrainingSettings, manifest: DatasetManifest): SplitRecord {
  const plan = planOf(manifest, settings);
  const { train, validation, test, validatedOn, seeded, classes, of } = plan;
  const { dropped, odd } = manifest;
  return {
    trainCount: train.count,
    valCount: validation.count,
    description: describeSelection(manifest, settings, plan),
    dataset: manifest.name,
    validatedOn,
    ...(test ? { testCount: test.count, testedOn: test.from === 'val' ? manifest.valRole : 'test' } : {}),
    ...(seeded ? { seed: settings.selection.seed } : {}),
    classes: classes.map((name, index) => ({ name, of: [...(of[index] ?? [])] })),
    ...(train.perClass && validation.perClass
      ? {
          perClass: {
            train: [...train.perClass],
            validation: [...validation.perClass],
            ...(test?.perClass ? { test: [...test.perClass] } : {}),
          },
        }
      : {}),
    ...(dropped + odd > 0 ? { files: { dropped, odd, list: LISTED_FILE } } : {}),
  };
}
