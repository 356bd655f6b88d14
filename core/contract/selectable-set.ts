import { inEnglish } from '../messages';
import type { SelectableSet } from '../study/selection';
import type { DatasetInfo } from './datasets';

/** A data set as the window knows it. */
export function selectableOf(info: DatasetInfo): SelectableSet {
  const { name, classes, valRole, splitDescription } = info;
  const { trainCount, trainPerClass, valCount, valPerClass, testCount, testPerClass } = info;
  return {
    name,
    classes,
    valRole,
    splitDescription: inEnglish(splitDescription),
    train: { count: trainCount, perClass: trainPerClass },
    val: { count: valCount, perClass: valPerClass },
    ...(testCount > 0 ? { test: { count: testCount, perClass: testPerClass } } : {}),
  };
}
