/** Reads ONNX (onnx.ai): nodes become our layers, channels first becomes channels last. */
import { LONGEST_NAME } from '../../../core/basics/limits';
import type { Message } from '../../../core/messages';
import { message } from '../../../core/messages';
import { MOST_INPUTS } from '../../../core/ops/merge';
import type { ImportEntry, ReportedPixels } from '../../../core/study/import-report';
import { refuse } from '../../basics/refusal';
import { readRegular } from '../../disk/regular-file';
import type { ReadModel } from '../read-model';
import { beginStep } from '../steps';
import { Context, type Graph, nameOf } from './context';
import { Draft, type DraftLayer, NotUnderstood } from './draft';
import { readExternal } from './external';
import { folded } from './folding';
import { inputLayout } from './input';
import { decodeModel, externalTensors, type OnnxModel, type OnnxNode } from './model';
import { readers } from './operators';
import { dimsOf, isInOrder, type Value, valueLike } from './value';

/** Protocol buffers are at most this long. */
const MOST_BYTES = 2 ** 31;

export async function readOnnxModel(path: string, file: string): Promise<ReadModel> {
  const bytes = await readRegular(path, MOST_BYTES);
  const external = await readExternal(path, file, externalTensors(bytes, file));
  return layersOf(decodeModel(bytes, file, external), file);
}

/** The outcome for a node of the file. */
interface Fate {
  node: OnnxNode;
  /** Absent for constants. */
  entry?: ImportEntry;
  layer?: string;
}

function layersOf(model: OnnxModel, file: string): ReadModel {
  const draft = new Draft();
  const remarks: Message[] = [];
  const graph = begin(model, draft, file, remarks);
  const nodes = inOrder(model.nodes, file);
  const fates = nodes.map((node) => read(node, graph, model));
  const [output, ...others] = model.outputs.filter((name) => graph.values.has(name));
  if (output === undefined) refuse('import.onnx.noOutput', { file });
  if (others.length > 0)
    remarks.push(message('import.onnx.remark.outputs', { kept: output, count: others.length }));
  const last = finish(graph, graph.values.get(output) as Value, remarks);
  const kept = reachable(draft, last);
  const needed = neededNodes(model, output);
  const layers = [...draft.layers.values()].filter(({ name }) => kept.has(name));
  if (looksFolded(layers)) remarks.push(message('import.onnx.remark.batchNorm'));
  return {
    format: 'onnx',
    layers,
    entries: fates.flatMap(({ node, entry, layer }) => {
      if (!entry || !needed.has(node)) return [];
      const isGone = layer !== undefined && !kept.has(layer);
      return [isGone && entry.outcome !== 'folded' ? partOf(entry) : entry];
    }),
    remarks,
    pixels: pixelsOf(model),
  };
}

/** ResNets of torchvision, and those of timm that are the same, by the names that torch gives when it exports them. */
function pixelsOf({ nodes, constants, isOurs }: OnnxModel): ReportedPixels | undefined {
  if (isOurs) return { values: '0-1', why: message('import.pixels.ours') };
  const names = [...nodes.map(({ name }) => name), ...constants.keys()];
  if (!names.some((name) => /^(\/layer1\/layer1\.0\/|layer1\.0\.)/.test(name))) return undefined;
  return { values: 'imagenet', why: message('import.pixels.torch') };
}

const partOf = ({ layer, type }: ImportEntry): ImportEntry => ({
  layer,
  type,
  outcome: 'folded',
  reason: message('import.onnx.entry.part'),
});

function begin(model: OnnxModel, draft: Draft, file: string, remarks: Message[]): Graph {
  const [input, ...more] = model.inputs;
  if (!input || more.length > 0) {
    refuse('import.onnx.inputs', { file, count: model.inputs.length });
  }
  const readerCounts = new Map<string, number>();
  for (const name of [...model.nodes.flatMap(({ inputs }) => inputs), ...model.outputs]) {
    readerCounts.set(name, (readerCounts.get(name) ?? 0) + 1);
  }
  const { value, batch, remark } = inputLayout(model, input, draft, file);
  if (remark) remarks.push(remark);
  return {
    draft,
    opset: model.opset,
    batch,
    constants: new Map(model.constants),
    values: new Map([[input.name, value]]),
    producers: new Map(model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const))),
    readers: readerCounts,
  };
}

/**
 * ONNX requires each node to come after its inputs.
 * @throws Refusal for another order
 */
