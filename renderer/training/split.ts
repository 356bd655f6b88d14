/** Which images a run will be trained, validated and tested on, by the plan that the host makes too. */
import type { DatasetInfo } from '../../core/contract/datasets';
import { selectableOf } from '../../core/contract/selectable-set';
import { type Choice, planSelection, SelectionError, type SelectionPlan } from '../../core/study/selection';
import { describeSelection, testWords } from '../../core/study/selection-words';

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
    const description = describeSelection(set, choice, plan);
    const sentence = `${description.charAt(0).toUpperCase()}${description.slice(1)}.`;
    return { plan, words: [sentence, testWords(plan)].filter(Boolean).join(' ') };
  } catch (error) {
    if (error instanceof SelectionError) return { words: error.problems.join(' ') };
    throw error;
  }
}

/** Images of one epoch. */
export const imagesOf = ({ train, validation }: SelectionPlan): { train: number; validation: number } => ({
  train: train.count,
  validation: validation.count,
});
