/** Checks a study before its first run is created. */

import { analyze } from '../../../core/analysis/analyze';
import { formatSummary, summarize } from '../../../core/analysis/summary';
import { networkIdentity } from '../../../core/analysis/twins';
import { formatShape } from '../../../core/format/shape';
import type { Shape } from '../../../core/graph/document';
import { lines, type Message, message } from '../../../core/messages';
import { tuningOf } from '../../../core/network/tuning';
import { datasetName } from '../../../core/study/data';
import { describeSelection } from '../../../core/study/describe-selection';
import { takesImages } from '../../../core/study/input-shape';
import type { NetworkIdentity, RunRecord, SplitRecord } from '../../../core/study/run';
import type { Arm, StudyRequest, TrainingSettings } from '../../../core/study/settings';
import { Refusal, refuse } from '../../basics/refusal';
import { planOf } from '../../datasets/selection';
import type { ImagesIdentity } from '../../datasets/storage/digest';
import { type DatasetManifest, LISTED_FILE } from '../../datasets/storage/store';

export interface CheckedArm extends Arm {
  network: NetworkIdentity;
  summary: string;
}

/** @throws Refusal with everything that is wrong with the study. */
export function checkStudy(request: StudyRequest, manifest: DatasetManifest): CheckedArm[] {
  const { classes } = planOf(manifest, request.settings);
  const problems = [
    ...repeated(request.arms.map(({ name }) => name)).map((name) =>
      message('training.unfit.repeatedArm', { name }),
    ),
    ...repeated(request.seeds).map((seed) => message('training.unfit.repeatedSeed', { seed: String(seed) })),
  ];
  const arms: CheckedArm[] = [];
  for (const arm of request.arms) {
    const result = checkArm(arm, manifest, classes.length);
    if ('problems' in result) problems.push(...result.problems);
    else arms.push(result);
  }
  if (problems.length > 0) throw new Refusal(lines(problems));
  return arms;
}

const repeated = <Value>(values: readonly Value[]): Value[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

function checkArm(
  arm: Arm,
  manifest: DatasetManifest,
  classes: number,
): CheckedArm | { problems: Message[] } {
  const analysis = analyze(arm.graph);
  const errors = analysis.problems.filter((one) => one.severity === 'error').map((one) => one.said);
  const { inputId, outputId } = analysis;
  const input = inputId === undefined ? undefined : analysis.nodes[inputId]?.outputShape;
  const output = outputId === undefined ? undefined : analysis.nodes[outputId]?.outputShape;
  const shapeOf = (shape: Shape | undefined) =>
    shape ? formatShape(shape) : message('training.unfit.noShape');
  if (errors.length === 0) {
    if (!takesImages(input, manifest.imageShape)) {
      errors.push(
        message('training.unfit.input', {
          node: inputId ?? 'Input',
          channels: manifest.imageShape[2],
          dataset: manifest.name,
          shape: formatShape(manifest.imageShape),
          received: shapeOf(input),
        }),
      );
    }
    if (output?.length !== 1 || output[0] !== classes) {
      errors.push(
        message('training.unfit.output', {
          node: outputId ?? 'Output',
          classes,
          chosen: classes === manifest.classes.length ? 'no' : 'yes',
          dataset: manifest.name,
          received: shapeOf(output),
        }),
      );
    }
    if (analysis.totals.trainable === 0) {
      const frozen = tuningOf(analysis.effective) ? 'yes' : 'no';
      errors.push(message('training.unfit.noWeights', { frozen }));
    }
  }
  if (errors.length > 0) {
    return {
      problems: [
        message('training.unfit.arm', { arm: arm.name }),
        ...errors.map((problem) => message('training.unfit.problem', { problem })),
      ],
    };
  }
  return {
    ...arm,
    network: networkIdentity(arm.graph, analysis),
    summary: formatSummary(summarize(analysis, arm.name)),
  };
}

/** Whether a run was trained on these images. True if its record is too old to say. */
export function sawImages({ split }: Pick<RunRecord, 'split'>, now: ImagesIdentity): boolean {
  if (split?.digest !== undefined) return split.digest === now.digest;
  return split?.fingerprint === undefined || split.fingerprint === now.fingerprint;
}

/** @throws Refusal if the images are not those the run or its study began with. */
export function checkSameImages(run: RunRecord, now: ImagesIdentity): void {
  if (sawImages(run, now)) return;
  const { id, split, settings } = run;
  const marks =
    split?.digest === undefined
      ? { what: 'fingerprint', before: split?.fingerprint ?? '', now: now.fingerprint }
      : { what: 'digest', before: split.digest.slice(0, 12), now: now.digest.slice(0, 12) };
  refuse('training.resume.otherImages', { id, dataset: datasetName(settings.dataset), ...marks });
}

/** Which images a run uses, for its record. @throws Refusal for an impossible selection. */
export function describeSplit(settings: TrainingSettings, manifest: DatasetManifest): SplitRecord {
  const plan = planOf(manifest, settings);
  const { train, validation, test, validatedOn, seeded, classes, of } = plan;
  const { dropped, odd } = manifest;
  return {
    trainCount: train.count,
    valCount: validation.count,
    ...describeSelection(manifest, settings, plan),
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
