/** How large a data set's images are, and what becomes of them for the networks. */
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatShape } from '../../core/format/number';
import type { Shape } from '../../core/graph/document';
import { joinSome } from '../../core/graph/words';

/** @param inputs [height, width, channels] of the Input of each chosen network. */
export function imageSizeWords(info: DatasetInfo, inputs: readonly Shape[]): string {
  const wanted = [...new Set(inputs.map(formatShape))];
  const takes = wanted.length > 1 ? `${joinSome(wanted)}, each network's own size` : wanted[0];
  if (info.sizes === 'varied') {
    const { photoSize } = info;
    const what =
      info.state === 'ready' && photoSize
        ? `Photographs of ${photoSize[1]} × ${photoSize[0]} px`
        : 'Photographs';
    return `${what}, resized to ${takes ?? 'the Input'}.`;
  }
  const images = `Images of ${formatShape(info.imageShape)}`;
  const [height, width] = info.imageShape;
  if (inputs.every((input) => formatShape(input) === formatShape(info.imageShape))) return `${images}.`;
  const sizeStays = inputs.every((input) => input[0] === height && input[1] === width);
  return `${images}, ${sizeStays ? 'converted' : 'resized'} to ${takes}.`;
}
