/** Which images a run will be trained, validated and tested on, by the plan that the host makes too. */
import type { DatasetInfo } from '../../core/contract/datasets';
import { selectableOf } from '../../core/contract/selectable-set';
import { textOf } from '../../core/messages';
import { type Choice, planSelection, SelectionError, type SelectionPlan } from '../../core/study/selection';
import { noTestMessage, selectionMessage } from '../../core/study/selection-words';

export interface Chosen {
  /** Absent where the set cannot give what is asked for. */
  plan?: SelectionPlan;
  /** "Trained on 45,000 of the 50,000 official training images, ...", or why that cannot be. */
  words: string;
}

export function chosenOf(info: DatasetInfo, choice: Choice): Chosen {
  const set = selectableOf(info);
  try {
    const plan = planSelection(set, choice);
    const description = textOf(selectionMessage(set, choice, plan));
    const sentence = `${description.charAt(0).toUpperCase()}${description.slice(1)}.`;
    const noTest = noTestMessage(plan);
    return { plan, words: [sentence, noTest && textOf(noTest)].filter(Boolean).join(' ') };
  } catch (error) {
    if (error instanceof SelectionError)
      return { words: error.problems.map((problem) => textOf(problem)).join(' ') };
    throw error;
  }
}

/** Images of one epoch. */
export const imagesOf = ({ train, validation }: SelectionPlan): { train: number; validation: number } => ({
  train: train.count,
  validation: validation.count,
});
