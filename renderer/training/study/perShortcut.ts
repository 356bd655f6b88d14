import { STUDY_TEMPLATES } from '../../../core/ablation/catalogue';
import type { StudyArm } from '../../../core/ablation/study';
import type { GraphDocument } from '../../../core/graph/document';

const whichBlock = STUDY_TEMPLATES.find(({ id }) => id === 'which-block')!;

/** An arm for each block that has a shortcut, without it. @param arm the name of the graph's arm */
export const armsPerShortcut = (arm: string, graph: GraphDocument): StudyArm[] =>
  whichBlock
    .make({ document: graph })
    .arms.slice(1)
    .map((one) => ({ ...one, base: { arm } }));
