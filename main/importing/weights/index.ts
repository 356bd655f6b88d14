/**
 * Loads weights in safetensors into a preset: torchvision's and timm's files of ResNet-18 to ResNet-152, which use the
 * same names for the same layers.
 */
import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument, GraphNode } from '../../../core/graph/document';
import { listOf, type Message, message } from '../../../core/messages';
import { buildPreset, KINDS, presetFor, presets } from '../../../core/presets';
import type { ImportEntry, ReportedPixels } from '../../../core/study/import-report';
import { refuse } from '../../basics/refusal';
import { transposed } from '../../exporting/transposed';
import { readSafetensors, type Tensor } from '../../runs/safetensors';
import { notRead } from '../limits';
import type { ReadLayer, ReadModel } from '../read-model';
import { beginStep } from '../steps';
import { torchName, torchWeights, withoutPrefix } from './names';

/** Weights do not determine the image size: this is what these networks were made for. */
const SIDE = 224;
/** Number of weights named in a refusal. */
const MOST_NAMED = 8;

/** @param onto the preset; where absent, the one that the names tell. @throws Refusal where too little fits. */
export async function readWeights(path: string, file: string, onto: string | undefined): Promise<ReadModel> {
  const { tensors: stored, metadata } = await readSafetensors(path, { anyNumbers: true }).catch(
    (error: unknown) => {
      throw notRead(error, file);
    },
  );
  const tensors = withoutPrefix(stored);
  const known = onto ?? recognized(tensors);
  if (known === undefined) {
    const names = listOf([...stored.keys()].slice(0, MOST_NAMED), 'unit');
    refuse('import.weights.unknown', { file, names });
  }
  if (!presetFor(known)) {
    refuse('import.weights.noPreset', {
      name: known,
      presets: listOf(
        presets.map(({ id }) => id),
        'or',
      ),
    });
  }
  const document = presetOf(known, tensors);
  return {
    ...onPreset(document, tensors, { file, preset: known }),
    pixels: 'skipwire' in metadata ? OURS : pixelsOf(tensors),
  };
}

/** Networks for photographs have torchvision's or timm's pixels; those of other sizes are trained in other ways. */
function pixelsOf(tensors: ReadonlyMap<string, Tensor>): ReportedPixels | undefined {
  if (tensors.get('conv1.weight')?.shape[3] !== 7) return undefined;
  return { values: 'imagenet', why: message('import.pixels.torch') };
}

const OURS: ReportedPixels = { values: '0-1', why: message('import.pixels.ours') };

/** The ResNet with these blocks. */
function recognized(tensors: ReadonlyMap<string, Tensor>): string | undefined {
  const blocks = [1, 2, 3, 4].map((stage) => {
    let count = 0;
    while (tensors.has(`layer${stage}.${count}.conv1.weight`)) count++;
    return count;
  });
  const found = { '2,2,2,2': [18], '3,4,6,3': [34, 50], '3,4,23,3': [101], '3,8,36,3': [152] }[blocks.join()];
  if (!found) return undefined;
  const isBottleneck = tensors.has('layer1.0.conv3.weight');
  const depth = isBottleneck ? found.at(-1) : found[0];
  return isBottleneck === (depth as number) >= 50 ? `resnet${depth}` : undefined;
}

/** Channels, filters and classes according to the weights. */
function presetOf(id: string, tensors: ReadonlyMap<string, Tensor>): GraphDocument {
  const [filters = 64, channels = 3, , kernel = 7] = tensors.get('conv1.weight')?.shape ?? [];
  const classes = tensors.get('fc.weight')?.shape[0] ?? 1000;
  const kind = KINDS[presetFor(id)?.kind ?? 'imagenet'];
  const stem = kernel === 3 ? '3x3' : kind.stem;
  const side = stem === '3x3' ? 32 : SIDE;
  const width = filters / kind.filters;
  return buildPreset(id, {
    style: stem === '3x3' ? 'cifar' : 'torchvision',
    inputShape: [side, side, Math.max(1, channels)],
    classes: Math.max(1, classes),
    width: width > 0 && width <= 8 ? width : 1,
  });
}

function onPreset(
  document: GraphDocument,
  tensors: ReadonlyMap<string, Tensor>,
  { file, preset }: { file: string; preset: string },
): ReadModel {
  const analysis = analyze(document);
  const used = new Set<string>();
  const entries: ImportEntry[] = [];
  const wrong: Message[] = [];
  const inputs = new Map<string, string[]>();
  for (const { source, target, port } of document.edges) {
    const list = inputs.get(target) ?? [];
    list[port] = source;
    inputs.set(target, list);
  }
  const layers = document.nodes.map((node): ReadLayer => {
    beginStep();
    const specs = analysis.nodes[node.id]?.weights ?? [];
    const layer = { name: node.id, type: node.type, params: node.params, inputs: inputs.get(node.id) ?? [] };
    if (specs.length === 0) return layer;
    const { weights, problems } = weightsOf(node, specs, tensors, used);
    wrong.push(...problems);
    const [reason] = problems;
    entries.push({
      outcome: reason ? 'refused' : 'understood',
      layer: torchName(node.id),
      type: node.type,
      ...(reason ? { reason } : {}),
    });
    return reason ? layer : { ...layer, weights };
  });
  const unused = [...tensors.keys()].filter(
    (name) => !used.has(name) && !name.endsWith('num_batches_tracked'),
  );
  for (const name of unused) {
    entries.push({
      outcome: 'refused',
      layer: name,
      type: `[${tensors.get(name)?.shape.join(', ')}]`,
      reason: message('import.weights.unused', { preset }),
    });
  }
  const understood = entries.filter(({ outcome }) => outcome === 'understood').length;
  if (2 * understood < layers.filter(({ name }) => analysis.nodes[name]?.weights.length).length) {
    const all = [...wrong, ...unused.map((name) => message('import.weights.unusedTensor', { name }))];
    refuse('import.weights.mismatch', {
      file,
      preset,
      count: all.length,
      problems: listOf(all.slice(0, MOST_NAMED), 'unit'),
    });
  }
  const shape = analysis.nodes[analysis.inputId as string]?.outputShape?.join('×') ?? '';
  return {
    format: 'safetensors',
    layers,
    entries,
    remarks: [
      message('import.weights.size', { preset, shape }),
      ...(understood < entries.length ? [message('import.weights.partly', { understood })] : []),
    ],
  };
}

function weightsOf(
  { id, type }: GraphNode,
  specs: readonly { name: string; shape: readonly number[] }[],
  tensors: ReadonlyMap<string, Tensor>,
  used: Set<string>,
): { weights: Record<string, Tensor>; problems: Message[] } {
  const problems: Message[] = [];
  const weights: Record<string, Tensor> = {};
  for (const { name, shape } of specs) {
    const { key, order } = torchWeights(id, type, name);
    const tensor = tensors.get(key);
    used.add(key);
    const expected = order ? inverse(order).map((axis) => shape[axis] as number) : shape;
    if (tensor?.shape.join() !== expected.join()) {
      const values = { key, shape: `[${expected.join(', ')}]` };
      problems.push(
        tensor
          ? message('import.weights.shape', { ...values, received: `[${tensor.shape.join(', ')}]` })
          : message('import.weights.missing', values),
      );
      continue;
    }
    weights[name] = { shape, data: order ? transposed(tensor.data, tensor.shape, order) : tensor.data };
  }
  return { weights, problems };
}

const inverse = (order: readonly number[]): number[] => order.map((_, axis) => order.indexOf(axis));
