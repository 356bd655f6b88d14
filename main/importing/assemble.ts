/** Turns layers into a document with groups, weights by the names of its variables, and the report. */
import { analyze } from '../../core/analysis/analyze';
import { inputPixels } from '../../core/analysis/input-pixels';
import type { GraphAnalysis } from '../../core/analysis/types';
import {
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  ID_PATTERN,
} from '../../core/graph/document';
import { edgeIdFor, uniqueName } from '../../core/graph/ids';
import { GraphError } from '../../core/graph/problem';
import { type Message, message } from '../../core/messages';
import { parseDocument } from '../../core/network/parse';
import { withPixels } from '../../core/network/pixels';
import { withRecognizedGroups } from '../../core/network/recognize';
import { hasWeights, tuningOf } from '../../core/network/tuning';
import type { PixelValues } from '../../core/ops/pixels';
import { operatorFor } from '../../core/ops/registry';
import type { ImportReport } from '../../core/study/import-report';
import { refuse } from '../basics/refusal';
import type { ModelContent } from '../models/store';
import type { Tensor } from '../runs/safetensors';
import { MOST_LAYERS } from './limits';
import { pixelsOf } from './pixels';
import type { ReadLayer, ReadModel } from './read-model';
import { beginStep } from './steps';

/**
 * @param file its name, for the report; without its ending, that of the network.
 * @param asked what the network takes for pixels, in place of what the file says.
 * @throws Refusal if a weight does not fit its layer, or the images do not have the channels for such pixels.
 */
export function assemble(read: ReadModel | GraphDocument, file: string, asked?: PixelValues): ModelContent {
  if (!('layers' in read)) return fromDocument(read, file, asked);
  const { layers } = read;
  const pixels = pixelsOf(read, asked);
  if (layers.length === 0) refuse('import.refused.noLayers', { file });
  if (layers.length > MOST_LAYERS)
    refuse('import.refused.tooMany', { file, count: layers.length, most: MOST_LAYERS });
  const ids = idsOf(layers);
  const plain: GraphDocument = {
    ...emptyDocument(file.replace(/(?<=.)\.[^.]+$/, '')),
    nodes: layers.map((layer) => nodeOf(taking(layer, pixels.values), ids)),
    edges: edgesOf(layers, ids),
  };
  beginStep();
  const analysis = analyze(plain);
  const weights = weightsOf(layers, ids, analysis, file);
  beginStep();
  const grouped = withRecognizedGroups(plain, (id) => analysis.nodes[id]?.outputShape);
  const document = soundDocument(grouped, file);
  const { params, trainable } = analysis.totals;
  const report: ImportReport = {
    format: read.format,
    source: file,
    totalParams: params,
    trainableParams: trainable,
    hasWeights: weights.size > 0,
    pixels,
    entries: [...read.entries],
    remarks: [
      ...read.remarks,
      ...frozenRemarks(plain),
      ...(weights.size > 0 || params === 0 ? [] : [message('import.remark.noWeights')]),
    ],
  };
  return { document, weights, report };
}

/** @throws Refusal where a document could not be read again: a parameter of a damaged file may have any value. */
export function soundDocument(document: unknown, file: string): GraphDocument {
  try {
    return parseDocument(document);
  } catch (error) {
    if (error instanceof GraphError) refuse('import.refused.graph', { file, problems: error.said });
    throw error;
  }
}

const taking = (layer: ReadLayer, pixels: PixelValues): ReadLayer =>
  layer.type === 'Input' ? { ...layer, params: { ...layer.params, pixels } } : layer;

/** One of our own documents: it has no weights and needs no translation. */
function fromDocument(read: GraphDocument, file: string, asked: PixelValues | undefined): ModelContent {
  const { model: _, ...own } = read;
  const document = asked ? withPixels(own, asked) : own;
  const analysis = analyze(document);
  const { params, trainable } = analysis.totals;
  const why = message(asked ? 'import.pixels.asked' : 'import.pixels.document');
  return {
    document,
    weights: new Map(),
    report: {
      format: 'skipwire',
      source: file,
      totalParams: params,
      trainableParams: trainable,
      hasWeights: false,
      pixels: { values: inputPixels(analysis), why },
      entries: document.nodes.map(({ id, type }) => ({ outcome: 'understood', layer: id, type })),
      remarks: [message('import.remark.noWeights')],
    },
  };
}

function frozenRemarks(document: GraphDocument): Message[] {
  const frozen = tuningOf(document)?.frozen ?? 0;
  return frozen > 0 ? [message('import.remark.frozen', { count: frozen })] : [];
}

/** If several layers have the same name, the first keeps it. */
function idsOf(layers: readonly ReadLayer[]): Map<string, string> {
  const taken = new Set<string>();
  const ids = new Map<string, string>();
  for (const { name } of layers) {
    if (ids.has(name)) continue;
    const id = uniqueName(taken, idOf(name));
    taken.add(id);
    ids.set(name, id);
  }
  return ids;
}

const LONGEST_ID = 200;

/** `block1/conv:0` becomes `block1.conv_0`. */
function idOf(name: string): string {
  if (ID_PATTERN.test(name) && name.length <= LONGEST_ID) return name;
  const plain = name
    .normalize('NFKD')
    .replaceAll('/', '.')
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '_')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, LONGEST_ID)
    .replace(/[._-]+$/, '');
  return plain || 'layer';
}

function nodeOf(
  { name, type, params, frozen = false }: ReadLayer,
  ids: ReadonlyMap<string, string>,
): GraphNode {
  const parsed = operatorFor(type)?.schema.safeParse(params);
  // Every parameter is written out, as in a preset; the analysis says which are wrong.
  const node = { id: ids.get(name)!, type, params: parsed?.success ? parsed.data : params };
  return frozen && hasWeights(node) ? { ...node, trainable: false } : node;
}

function edgesOf(layers: readonly ReadLayer[], ids: ReadonlyMap<string, string>): GraphEdge[] {
  return layers.flatMap(({ name, inputs }) => {
    const target = ids.get(name)!;
    return inputs.flatMap((input, port) => {
      const source = ids.get(input);
      return source === undefined ? [] : [{ id: edgeIdFor(source, target, port), source, target, port }];
    });
  });
}

function weightsOf(
  layers: readonly ReadLayer[],
  ids: ReadonlyMap<string, string>,
  { nodes }: GraphAnalysis,
  file: string,
): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  for (const { name, weights } of layers) {
    if (!weights) continue;
    const id = ids.get(name)!;
    for (const { name: weight, shape } of nodes[id]?.weights ?? []) {
      const tensor = weights[weight];
      if (tensor?.shape.join() !== shape.join()) {
        refuse('import.refused.shape', {
          file,
          name: `${name}/${weight}`,
          shape: `[${shape.join(', ')}]`,
          received: tensor ? `[${tensor.shape.join(', ')}]` : message('graph.none'),
        });
      }
      found.set(`${id}/${weight}`, tensor);
    }
  }
  return found;
}
