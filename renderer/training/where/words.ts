import { formatBytes } from '../../../core/format/bytes';
import { type Key, t } from '../../../core/messages';
import { LOCAL } from '../../../core/study/run';
import type { Check } from '../../client/places';

export const placeName = (place: string): string => (place === LOCAL ? t('train.where.here') : place);

export const FROM = {
  ssh: 'train.where.from.ssh',
  slurm: 'train.where.from.slurm',
  before: 'train.where.from.before',
} as const satisfies Record<string, Key>;

export function checkWords(check: Check): string {
  if (check.state === 'refused') return check.words;
  if (check.state === 'checking') return t('train.where.checking');
  const { slots, free, installed } = check.found;
  return t('train.where.ready', {
    slots,
    free: free === undefined ? 'unknown' : formatBytes(free),
    installed: installed ? 'yes' : 'no',
  });
}
