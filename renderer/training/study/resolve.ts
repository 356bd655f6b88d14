/** The graphs of the open study's arms, and what is wrong with them. */
import { cellsOf } from '../../../core/ablation/cells';
import { resolveStudy, type StudyImages } from '../../../core/ablation/resolve';
import type { Study, StudyArm } from '../../../core/ablation/study';
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { GraphDocument } from '../../../core/graph/document';
import { textOf } from '../../../core/messages';
import type { TrainingSettings } from '../../../core/study/settings';
import { StudyError } from '../../../core/study/study-error';
import { armProblem } from '../../settings/arms';
import { withOnly } from '../../settings/study/arms';
import { chosenOf } from '../plannedSplit';

export interface ShownArm {
  arm: StudyArm;
  /** Absent if an edit cannot be applied, or an arm that it starts from has such an edit. */
  graph?: GraphDocument;
  /** In which it is trained, without the study's varied settings. */
  settings?: TrainingSettings;
  problem?: string | undefined;
}

const attempt = <Result>(work: () => Result): { result: Result } | { problem: string } => {
  try {
    return { result: work() };
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    return { problem: textOf(error.said) };
  }
};

/** Each arm is resolved alone, so that a fault is shown where it is. */
export function shownArms(study: Study, datasets: readonly DatasetInfo[]): ShownArm[] {
  const imagesOf = (settings: TrainingSettings): StudyImages | undefined => {
    const info = datasets.find(({ id }) => id === settings.dataset);
    const plan = info && chosenOf(info, settings).plan;
    if (!info || !plan) return undefined;
    const [height, width, channels] = info.imageShape;
    const classes = settings.selection.classes?.length ?? info.classes.length;
    return { inputShape: [height, width, channels], classes, trainImages: plan.train.count };
  };
  return study.arms.map((arm) => {
    const alone = attempt(() => resolveStudy(withOnly(study, arm), { imagesOf }));
    if ('problem' in alone) return { arm, problem: alone.problem };
    const { arms, settings } = alone.result;
    const own = arms.find(({ name }) => name === arm.name)!;
    const cells = attempt(() => cellsOf({ arms: [own], settings, seeds: [1] }));
    if ('problem' in cells) return { arm, graph: own.graph, problem: cells.problem };
    const [cell] = cells.result;
    const info = datasets.find(({ id }) => id === cell!.settings.dataset);
    const images = imagesOf(cell!.settings);
    return {
      arm,
      graph: own.graph,
      settings: cell!.settings,
      problem: armProblem(own.graph, info, images?.classes),
    };
  });
}

/** What a rule that ends arms has to judge. */
export const judged = ({ seeds }: Study, arms: readonly ShownArm[]) => ({
  arms: arms.length - 1,
  seeds: seeds.length,
  epochs: Math.max(1, ...arms.map(({ settings }) => settings?.epochs ?? 0)),
});