function inOrder(nodes: readonly OnnxNode[], file: string): readonly OnnxNode[] {
  const outputs = new Set(nodes.flatMap((node) => node.outputs));
  const seen = new Set<string>();
  for (const node of nodes) {
    const early = node.inputs.find((name) => outputs.has(name) && !seen.has(name));
    if (early !== undefined) refuse('import.onnx.order', { file, name: early });
    for (const name of node.outputs) seen.add(name);
  }
  return nodes;
}

function read(node: OnnxNode, graph: Graph, model: OnnxModel): Fate {
  beginStep();
  const output = node.outputs[0] ?? '';
  const context = new Context(node, graph);
  const entry = (outcome: ImportEntry['outcome'], reason?: Message): ImportEntry => ({
    outcome,
    layer: nameOf(node).slice(0, LONGEST_NAME),
    type: node.op.slice(0, LONGEST_NAME),
    ...(reason ? { reason } : {}),
  });
  try {
    const constant = folded(node, graph);
    if (constant) {
      graph.constants.set(output, constant);
      return { node };
    }
    const reader = Object.hasOwn(readers, node.op) ? readers[node.op] : undefined;
    if (!reader) throw new NotUnderstood(message('import.entry.noOperator'));
    const value = reader(context);
    graph.values.set(output, value);
    const { said } = context;
    return { node, entry: entry(said?.outcome ?? 'understood', said?.reason), layer: value.layer };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    const layer = standIn(context, model);
    return { node, entry: entry('refused', error.reason), layer };
  }
}

/** A gray layer with the operator and attributes of the node. */
function standIn({ node, graph }: Context, model: OnnxModel): string {
  const inputs = node.inputs.flatMap((name) => graph.values.get(name) ?? []);
  const [first] = inputs;
  const said = model.dims.get(node.outputs[0] ?? '')?.slice(1);
  const dims = said && said.length > 0 && !said.includes(null) ? (said as number[]) : undefined;
  const ours = dims?.length === 3 ? [dims[1], dims[2], dims[0]] : dims;
  const shape = (ours as number[] | undefined) ?? (first && graph.draft.get(first.layer).shape) ?? [];
  const { name, shape: known } = graph.draft.addUnsupported(
    nameOf(node),
    node.op.slice(0, LONGEST_NAME),
    node.attributes.shown().slice(0, LONGEST_NAME),
    [...new Set(inputs.map(({ layer }) => layer))].slice(0, MOST_INPUTS),
    shape,
  );
  const isLike = first && !dims && known.join() === graph.draft.get(first.layer).shape.join();
  const value = isLike ? { ...first, layer: name } : valueLike(name, known);
  for (const output of node.outputs) if (output !== '') graph.values.set(output, value);
  return name;
}

/** Our networks end in a softmax, which PyTorch leaves to the loss. */
function finish({ draft }: Graph, value: Value, remarks: Message[]): string {
  const layer = draft.get(value.layer);
  if (layer.shape.length !== 1 || endsInSoftmax(draft, layer)) return layer.name;
  if (dimsOf(value).length === 1 && !isInOrder(value)) remarks.push(message('import.onnx.remark.order'));
  if (layer.type === 'Unsupported') return layer.name;
  remarks.push(message('import.onnx.remark.softmax'));
  if (layer.type === 'Dense') {
    layer.params = { ...layer.params, activation: 'softmax' };
    return layer.name;
  }
  return draft.add('softmax', 'Activation', { function: 'softmax' }, [layer.name]).name;
}

function endsInSoftmax(draft: Draft, last: DraftLayer): boolean {
  let layer: DraftLayer | undefined = last;
  while (layer?.type === 'Flatten') layer = draft.layers.get(layer.inputs[0] ?? '');
  const { activation, function: name } = layer?.params ?? {};
  return ['softmax', 'sigmoid'].includes(String(activation ?? name));
}

function reachable(draft: Draft, last: string): Set<string> {
  const kept = new Set([last]);
  const pending = [last];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const input of draft.get(name).inputs) {
      if (kept.has(input)) continue;
      kept.add(input);
      pending.push(input);
    }
  }
  return kept;
}

function neededNodes({ nodes }: OnnxModel, output: string): Set<OnnxNode> {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const needed = new Set<OnnxNode>();
  const pending = [output];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const node = producers.get(name);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    pending.push(...node.inputs);
  }
  return needed;
}

/** Exporters fold BatchNormalization into the preceding convolutions, which then have biases. */
function looksFolded(layers: readonly DraftLayer[]): boolean {
  const convolutions = layers.filter(({ type }) => type === 'Conv2D' || type === 'DepthwiseConv2D');
  return (
    convolutions.length > 1 &&
    convolutions.every(({ params }) => params.useBias === true) &&
    !layers.some(({ type }) => type.endsWith('Normalization'))
  );
}
