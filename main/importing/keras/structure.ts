/**
 * The layers of a Keras model, from its configuration: Functional and Sequential, of Keras 2 and 3, with nested models
 * flattened. A layer that is called twice (shared weights) is listed once for each call.
 */
import { refuse } from '../../basics/refusal';
import { MOST_LAYERS, MOST_LEVELS } from '../limits';

export type Config = Readonly<Record<string, unknown>>;

export interface KerasNode {
  /**
   * Unique: the layer's name after those of the models around it, `inner/conv2d`, and the number of the call if it is
   * not the first.
   */
  name: string;
  /** Names of the models around it, then its own: the location of its weights. */
  path: readonly string[];
  className: string;
  config: Config;
  /** Names of its inputs. */
  inputs: readonly string[];
  /** Without the batch dimension, if the file has it. */
  outputShape?: readonly number[];
  /** True if the same layer was called before. */
  shared: boolean;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A tensor: the layer and the number of its call. */
interface Source {
  layer: string;
  call: number;
  shape?: readonly number[];
}

interface Call {
  sources: readonly Source[];
}

/** @param json `{ class_name, config }`. @throws Refusal where it is not a model, or has too many layers. */
export function kerasNodes(json: unknown, file: string): KerasNode[] {
  const model = modelOf(json) ?? refuse('import.refused.notKeras', { file });
  const nodes: KerasNode[] = [];
  const shapes = new Map<string, readonly number[]>();
  open(model, { file, path: [], inputs: undefined, nodes, shapes, level: 0 });
  return nodes.map((node) => {
    const outputShape = shapes.get(node.name);
    return outputShape ? { ...node, outputShape } : node;
  });
}

interface Model {
  isSequential: boolean;
  layers: readonly unknown[];
  config: Config;
}

/** Undefined for a layer that is not a model. */
function modelOf(json: unknown): Model | undefined {
  if (!isRecord(json) || !isRecord(json.config) || !Array.isArray(json.config.layers)) {
    // Keras 2.0 wrote the list of a Sequential directly as the configuration.
    if (isRecord(json) && json.class_name === 'Sequential' && Array.isArray(json.config)) {
      return { isSequential: true, layers: json.config, config: {} };
    }
    return undefined;
  }
  const { class_name: className, config } = json;
  if (className !== 'Functional' && className !== 'Model' && className !== 'Sequential') {
    if (!Array.isArray(config.output_layers)) return undefined;
  }
  return { isSequential: className === 'Sequential', layers: config.layers as unknown[], config };
}

interface Around {
  file: string;
  path: readonly string[];
  /** Arguments of the model; undefined for the outermost, which has its own Inputs. */
  inputs: readonly string[] | undefined;
  nodes: KerasNode[];
  /** Shapes that readers of a tensor mention. */
  shapes: Map<string, readonly number[]>;
  level: number;
}

/** @returns the names of the nodes that make the model's outputs. */
function open(model: Model, around: Around): readonly string[] {
  const { file, level, nodes } = around;
  if (level > MOST_LEVELS) refuse('import.refused.tooDeep', { file, most: MOST_LEVELS });
  /** The names of a layer's calls. */
  const made = new Map<string, readonly string[]>();
  const key = (layer: string, call: number) => `${call} ${layer}`;
  let previous: readonly string[] = around.inputs ?? [];
  const inputs = inputLayersOf(model);
  let calls = 0;
  for (const json of inCallOrder(model, file)) {
    const layer = json.layer;
    const { name, className, config } = layer;
    const path = [...around.path, name];
    const first = path.join('/');
    const unique = json.call === 0 ? first : `${first}:${json.call}`;
    const sources = model.isSequential
      ? previous
      : json.sources.flatMap((source) => {
          const from = made.get(key(source.layer, source.call)) ?? [];
          const [only] = from;
          if (only !== undefined && source.shape) around.shapes.set(only, source.shape);
          return from;
        });
    if (++calls > MOST_LAYERS || nodes.length > MOST_LAYERS) {
      refuse('import.refused.tooMany', { file, count: calls, most: MOST_LAYERS });
    }
    let outputs: readonly string[];
    const inner = modelOf(layer.json);
    const given = className === 'InputLayer' && around.inputs;
    if (given) outputs = model.isSequential ? given : [given[Math.max(0, inputs.indexOf(name))] ?? given[0]!];
    else if (inner && json.call === 0) {
      outputs = open(inner, { ...around, path, inputs: sources, level: level + 1 });
    } else {
      if (model.isSequential && nodes.length === 0 && className !== 'InputLayer') {
        // A Sequential may have its input's shape only in its first layer.
        const input = [...around.path, 'input'].join('/');
        const shape =
          config.batch_input_shape ??
          config.batch_shape ??
          model.config.build_input_shape ??
          buildShapeOf(layer.json);
        nodes.push({
          name: input,
          path: [...around.path, 'input'],
          className: 'InputLayer',
          config: { batch_shape: shape },
          inputs: [],
          shared: false,
        });
        nodes.push({ name: unique, path, className, config, inputs: [input], shared: false });
      } else nodes.push({ name: unique, path, className, config, inputs: sources, shared: json.call > 0 });
      outputs = [unique];
    }
    made.set(key(name, json.call), outputs);
    previous = outputs;
  }
  if (model.isSequential) return previous;
  return historiesIn(model.config.output_layers).flatMap(
    ({ layer, call }) => made.get(key(layer, call)) ?? [],
  );
}

const buildShapeOf = (json: Config): unknown =>
  isRecord(json.build_config) ? json.build_config.input_shape : undefined;

const inputLayersOf = ({ config }: Model): string[] =>
  historiesIn(config.input_layers).map(({ layer }) => layer);

interface Layer {
  name: string;
  className: string;
  config: Config;
  json: Config;
}

interface LayerCall {
  layer: Layer;
  call: number;
  sources: readonly Source[];
}

/** Each call of each layer, after its inputs. */
function inCallOrder({ layers, isSequential }: Model, file: string): LayerCall[] {
  const all: LayerCall[] = layers.flatMap((json): LayerCall[] => {
    const layer = layerOf(json) ?? refuse('import.refused.notKeras', { file });
    if (isSequential) return [{ layer, call: 0, sources: [] }];
    const calls = callsOf(layer.json.inbound_nodes);
    if (calls.length === 0) return [{ layer, call: 0, sources: [] }];
    return calls.map(({ sources }, call) => ({ layer, call, sources }));
  });
  if (isSequential) return all;
  const key = (layer: string, call: number) => `${call} ${layer}`;
  const byKey = new Map(all.map((one) => [key(one.layer.name, one.call), one]));
  const state = new Map<LayerCall, 'open' | 'done'>();
  const order: LayerCall[] = [];
  for (const start of all) {
    const stack = [{ one: start, next: 0 }];
    if (state.has(start)) continue;
    state.set(start, 'open');
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const source = top.one.sources[top.next++];
      if (source === undefined) {
        state.set(top.one, 'done');
        order.push(top.one);
        stack.pop();
        continue;
      }
      const from = byKey.get(key(source.layer, source.call));
      if (from === undefined || state.get(from) === 'done') continue;
      if (state.get(from) === 'open') refuse('import.refused.loop', { file, layer: source.layer });
      state.set(from, 'open');
      stack.push({ one: from, next: 0 });
    }
  }
  return order;
}

