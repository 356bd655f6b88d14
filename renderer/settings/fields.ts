/** All fields of the form, in sections, in the order in which one may wait for another. */
import type { TrainingSettings } from '../../core/study/settings';
import type { SettingField } from './field';
import { augmentationFields, inputFields } from './imageFields';
import { clippingFields, decayFields, optimizerFields, stepFields } from './optimizerFields';
import {
  batchNormFields,
  checkpointFields,
  dataFields,
  lengthFields,
  lossFields,
  recordFields,
} from './runFields';
import { scheduleFields } from './scheduleFields';
import { resizeFields, selectionFields, validationFields, validationFieldsOf } from './selectionFields';
import {
  augmentationWords,
  batchNormWords,
  checkpointWords,
  lossWords,
  optimizerWords,
  recordWords,
  scheduleWords,
} from './summary';

export const ESSENTIALS: readonly SettingField[] = [...lengthFields, ...optimizerFields];

export interface Section {
  id: string;
  title: string;
  fields: readonly SettingField[];
  /** One line while it is folded. */
  summary(settings: TrainingSettings): string;
}

export const SECTIONS: readonly Section[] = [
  { id: 'schedule', title: 'Learning-rate schedule', fields: scheduleFields, summary: scheduleWords },
  {
    id: 'optimizer',
    title: 'Optimizer',
    fields: [...stepFields, ...clippingFields, ...decayFields],
    summary: optimizerWords,
  },
  {
    id: 'images',
    title: 'Augmentation and input',
    fields: [...augmentationFields, ...resizeFields, ...inputFields],
    summary: augmentationWords,
  },
  { id: 'loss', title: 'Loss and precision', fields: lossFields, summary: lossWords },
  {
    id: 'batchNorm',
    title: 'BatchNorm statistics',
    fields: batchNormFields,
    summary: batchNormWords,
  },
  {
    id: 'checkpoints',
    title: 'Checkpoints and stopping',
    fields: checkpointFields,
    summary: checkpointWords,
  },
  { id: 'records', title: 'Diagnostics', fields: recordFields, summary: recordWords },
];

export { dataFields, selectionFields, validationFieldsOf };

export const FIELDS: readonly SettingField[] = [
  ...dataFields,
  ...validationFields,
  ...selectionFields,
  ...ESSENTIALS,
  ...SECTIONS.flatMap(({ fields }) => fields),
];

const byKey = new Map(FIELDS.map((field) => [field.key, field]));

/** @throws RangeError for a key that no field has. */
export function fieldOf(key: string): SettingField {
  const field = byKey.get(key);
  if (!field) throw new RangeError(`The form has no field "${key}".`);
  return field;
}
