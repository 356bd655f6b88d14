/**
 * LiteRT (ai.google.dev/edge/litert): one .tflite file with the network and its weights, followed by a zip archive with
 * the labels and our provenance, as its metadata requires.
 */
import { createWriteStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { strToU8, zipSync } from 'fflate';
import { sizeMessage } from '../../../core/format/bytes';
import { openZip } from '../../archives/zip-reader';
import { refuse } from '../../basics/refusal';
import { chunksOf } from '../../compiler/emit/pieces';
import type { Value } from '../../compiler/ir/types';
import { openRegular } from '../../disk/regular-file';
import type { WrittenFile } from '../files';
import { PROVENANCE } from '../folder';
import { networkProgram } from '../network-program';
import { aboutNetwork, provenance, readProvenance, type TrainedNetwork } from '../trained-network';
import { walkNetwork } from '../walk';
import { flatbuffer } from './flatbuffer';
import { LABELS, modelMetadata } from './metadata';
import { operators } from './operators';
import type { Context } from './operators/context';
import { FILE_IDENTIFIER, SCHEMA_VERSION, tables, unionMembers } from './schema';
import { LitertGraph, type WeightType } from './writer';

/** Offsets in the file have 32 bits, and some readers treat them as signed. */
const MOST_BYTES = 2 ** 31 - 1;

export interface LitertOptions {
  weights?: WeightType;
}

export async function writeLitert(
  network: TrainedNetwork,
  path: string,
  { weights: kernels = 'float32' }: LitertOptions = {},
): Promise<void> {
  const { document, inference } = network;
  const { program, weights } = networkProgram(network);
  const graph = new LitertGraph(kernels);
  const [entry] = program.entries;
  const x = entry?.inputs.x as Value;
  const images = graph.value('images', x.shape);
  const scores = walkNetwork(program, weights, images, {
    name: 'LiteRT',
    takesBias: ['conv2d', 'depthwise_conv2d', 'matmul'],
    scalar: (value) => graph.scalar(value),
    write: (step) =>
      (operators[step.node.operator] as ((context: Context) => number) | undefined)?.({
        ...step,
        graph,
        last: (builtin, inputs, options) =>
          graph.operator(builtin, inputs, { name: step.node.name, shape: step.output.shape }, options),
        part: (name, builtin, inputs, shape, options) =>
          graph.operator(builtin, inputs, { name: `${step.node.name}/${name}`, shape }, options),
      }),
  });
  const description = aboutNetwork(network);
  const metadata = modelMetadata(document.name, description, inference);
  const metadataBuffer = graph.buffer(metadata.length, () => metadata);
  const model = {
    version: SCHEMA_VERSION,
    operatorCodes: graph.operatorCodes(),
    subgraphs: [
      {
        tensors: graph.tensors,
        inputs: [images],
        outputs: [scores],
        operators: graph.operators,
        name: 'main',
      },
    ],
    description,
    buffers: graph.buffers.map((buffer) => (buffer.byteLength === 0 ? {} : { data: buffer })),
    metadata: [{ name: 'TFLITE_METADATA', buffer: metadataBuffer }],
    signatureDefs: [
      {
        inputs: [{ name: 'images', tensorIndex: images }],
        outputs: [{ name: 'scores', tensorIndex: scores }],
        signatureKey: 'serving_default',
      },
    ],
  };
  const pieces = flatbuffer(model, { tables, unionMembers, root: 'Model', identifier: FILE_IDENTIFIER });
  const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (size > MOST_BYTES) refuse('export.refused.litertSize', { size: sizeMessage(size) });
  const { classes } = inference;
  const archive = archiveAt(size, {
    ...(classes ? { [LABELS]: classes.join('\n') } : {}),
    [PROVENANCE]: JSON.stringify(provenance(network)),
  });
  await pipeline(chunksOf([...pieces, archive]), createWriteStream(path));
}

/** An uncompressed zip archive whose offsets count from `begin` bytes before it, since some readers take them literally. */
function archiveAt(begin: number, files: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => [name, strToU8(content)] as const);
  const zip = zipSync(Object.fromEntries(entries), { level: 0 });
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const move = (at: number) => view.setUint32(at, view.getUint32(at, true) + begin, true);
  const end = zip.length - 22;
  const directory = view.getUint32(end + 16, true);
  for (let at = directory; at < end; ) {
    move(at + 42);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  move(end + 16);
  return zip;
}

/** No further files; undefined if `path` is not our export. */
export async function writtenLitert(path: string): Promise<readonly WrittenFile[] | undefined> {
  const file = await openRegular(path);
  try {
    const zip = await openZip(file, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== PROVENANCE) continue;
      const found: unknown = JSON.parse(await text(await zip.openReadStreamPromise(entry)));
      return readProvenance(found) && [];
    }
    return undefined;
  } finally {
    await file.close();
  }
}
