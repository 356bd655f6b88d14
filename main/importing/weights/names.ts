/** torchvision's and timm's names for the layers of our presets, and the layouts of their weights. */
import type { Tensor } from '../../runs/safetensors';

/** `stage1.block2.shortcut.conv` is `layer1.1.downsample.0`. */
export function torchName(id: string): string {
  if (id === 'head.dense') return 'fc';
  const stem = /^stem\.(conv|bn)$/.exec(id)?.[1];
  if (stem) return `${stem}1`;
  const [, stage, block, rest] = /^stage(\d+)\.block(\d+)\.(.+)$/.exec(id) ?? [];
  if (rest === undefined) return id;
  const inside = { 'shortcut.conv': 'downsample.0', 'shortcut.bn': 'downsample.1' }[rest] ?? rest;
  return `layer${stage}.${Number(block) - 1}.${inside}`;
}

const NAMES: Readonly<Record<string, string>> = {
  kernel: 'weight',
  bias: 'bias',
  gamma: 'weight',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
};

/** Their axes in our order: [out, in, h, w] to [h, w, in, out], and [out, in] to [in, out]. */
const ORDERS: Readonly<Record<string, readonly number[]>> = { Conv2D: [2, 3, 1, 0], Dense: [1, 0] };

export function torchWeights(
  id: string,
  type: string,
  weight: string,
): { key: string; order: readonly number[] | undefined } {
  const key = `${torchName(id)}.${NAMES[weight] ?? weight}`;
  return { key, order: weight === 'kernel' ? ORDERS[type] : undefined };
}

/** Prefixes that trainers add to all names. */
const PREFIXES = ['module.', 'model.', 'backbone.', 'state_dict.', '_orig_mod.'];

export function withoutPrefix(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const names = [...tensors.keys()];
  const prefix = PREFIXES.find((one) => names.length > 0 && names.every((name) => name.startsWith(one)));
  if (prefix === undefined) return tensors;
  return withoutPrefix(new Map([...tensors].map(([name, tensor]) => [name.slice(prefix.length), tensor])));
}
