/** The size of a data set's images, and how they are fitted to the networks. */
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatImageShape } from '../../core/format/shape';
import type { Shape } from '../../core/graph/document';
import { joinSome, t } from '../../core/messages';

/** @param inputs [height, width, channels] of the Input of each chosen network. */
export function imageSizeWords(info: DatasetInfo, inputs: readonly Shape[]): string {
  const wanted = [...new Set(inputs.map(formatImageShape))];
  const takes =
    wanted.length > 1
      ? t('train.images.eachOwn', { sizes: joinSome(wanted) })
      : (wanted[0] ?? t('train.images.theInput'));
  if (info.sizes === 'varied') {
    const { photoSize } = info;
    if (info.state !== 'ready' || !photoSize) return t('train.images.photographs', { takes });
    const [height, width] = photoSize;
    return t('train.images.photographsOf', { width, height, takes });
  }
  const size = formatImageShape(info.imageShape);
  const [height, width] = info.imageShape;
  if (inputs.every((input) => formatImageShape(input) === size)) return t('train.images.same', { size });
  const sizeStays = inputs.every((input) => input[0] === height && input[1] === width);
  return t(sizeStays ? 'train.images.converted' : 'train.images.resized', { size, takes });
}
