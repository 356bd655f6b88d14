/** The form's fields of which images a run sees, and of how they come to the size of the network's Input. */

import type { DatasetInfo } from '../../core/contract/datasets';
import { formatPercent } from '../../core/format/number';
import { SHARE_WITHOUT_SPLIT } from '../../core/study/selection';
import type { SettingField } from './field';

type SecondSplit = Pick<DatasetInfo, 'valCount' | 'valRole'>;

/** What validation is on where nothing is held out by choice. */
function unchosen(info: SecondSplit | undefined): string {
  if (!info) return 'the set’s own split';
  if (info.valCount === 0) return `${formatPercent(SHARE_WITHOUT_SPLIT, 0)}, held out`;
  return info.valRole === 'test' ? 'its test split' : 'its validation split';
}

/** What is validated on; stands open with the data set. Its first option says what this set has. */
export const validationFieldsOf = (info: SecondSplit | undefined): readonly SettingField[] => [
  {
    key: 'selection.validation.kind',
    path: 'selection.validation.kind',
    label: 'validate on',
    noun: 'validation',
    control: 'choice',
    options: [
      { value: 'official', label: unchosen(info) },
      { value: 'held-out', label: info?.valCount === 0 ? 'another share' : 'held out' },
    ],
    help: 'The set’s own second split, or training images that are held out: then the set’s test split, where it has one, gives one final test number, which nothing is chosen by. Of a set that has training images only a fifth is held out.',
  },
  {
    key: 'selection.validation.amount',
    path: 'selection.validation.amount',
    label: 'held out',
    noun: 'images held out',
    control: 'number',
    help: 'Below 1 a share of the training images, 0.1 for a tenth; from 1 on so many images, 5000 as in the paper. Every class alike.',
    when: { key: 'selection.validation.kind', is: ['held-out'] },
  },
];

export const validationFields = validationFieldsOf(undefined);

/** Folded. */
export const selectionFields: readonly SettingField[] = [
  {
    key: 'selection.trainShare',
    path: 'selection.trainShare',
    label: 'share',
    noun: 'share of training images',
    control: 'number',
    help: 'Share of the training images that is trained on, of every class alike; 1 is all.',
  },
  {
    key: 'selection.limit',
    path: 'selection.limit',
    label: 'limits take',
    control: 'choice',
    options: [
      { value: 'first', label: 'the first' },
      { value: 'stratified', label: 'all classes alike' },
    ],
    help: 'How the limits above choose: the first images of a split, or a draw with every class alike.',
  },
  {
    key: 'selection.seed',
    path: 'selection.seed',
    label: 'selection seed',
    control: 'integer',
    help: 'Of these draws. It stays the same over the seeds of a study, so that all arms see the same images.',
  },
  {
    key: 'selection.classes',
    path: 'selection.classes',
    label: 'classes',
    control: 'classes',
    empty: 'all',
    help: 'Which classes the network tells apart. Several can be merged into one; what is not ticked is left out.',
  },
];

export const resizeFields: readonly SettingField[] = [
  {
    key: 'preprocessing.interpolation',
    path: 'preprocessing.interpolation',
    label: 'resize',
    control: 'choice',
    options: [
      { value: 'bilinear', label: 'bilinear' },
      { value: 'bicubic', label: 'bicubic' },
      { value: 'area', label: 'area' },
    ],
    help: 'How images of another size come to that of the Input. Bilinear is without antialiasing, as in Keras; area is the mean of what a pixel covers.',
  },
  {
    key: 'preprocessing.fit',
    path: 'preprocessing.fit',
    label: 'aspect ratio',
    control: 'choice',
    options: [
      { value: 'stretch', label: 'stretch' },
      { value: 'fit', label: 'fit, black bars' },
      { value: 'crop', label: 'crop the middle' },
    ],
    help: 'Stretch: all of the image, whatever its aspect ratio. Fit: all of it, black bars beside. Crop: the middle, the shorter side filled.',
  },
];
