/** Where a data set came from, and the shape of its images. Pure. */

import type { DatasetInfo } from '../../core/contract/datasets';
import { formatMoment } from '../../core/format/moment';
import { formatImageShape } from '../../core/format/shape';
import { t } from '../../core/messages';

/** The last part of a path. */
export const lastPart = (path: string): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;

/** "from pets.zip, 24 Nov, 12:30"; empty unless it is the person's own and installed. */
export function originText({ kind, origin, importedAt }: DatasetInfo): string {
  if (kind !== 'own' || origin === undefined || importedAt === undefined) return '';
  return t('data.origin', { file: lastPart(origin), at: formatMoment(importedAt) });
}

/** "32 × 32 × 3"; for photos their common size (width first), or that sizes vary. */
export function shapeText({ sizes, imageShape, photoSize }: DatasetInfo): string {
  if (sizes === 'equal') return formatImageShape(imageShape);
  return photoSize
    ? t('data.photos.oneSize', { width: photoSize[1], height: photoSize[0] })
    : t('data.photos.manySizes');
}
