/** What pixels a model takes: as asked, else as its first layers say, else as what is recognized says. */
import { type Message, message } from '../../core/messages';
import { type PixelValues, takesChannels } from '../../core/ops/pixels';
import type { ReportedPixels } from '../../core/study/import-report';
import { refuse } from '../basics/refusal';
import type { ReadLayer, ReadModel } from './read-model';

/** @param asked in place of what the file says. @throws Refusal where the images have other channels. */
export function pixelsOf(
  { layers, pixels }: Pick<ReadModel, 'layers' | 'pixels'>,
  asked: PixelValues | undefined,
): ReportedPixels {
  const shape = layers.find(({ type }) => type === 'Input')?.params.shape;
  const channels = Array.isArray(shape) ? Number(shape[2]) : 0;
  if (asked && !takesChannels(asked, channels)) refuse('ops.rule.pixels', { pixels: asked });
  if (asked) return { values: asked, why: message('import.pixels.asked') };
  const found = scaledInside(layers) ?? pixels;
  if (found && takesChannels(found.values, channels)) return found;
  return { values: '0-1', why: message('import.pixels.unknown') };
}

/** Below this, a factor after the Input means pixels from 0 to 255. */
const SMALL_FACTOR = 1 / 64;
/** Above it, a mean that is subtracted behind the Input is one of pixels from 0 to 255. */
const LARGE_MEAN = 2;

function scaledInside(layers: readonly ReadLayer[]): { values: PixelValues; why: Message } | undefined {
  const inputs = new Set(layers.filter(({ type }) => type === 'Input').map(({ name }) => name));
  const layer = layers.find(({ type, params, weights, inputs: [from] }) => {
    if (!inputs.has(from ?? '')) return false;
    if (type === 'Rescaling') return Math.abs(Number(params.scale)) <= SMALL_FACTOR;
    return type === 'Normalization' && (weights?.mean?.data.some((mean) => mean > LARGE_MEAN) ?? false);
  });
  return layer && { values: '0-255', why: message('import.pixels.layer', { layer: layer.name }) };
}