function layerOf(json: unknown): Layer | undefined {
  if (!isRecord(json) || typeof json.class_name !== 'string') return undefined;
  const config = isRecord(json.config) ? json.config : {};
  const name = typeof json.name === 'string' ? json.name : config.name;
  if (typeof name !== 'string') return undefined;
  return { name, className: json.class_name, config, json };
}

/** Keras 3: `[{ args, kwargs }]`. Keras 2: `[[["conv", 0, 0, {}], ...]]`, a list for each call. */
function callsOf(inbound: unknown): Call[] {
  if (!Array.isArray(inbound)) return [];
  return inbound.map((call) => ({
    sources: isRecord(call) ? tensorsIn([call.args, call.kwargs]) : historiesIn(call),
  }));
}

/** Keras tensors in arguments, however they are nested. */
function tensorsIn(value: unknown, level = 0): Source[] {
  if (level > MOST_LEVELS) return [];
  if (Array.isArray(value)) return value.flatMap((one) => tensorsIn(one, level + 1));
  if (!isRecord(value)) return [];
  if (value.class_name !== '__keras_tensor__') {
    return Object.values(value).flatMap((one) => tensorsIn(one, level + 1));
  }
  const { keras_history: history, shape } = isRecord(value.config) ? value.config : {};
  const [source] = historiesIn([history]);
  const known = sizesOf(shape);
  return source ? [known ? { ...source, shape: known } : source] : [];
}

/** `["conv", 0, 0]`, a list of such, or `["conv", 0, 0, { ... }]` with more tensors in its keywords. */
function historiesIn(value: unknown, level = 0): Source[] {
  if (!Array.isArray(value) || level > MOST_LEVELS) return [];
  const [layer, call, , more] = value;
  if (typeof layer === 'string') {
    if (!Number.isInteger(call)) return [];
    const others = isRecord(more) ? Object.values(more).flatMap((one) => historiesIn(one, level + 1)) : [];
    return [{ layer, call }, ...others];
  }
  return value.flatMap((one) => historiesIn(one, level + 1));
}

/** Without the batch dimension; undefined unless every other size is known. */
export function sizesOf(shape: unknown): readonly number[] | undefined {
  if (!Array.isArray(shape)) return undefined;
  const sizes = shape.slice(1);
  return sizes.length > 0 && sizes.every((size) => Number.isInteger(size) && size > 0) ? sizes : undefined;
}
