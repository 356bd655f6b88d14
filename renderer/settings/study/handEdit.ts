/** What a person edited in the graph of an arm, as an edit of the arm. Pure. */
import { resolveStudy, type StudyImages } from '../../../core/ablation/resolve';
import type { Study, StudyArm } from '../../../core/ablation/study';
import { sameJson } from '../../../core/basics/same-json';
import { type Change, changeBetween } from '../../../core/edit/change';
import type { GraphDocument } from '../../../core/graph/document';
import { headOf } from '../../../core/network/fitted';
import { StudyError } from '../../../core/study/study-error';
import { inputOf } from '../arms';
import { changeArm, withOnly } from './arms';

/** Which edit of an arm is made by hand: the one at this place, or a new one there. */
export interface HandEdit {
  arm: string;
  at: number;
}

/** A last edit that was made by hand is continued. */
export const nextHandEdit = ({ name, edits }: StudyArm): HandEdit => ({
  arm: name,
  at: edits.length - (edits.at(-1)?.kind === 'change' ? 1 : 0),
});

/** The arm has the graph `document`, apart from names and the layout. The study itself if nothing changes. */
export function withHandEdit(study: Study, { arm: name, at }: HandEdit, document: GraphDocument): Study {
  const arm = study.arms.find((one) => one.name === name);
  const before = arm && graphBefore(study, { ...arm, edits: arm.edits.slice(0, at) }, document);
  if (!before) return study;
  const change = editBetween(before, document);
  const edits = arm.edits.toSpliced(
    at,
    arm.edits[at]?.kind === 'change' ? 1 : 0,
    ...(change ? [{ kind: 'change' as const, change }] : []),
  );
  return sameJson(edits, arm.edits) ? study : changeArm(study, name, { edits });
}

/** For images and classes as in `document`, so that those are no edit. Undefined while the study has a fault. */
function graphBefore(study: Study, arm: StudyArm, document: GraphDocument): GraphDocument | undefined {
  const arms = study.arms.map((one) => (one.name === arm.name ? arm : one));
  try {
    const resolved = resolveStudy(withOnly({ ...study, arms }, arm), { imagesOf: () => imagesOf(document) });
    return resolved.arms.find(({ name }) => name === arm.name)?.graph;
  } catch (error) {
    if (error instanceof StudyError) return undefined;
    throw error;
  }
}

/** Only the number of epochs depends on it. */
const TRAIN_IMAGES = 50_000;

function imagesOf(document: GraphDocument): StudyImages | undefined {
  const [height, width, channels] = inputOf(document) ?? [];
  const head = headOf(document);
  const units = document.nodes.find(({ id }) => id === head)?.params.units;
  if (height === undefined || width === undefined || channels === undefined || typeof units !== 'number')
    return undefined;
  return { inputShape: [height, width, channels], classes: units, trainImages: TRAIN_IMAGES };
}

/** Without names, positions and folding. Undefined if nothing else differs. */
export function editBetween(before: GraphDocument, after: GraphDocument): Change | undefined {
  const nodes = new Map(after.nodes.map((node) => [node.id, node]));
  const groups = new Map(after.groups.map((group) => [group.id, group]));
  const laidOut = {
    ...after,
    nodes: before.nodes.map((node) => {
      const other = nodes.get(node.id);
      return other ? { ...node, position: other.position } : node;
    }),
    edges: before.edges,
    groups: before.groups.map((group) => {
      const other = groups.get(group.id);
      return other ? { ...group, position: other.position, collapsed: other.collapsed } : group;
    }),
  };
  return changeBetween(laidOut as GraphDocument, after);
}
