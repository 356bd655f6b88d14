/**
 * ONNX (onnx.ai): one file with the network and its weights. Weights are written one after the other, so that a large
 * network is never in memory twice.
 */

import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { elementCount } from '../../../core/basics/element-count';
import type { ExportOptionValues } from '../../../core/study/export-format';
import type { Inference } from '../../../core/study/inference';
import { chunksOf, encoded, field, type Piece } from '../../compiler/emit/pieces';
import type { WrittenFile } from '../files';
import { networkProgram } from '../network-program';
import { provenance, type TrainedNetwork } from '../trained-network';
import { onnxGraph } from './graph';
import { FIELD, graphType, modelType, TYPE, tensorType } from './schema';
import { IR_VERSIONS } from './versions';
import type { Initializer } from './writer';

export function onnxInference(
  inference: Inference,
  { layout, batch, pixels }: ExportOptionValues,
): Inference {
  // Pictures are decoded channels last.
  const isLast = layout === 'nhwc' || (layout === 'auto' && pixels === true);
  return {
    ...inference,
    input: {
      ...inference.input,
      layout: isLast ? 'NHWC' : 'NCHW',
      ...(typeof batch === 'number' ? { batch } : {}),
      ...(pixels ? { dtype: 'uint8', range: [0, 255] } : {}),
    },
  };
}

export async function writeOnnx(network: TrainedNetwork, path: string): Promise<void> {
  const { program, weights } = networkProgram(network);
  const asked = network.inference.input;
  const { graph, input, output } = onnxGraph(program, weights, asked);
  const info = ({ name, type, shape }: typeof input) => ({
    name,
    type: {
      tensor_type: {
        elem_type: TYPE[type],
        shape: {
          dim: shape.map((size) =>
            size !== null
              ? { dim_value: size }
              : asked.batch
                ? { dim_value: asked.batch }
                : { dim_param: 'N' },
          ),
        },
      },
    },
  });
  const rest = encoded(graphType, {
    node: graph.nodes,
    name: network.document.name,
    input: [info(input)],
    output: [info(output)],
  });
  const about = encoded(modelType, {
    ir_version: IR_VERSIONS[graph.opset],
    producer_name: 'Skipwire',
    opset_import: [{ domain: '', version: graph.opset }],
    metadata_props: [{ key: 'skipwire', value: JSON.stringify(provenance(network)) }],
  });
  const pieces = [about, ...field(FIELD.graph, [rest, ...graph.initializers.flatMap(tensorPieces)])];
  await pipeline(chunksOf(pieces), createWriteStream(path));
}

function tensorPieces({ name, type, shape, data }: Initializer): Piece[] {
  const values = {
    byteLength: elementCount(shape) * (type === 'int64' ? 8 : 4),
    data: () => {
      const { buffer, byteOffset, byteLength } = data();
      return new Uint8Array(buffer, byteOffset, byteLength);
    },
  };
  const described = encoded(tensorType, { dims: shape, data_type: TYPE[type], name });
  return field(FIELD.initializer, [described, ...field(FIELD.rawData, [values])]);
}

/** No further files; undefined if `path` is not our export. */
export async function writtenOnnx(path: string): Promise<readonly WrittenFile[] | undefined> {
  // Our metadata is at the very beginning.
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const text = buffer.subarray(0, bytesRead).toString('latin1');
    const begin = text.indexOf('{"format":"skipwire.export"');
    return begin >= 0 ? [] : undefined;
  } finally {
    await file.close();
  }
}
