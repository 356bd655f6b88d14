/**
 * Replaces several Keras layers by one of ours: gates that scale channels, shortcuts padded with zeros, and the padding
 * that our own exports write before a convolution.
 */
import { message } from '../../../core/messages';
import type { ImportEntry } from '../../../core/study/import-report';
import type { ReadLayer, ReadModel } from '../read-model';

/** The model with such layers replaced, and a note for each layer that was merged into another. */
export function folded(model: ReadModel): ReadModel {
  const graph = new Layers(model.layers);
  const into = new Map<string, string>();
  for (const layer of model.layers) {
    for (const fold of folds) {
      const gone = fold(layer, graph);
      for (const name of gone ?? []) into.set(name, layer.name);
      if (gone) break;
    }
  }
  const left = new Set(graph.all().flatMap(({ name, type }) => (type === PERMUTED ? [name] : [])));
  const entries = model.entries.map((entry): ImportEntry => {
    const layer = into.get(entry.layer);
    if (left.has(entry.layer)) {
      return { ...entry, outcome: 'refused', reason: message('import.entry.noOperator') };
    }
    if (layer === undefined || entry.outcome !== 'understood') return entry;
    return { ...entry, outcome: 'folded', reason: message('import.entry.intoLayer', { layer }) };
  });
  return {
    ...model,
    layers: graph.all().map((layer) => (left.has(layer.name) ? unfolded(layer) : layer)),
    entries,
  };
}

/** A Permute that is part of no known pattern. */
function unfolded({ params: { dims, outputShape }, ...layer }: ReadLayer): ReadLayer {
  const config = JSON.stringify({ dims });
  return {
    ...layer,
    type: 'Unsupported',
    params: { className: PERMUTED, config, outputShape: outputShape ?? [] },
  };
}

class Layers {
  readonly #byName: Map<string, ReadLayer>;
  readonly #readers = new Map<string, number>();

  constructor(layers: readonly ReadLayer[]) {
    this.#byName = new Map(layers.map((layer) => [layer.name, layer]));
    for (const { inputs } of layers) {
      for (const input of inputs) this.#readers.set(input, (this.#readers.get(input) ?? 0) + 1);
    }
  }

