/** What a network's Input makes of pixels. */
import { type PixelStatistics, type PixelValues, pixelStatistics, pixelValuesSchema } from '../ops/pixels';
import type { GraphAnalysis } from './types';

/** Pixels as they are where there is not one sound Input. */
export function inputPixels({ nodes, inputId }: Pick<GraphAnalysis, 'nodes' | 'inputId'>): PixelValues {
  const read = pixelValuesSchema.safeParse(nodes[inputId ?? '']?.params.pixels);
  return read.success ? read.data : '0-1';
}

/** Undefined where pixels enter the network as they are. */
export function inputStatistics(
  analysis: Pick<GraphAnalysis, 'nodes' | 'inputId'>,
): PixelStatistics | undefined {
  const channels = analysis.nodes[analysis.inputId ?? '']?.outputShape?.[2];
  return channels === undefined ? undefined : pixelStatistics(inputPixels(analysis), channels);
}
