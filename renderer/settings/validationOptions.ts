/** The choices of images to validate on, in the words of the data set. */
import type { DatasetInfo } from '../../core/contract/datasets';
import { t } from '../../core/messages';
import { SHARE_WITHOUT_SPLIT } from '../../core/study/selection';
import type { Option } from './field';

type SecondSplit = Pick<DatasetInfo, 'valCount' | 'valRole'>;

/** What is used for validation if no images are held out by choice. */
function officialName(info: SecondSplit | undefined): string {
  if (!info) return t('settings.validation.own');
  if (info.valCount === 0) return t('settings.summary.heldOutShare', { amount: SHARE_WITHOUT_SPLIT });
  return t(info.valRole === 'test' ? 'settings.validation.test' : 'settings.validation.validation');
}

export const validationOptions = (info: SecondSplit | undefined): readonly Option[] => [
  { value: 'official', label: officialName(info) },
  {
    value: 'held-out',
    label: t(info?.valCount === 0 ? 'settings.validation.otherShare' : 'settings.validation.heldOut'),
  },
];
