/** The published networks. */
import type { GraphDocument } from '../graph/document';
import { listOf, message } from '../messages';
import { OptionError } from '../styles/option-error';
import { buildNetwork, type NetworkPlan, type PresetOptions } from './build';

export { buildBlock, buildStem } from './blocks';
export type { PresetOptions, ShortcutOption } from './build';
export { KINDS, presetKinds } from './kinds';

export interface Preset extends Pick<NetworkPlan, 'id' | 'family' | 'title' | 'kind'> {
  /** Layers with weights on the main path. */
  depth: number;
}

type Registered = Preset & NetworkPlan;

/** He et al., table 1: the residual network and its plain twin. */
function imagenet(depth: number, block: NetworkPlan['block'], stages: readonly number[]): Registered[] {
  return twins({ depth, kind: 'imagenet', block, stages });
}

/** Section 4.2: 6n + 2 layers, n basic blocks in each of three stages. */
function cifar(depth: number): Registered[] {
  const n = (depth - 2) / 6;
  return twins({ depth, kind: 'cifar', block: 'basic', stages: [n, n, n] });
}

function twins(plan: Omit<Registered, 'id' | 'title' | 'family'>): Registered[] {
  return [
    { ...plan, id: `resnet${plan.depth}`, title: `ResNet-${plan.depth}`, family: 'resnet' },
    { ...plan, id: `plain${plan.depth}`, title: `Plain-${plan.depth}`, family: 'plain' },
  ];
}

const registered: readonly Registered[] = [
  ...imagenet(18, 'basic', [2, 2, 2, 2]),
  ...imagenet(34, 'basic', [3, 4, 6, 3]),
  ...imagenet(50, 'bottleneck', [3, 4, 6, 3]),
  ...imagenet(101, 'bottleneck', [3, 4, 23, 3]),
  ...imagenet(152, 'bottleneck', [3, 8, 36, 3]),
  ...[20, 32, 44, 56, 110].flatMap(cifar),
];

export const presets: readonly Preset[] = registered.map(({ id, family, depth, title, kind }) => ({
  id,
  family,
  depth,
  title,
  kind,
}));

const byId = new Map(registered.map((plan) => [plan.id, plan]));

export function presetFor(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}

/** @throws OptionError for an unknown id or an option out of range. */
export function buildPreset(id: string, options: PresetOptions = {}): GraphDocument {
  const plan = byId.get(id);
  if (plan === undefined)
    throw new OptionError(
      message('presets.rule.unknown', { known: listOf([...byId.keys()], 'or'), received: id }),
    );
  return buildNetwork(plan, options);
}
