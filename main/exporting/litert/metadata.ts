/**
 * The metadata of a .tflite file (ai.google.dev/edge/litert/conversion/tensorflow/metadata): apps read labels and range
 * from it.
 */
import type { Inference } from '../../../core/study/inference';
import { chunksOf } from '../../compiler/emit/pieces';
import { flatbuffer, type TableValue } from './flatbuffer';
import { AXIS_LABELS, COLORS, METADATA_IDENTIFIER, tables, unionMembers } from './schema';

export const LABELS = 'labels.txt';

/** The model takes values in its own range: the divisor of a picture's 0..255. */
const divisor = ({ input }: Inference): number => 255 / input.range[1];

export function modelMetadata(name: string, description: string, inference: Inference): Uint8Array {
  const { input, classes } = inference;
  const [height = 0, width = 0] = input.shape;
  const images: TableValue = {
    name: 'images',
    content: {
      properties: {
        table: 'ImageProperties',
        value: { colorSpace: COLORS[input.channels], defaultSize: { width, height } },
      },
    },
    processUnits: [
      {
        options: { table: 'NormalizationOptions', value: { mean: [0], std: [divisor(inference)] } },
      },
    ],
    stats: { max: [input.range[1]], min: [0] },
  };
  const scores: TableValue = {
    name: 'scores',
    content: { properties: { table: 'FeatureProperties', value: {} } },
    ...(classes ? { associatedFiles: [{ name: LABELS, type: AXIS_LABELS }] } : {}),
  };
  const value = {
    name,
    description,
    author: 'Skipwire',
    subgraphMetadata: [{ inputTensorMetadata: [images], outputTensorMetadata: [scores] }],
    minParserVersion: '1.0.0',
  };
  const identifier = METADATA_IDENTIFIER;
  return Buffer.concat([
    ...chunksOf(flatbuffer(value, { tables, unionMembers, root: 'ModelMetadata', identifier })),
  ]);
}
