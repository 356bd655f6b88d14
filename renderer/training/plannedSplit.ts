/** The images that a run will be trained, validated and tested on; the host makes the same plan. */
import type { DatasetInfo } from '../../core/contract/datasets';
import { selectableOf } from '../../core/contract/selectable-set';
import { textOf } from '../../core/messages';
import { noTestMessage, selectionMessage } from '../../core/study/describe-selection';
import { type Choice, planSelection, SelectionError, type SelectionPlan } from '../../core/study/selection';
import { capital } from '../settings/describeField';

export interface Chosen {
  /** Absent if the set does not have the images. */
  plan?: SelectionPlan;
  /** "Trained on 45,000 of the 50,000 official training images, ...", or why it is not possible. */
  words: string;
}

export function chosenOf(info: DatasetInfo, choice: Choice): Chosen {
  const set = selectableOf(info);
  try {
    const plan = planSelection(set, choice);
    const sentence = `${capital(textOf(selectionMessage(set, choice, plan)))}.`;
    const noTest = noTestMessage(plan);
    return { plan, words: noTest ? `${sentence} ${textOf(noTest)}` : sentence };
  } catch (error) {
    if (!(error instanceof SelectionError)) throw error;
    return { words: error.problems.map((problem) => textOf(problem)).join(' ') };
  }
}
