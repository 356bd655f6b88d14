/** Checks a study before its first run is created. */

import { type Cell, cellsOf } from '../../../core/ablation/cells';
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
import type { SelectableSet } from '../../../core/study/selection';
import type { Arm, DatasetId, StudyRequest, TrainingSettings } from '../../../core/study/settings';
import { Refusal, refuse } from '../../basics/refusal';
import { planOf } from '../../datasets/selection';
import type { ImagesIdentity } from '../../datasets/storage/digest';
import { type DatasetManifest, LISTED_FILE } from '../../datasets/storage/store';

interface CheckedArm extends Arm {
  network: NetworkIdentity;
  summary: string;
}

/** What is known about a data set before it is downloaded, or its manifest. */
export type ImageSet = SelectableSet & { imageShape: readonly [number, number, number] };

export interface CheckedCell<Images extends ImageSet = DatasetManifest> extends Cell<CheckedArm> {
  images: Images;
}

/**
 * The cells of a study, each with the images that it is trained on.
 * @throws Refusal with everything that is wrong with the study; StudyError for a setting that cannot be changed so.
 */
export async function checkStudy<Images extends ImageSet>(
  request: StudyRequest,
  imagesOf: (dataset: DatasetId) => Promise<Images>,
): Promise<CheckedCell<Images>[]> {
  const cells = cellsOf(request);
  const problems = [
    ...repeated(request.arms.map(({ name }) => name)).map((name) =>
      message('training.unfit.repeatedArm', { name }),
    ),
    ...repeated(request.seeds).map((seed) => message('training.unfit.repeatedSeed', { seed: String(seed) })),
  ];
  const checked: CheckedCell<Images>[] = [];
  /** By arm, data set and number of classes. */
  const results = new Map<string, ReturnType<typeof checkArm>>();
  for (const { arm, ...cell } of cells) {
    const images = await imagesOf(cell.settings.dataset);
    const { classes } = planOf(images, cell.settings);
    const key = JSON.stringify([arm.name, cell.settings.dataset, classes.length]);
    const known = results.get(key);
    const result = known ?? checkArm(arm, images, classes.length);
    results.set(key, result);
    if (!('problems' in result)) checked.push({ ...cell, arm: result, images });
    else if (!known) problems.push(...result.problems);
  }
  if (problems.length > 0) throw new Refusal(lines(problems));
  return checked;
}

const repeated = <Value>(values: readonly Value[]): Value[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

function checkArm(arm: Arm, images: ImageSet, classes: number): CheckedArm | { problems: Message[] } {
  const analysis = analyze(arm.graph);
  const errors = analysis.problems.filter((one) => one.severity === 'error').map((one) => one.said);
  const { inputId, outputId } = analysis;
  const input = inputId === undefined ? undefined : analysis.nodes[inputId]?.outputShape;
  const output = outputId === undefined ? undefined : analysis.nodes[outputId]?.outputShape;
  const shapeOf = (shape: Shape | undefined) =>
    shape ? formatShape(shape) : message('training.unfit.noShape');
  if (errors.length === 0) {
    if (!takesImages(input, images.imageShape)) {
      errors.push(
        message('training.unfit.input', {
          node: inputId ?? 'Input',
          channels: images.imageShape[2],
          dataset: images.name,
          shape: formatShape(images.imageShape),
          received: shapeOf(input),
        }),
      );
    }
    if (output?.length !== 1 || output[0] !== classes) {
      errors.push(
        message('training.unfit.output', {
          node: outputId ?? 'Output',
          classes,
          chosen: classes === images.classes.length ? 'no' : 'yes',
          dataset: images.name,
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