  all(): ReadLayer[] {
    return [...this.#byName.values()];
  }

  get(name: string | undefined): ReadLayer | undefined {
    return name === undefined ? undefined : this.#byName.get(name);
  }

  /** The layer of that name and type, if nothing else reads it. */
  lone(name: string | undefined, type: string): ReadLayer | undefined {
    const layer = this.get(name);
    return layer?.type === type && this.#readers.get(layer.name) === 1 ? layer : undefined;
  }

  replace(layer: ReadLayer, gone: readonly ReadLayer[]): readonly string[] {
    this.#byName.set(layer.name, layer);
    for (const { name } of gone) this.#byName.delete(name);
    return gone.map(({ name }) => name);
  }
}

/** @returns the names of the layers that went into this one; undefined where it is left as it was. */
type Fold = (layer: ReadLayer, graph: Layers) => readonly string[] | undefined;

/** In our exports, a convolution with its own margins is a ZeroPadding2D called `<name>.pad` and the convolution. */
const paddedConvolution: Fold = (layer, graph) => {
  if (layer.type !== 'Conv2D' || layer.params.padding !== 'valid') return undefined;
  const pad = graph.lone(layer.inputs[0], 'ZeroPadding2D');
  if (pad?.name !== `${layer.name}.pad`) return undefined;
  const params = { ...layer.params, padding: 'explicit', explicitPadding: pad.params.padding! };
  return graph.replace({ ...layer, params, inputs: pad.inputs }, [pad]);
};

/** Squeeze-and-excitation: an image times one value per channel, [1, 1, C], which Keras' Multiply broadcasts. */
const gates: Fold = (layer, graph) => {
  const [first, second, ...others] = layer.inputs;
  if (layer.type !== 'Multiply' || first === undefined || second === undefined || others.length > 0) {
    return undefined;
  }
  const swapped = isPixel(graph, first) && !isPixel(graph, second);
  const [image, gate] = swapped ? [second, first] : [first, second];
  if (!isPixel(graph, gate) || isPixel(graph, image)) return undefined;
  const scale = { ...layer, type: 'ChannelScale', params: {} };
  // Our exports write the gates of a vector through a Reshape of this name.
  const reshape = graph.lone(gate, 'Reshape');
  if (reshape?.name !== `${layer.name}.gates`) {
    graph.replace({ ...scale, inputs: [image, gate] }, []);
    return [];
  }
  return graph.replace({ ...scale, inputs: [image, ...reshape.inputs] }, [reshape]);
};

/** Whether a layer gives an image of one pixel, looking through layers that keep the size. */
function isPixel(graph: Layers, name: string): boolean {
  let at = graph.get(name);
  for (let steps = 0; at && steps < 16; steps++) {
    if (at.type === 'Reshape') {
      const shape = at.params.targetShape as readonly number[];
      return shape.length === 3 && shape[0] === 1 && shape[1] === 1;
    }
    const { strides, kernelSize } = at.params;
    const isPointwise =
      at.type === 'Activation' ||
      at.type === 'BatchNormalization' ||
      (at.type === 'Conv2D' &&
        String(strides) === '1,1' &&
        (String(kernelSize) === '1,1' || at.params.padding === 'same'));
    if (!isPointwise) return false;
    at = graph.get(at.inputs[0]);
  }
  return false;
}

/** The channels of a layer's image, from the layers before it; undefined if those do not determine them. */
function channelsOf(graph: Layers, name: string | undefined): number | undefined {
  let at = graph.get(name);
  let times = 1;
  for (let steps = 0; at && steps < 64; steps++) {
    const { filters, shape, depthMultiplier = 1 } = at.params;
    if (typeof filters === 'number') return times * filters;
    if (at.type === 'Input') return times * ((shape as readonly number[])[2] ?? 0);
    if (at.type === 'Concatenate' || at.type === 'Reshape' || at.type === PERMUTED) return undefined;
    times *= Number(depthMultiplier);
    at = graph.get(at.inputs[0]);
  }
  return undefined;
}

/** Option A of the ResNet paper as our exports write it: rows and columns left out, and channels of zeros added. */
const paddedShortcut: Fold = (layer, graph) => {
  if (layer.type !== PERMUTED || String(layer.params.dims) !== '2,3,1') return undefined;
  const pad = graph.lone(layer.inputs[0], 'ZeroPadding2D');
  const first = pad && graph.lone(pad.inputs[0], PERMUTED);
  const [top, bottom, left, right] = (pad?.params.padding ?? []) as readonly number[];
  if (!first || String(first.params.dims) !== '3,1,2' || top !== 0 || left !== 0 || right !== 0)
    return undefined;
  const subsample = graph.lone(first.inputs[0], 'MaxPooling2D');
  const strides =
    subsample && String(subsample.params.poolSize) === '1,1' ? subsample.params.strides : undefined;
  const gone = [pad!, first, ...(subsample && strides ? [subsample] : [])];
  if (bottom === undefined) return undefined;
  const { outputShape } = layer.params;
  // Older files have no shapes.
  const channels = channelsOf(graph, gone.at(-1)!.inputs[0]);
  const filters = (outputShape as readonly number[])[2] ?? (channels && channels + bottom);
  if (!filters) return undefined;
  const shortcut = {
    ...layer,
    type: 'ZeroPaddedShortcut',
    params: { filters, strides: strides ?? [1, 1] },
    inputs: gone.at(-1)!.inputs,
  };
  return graph.replace(shortcut, gone);
};

/** The state of a Permute until it is folded: we have no operator for it. */
export const PERMUTED = 'Permute';

const folds: readonly Fold[] = [paddedConvolution, gates, paddedShortcut];
