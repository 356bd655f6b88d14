/** From a study to what is trained: the graph of every arm, and all settings. Changes nothing. */
import type { GraphDocument } from '../graph/document';
import { GraphError } from '../graph/problem';
import { type Message, message } from '../messages';
import { withOverrides } from '../study/setting/override';
import type { Arm, StudyRequest, TrainingSettings } from '../study/settings';
import { StudyError } from '../study/study-error';
import { cellKey, cellsOf, overridesOf } from './cells';
import { applyEdit, type Edit, editKind } from './edits';
import { checkStudy, settingsOf } from './read';
import { graphOf, type SourceContext } from './source';
import type { Study, StudyArm } from './study';

/** The images that a training selects. */
export interface StudyImages {
  inputShape: [number, number, number];
  classes: number;
  /** In an epoch. */
  trainImages: number;
}

export interface ResolveContext extends Pick<SourceContext, 'fileGraph'> {
  /** Absent: presets are built for 10 classes of 32x32x3. */
  imagesOf?(settings: TrainingSettings): StudyImages | undefined;
}

export type ResolvedStudy = StudyRequest & Required<Pick<StudyRequest, 'varied' | 'baseline'>>;

/**
 * @throws StudyError with the first fault: of the study itself, of an arm's graph or edit, or a pinned cell that would
 * train something else.
 */
export function resolveStudy(study: Study, { fileGraph, imagesOf }: ResolveContext = {}): ResolvedStudy {
  checkStudy(study);
  const settings = settingsOf(study, imagesOf?.(settingsOf(study))?.trainImages);
  const byName = new Map(study.arms.map((arm) => [arm.name, arm]));
  const graphs = new Map<string, GraphDocument>();
  const graphOfArm = (arm: StudyArm): GraphDocument => {
    const known = graphs.get(arm.name);
    if (known) return known;
    const { base = study.base } = arm;
    const of = withOverrides(settings, overridesOf(arm.settings ?? {}));
    const images = imagesOf?.(of);
    const start =
      'arm' in base
        ? graphOfArm(byName.get(base.arm)!)
        : inArm(arm.name, () =>
            graphOf(base, { ...(images ? { images } : {}), ...(fileGraph ? { fileGraph } : {}) }),
          );
    const made = edited(start, arm);
    graphs.set(arm.name, made);
    return made;
  };
  const arms = study.arms.map(
    (arm): Arm => ({
      name: arm.name,
      graph: { ...graphOfArm(arm), name: arm.name },
      ...(arm.settings ? { settings: arm.settings } : {}),
    }),
  );
  const { name, seeds, varied, baseline, halving } = study;
  const resolved = { name, arms, settings, seeds, varied, baseline, ...(halving ? { halving } : {}) };
  checkPins(study, resolved);
  return resolved;
}

const edited = (start: GraphDocument, { name, edits }: StudyArm): GraphDocument =>
  edits.reduce((graph, edit) => inArm(name, () => applyEdit(graph, edit), edit), start);

function inArm<Result>(arm: string, work: () => Result, edit?: Edit): Result {
  try {
    return work();
  } catch (error) {
    const said = saidBy(error);
    if (!said) throw error;
    throw new StudyError(
      edit
        ? message('ablation.inEdit', { arm, edit: message(editKind(edit.kind).label), problem: said })
        : message('ablation.inArm', { arm, problem: said }),
    );
  }
}

function saidBy(error: unknown): Message | undefined {
  if (error instanceof StudyError) return error.said;
  return error instanceof GraphError ? error.problems[0]?.said : undefined;
}

/** The cells as pins, in the order of training. */
export const pinsOf = (resolved: StudyRequest): NonNullable<Study['cells']> =>
  cellsOf(resolved).map(({ arm, seed, settings }) => ({
    arm: arm.name,
    seed,
    key: cellKey({ arm, settings }),
  }));

function checkPins({ cells: pinned }: Study, resolved: StudyRequest): void {
  if (!pinned) return;
  const now = pinsOf(resolved);
  if (now.length !== pinned.length)
    throw new StudyError(message('ablation.pinCount', { count: pinned.length, now: now.length }));
  const index = now.findIndex(({ arm, seed, key }, at) => {
    const pin = pinned[at]!;
    return pin.arm !== arm || pin.seed !== seed || pin.key !== key;
  });
  if (index < 0) return;
  const { arm, seed } = pinned[index]!;
  throw new StudyError(message('ablation.pinChanged', { index, arm, seed: String(seed) }));
}
