/** Where a data set on this machine came from: what tells two of one name apart. Pure. */

import type { DatasetInfo } from '../../core/contract/datasets';
import { formatMoment } from '../../core/format/moment';
import { formatShape } from '../../core/format/number';
import { t } from '../../core/messages';

/** The last part of a path. */
export const lastPart = (path: string): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;

/** "from pets.zip, 24 Nov, 12:30"; empty while it is not here, and of sets that everybody knows. */
export function originText({ kind, origin, importedAt }: DatasetInfo): string {
  if (kind !== 'own' || origin === undefined || importedAt === undefined) return '';
  return t('data.origin', { file: lastPart(origin), at: formatMoment(importedAt) });
}

/** "32 × 32 × 3"; of photographs their one size, or that they have many. Width first, as people say it of pictures. */
export function shapeText({ sizes, imageShape, photoSize }: DatasetInfo): string {
  if (sizes === 'equal') return formatShape(imageShape);
  return photoSize
    ? t('data.photos.oneSize', { width: photoSize[1], height: photoSize[0] })
    : t('data.photos.manySizes');
}
