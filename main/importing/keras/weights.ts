/** Where the variables of a Keras layer are: in model.weights.h5 of Keras 3, and in an .h5 of Keras 2 or 3. */

import { snakeCase } from '../../exporting/keras/order';
import type { Tensor } from '../../runs/safetensors';
import type { Hdf5 } from '../hdf5';
import type { KerasWeights } from './read';
import type { KerasNode } from './structure';

/** Parts of a name that are compared. */
const DEEPEST = 12;

const isNumber = (name: string): boolean => /^\d+$/.test(name);

/** `layers/<class>[_<n>]/vars`, whose attribute `name` says which layer that is; older files lack it, and are counted. */
export function keras3Weights(h5: Hdf5, nodes: readonly KerasNode[]): KerasWeights {
  const groups = new Map<string, string>();
  /** Models, and models in them. Nothing else is entered: groups of a hostile file may contain themselves. */
  const models = new Set(nodes.flatMap(({ path }) => path.map((_, end) => path.slice(0, end).join('/'))));
  /** A model is a group with `layers`; Sequential models of Keras 3.0 to 3.2 and later are the same. */
  const visit = (group: string, path: readonly string[]): void => {
    for (const child of h5.names(`${group}/layers`)) {
      const at = `${group}/layers/${child}`;
      const named = h5.attribute(`${at}/vars`, 'name');
      const layer = [...path, typeof named === 'string' ? named : child];
      const key = layer.join('/');
      const isNew = !groups.has(key);
      groups.set(key, at);
      if (isNew && models.has(key)) visit(at, layer);
    }
  };
  visit('', []);
  const counted = countedNames(nodes);
  return {
    of(node) {
      const key = node.path.join('/');
      const group = groups.get(key) ?? groups.get(counted.get(key) ?? '');
      if (group === undefined) return [];
      const names = h5.names(`${group}/vars`);
      const read = (name: string) => h5.tensor(`${group}/vars/${name}`);
      if (names.every(isNumber)) {
        return [...names].sort((a, b) => Number(a) - Number(b)).map(read);
      }
      return Object.fromEntries(names.map((name) => [name, read(name)]));
    },
  };
}

/** The group of a layer, by its class and its number among those of that class, in the order of the configuration. */
function countedNames(nodes: readonly KerasNode[]): Map<string, string> {
  const used = new Map<string, number>();
  const names = new Map<string, string>();
  for (const { path, className } of nodes) {
    const around = path.slice(0, -1);
    const base = [...around, snakeCase(className)].join('/');
    const number = used.get(base) ?? 0;
    used.set(base, number + 1);
    names.set(path.join('/'), number > 0 ? `${base}_${number}` : base);
  }
  return names;
}

/** `model_weights/<layer>`, whose attribute `weight_names` lists its data sets in Keras' order. */
export function legacyWeights(h5: Hdf5): KerasWeights {
  const root = h5.names('').includes('model_weights') ? 'model_weights' : '';
  /** By the outermost layer: the weights of a nested model are in one list, which is consumed from the front. */
  const lists = new Map<string, readonly string[]>();
  const listOf = (layer: string): readonly string[] => {
    const known = lists.get(layer);
    if (known) return known;
    const names = weightNames(h5, `${root}/${layer}`);
    lists.set(layer, names);
    return names;
  };
  return {
    of({ path }) {
      const [outer = '', ...inner] = path;
      const all = listOf(outer);
      const own = inner.length === 0 ? all : all.filter((name) => isIn(name, inner.join('/')));
      const read = (name: string): Tensor => h5.tensor(`${root}/${outer}/${name}`);
      return Object.fromEntries(own.map((name) => [variableOf(name), read(name)]));
    },
  };
}

/** Keras splits long lists into `weight_names0`, `weight_names1`, ... */
function weightNames(h5: Hdf5, group: string): readonly string[] {
  const whole = h5.attribute(group, 'weight_names');
  if (Array.isArray(whole)) return whole.map(String);
  const parts: string[] = [];
  for (let number = 0; ; number++) {
    const part = h5.attribute(group, `weight_names${number}`);
    if (!Array.isArray(part)) return parts;
    parts.push(...part.map(String));
  }
}

/** By names such as `conv1/kernel` and `inner/conv2d/conv2d/kernel`, as TF.js lists them. */
export function namedWeights(weights: ReadonlyMap<string, Tensor>): KerasWeights {
  const byLayer = new Map<string, [variable: string, tensor: Tensor][]>();
  for (const [name, tensor] of weights) {
    const parts = name.split('/').slice(-DEEPEST);
    const variable = variableOf(parts.pop() ?? '');
    // A part may occur twice: `conv2d/conv2d/kernel`. Any suffix of the path may be the layer's name.
    for (let begin = 0; begin < parts.length; begin++) {
      for (let end = begin + 1; end <= parts.length; end++) {
        const layer = parts.slice(begin, end).join('/');
        const known = byLayer.get(layer) ?? [];
        if (!known.some(([one]) => one === variable)) known.push([variable, tensor]);
        byLayer.set(layer, known);
      }
    }
  }
  return {
    of: ({ path }) => {
      const own = path
        .map((_, index) => byLayer.get(path.slice(index).join('/')))
        .find((one) => one !== undefined);
      return Object.fromEntries(own ?? []);
    },
  };
}

/** `inner/conv2d/kernel` is a variable of the layer `conv2d` in `inner`. */
const isIn = (name: string, layer: string): boolean => `/${name}`.includes(`/${layer}/`);

/** `conv1/kernel:0` is the kernel. */
const variableOf = (name: string): string => (name.split('/').at(-1) ?? name).replace(/:\d+$/, '');
