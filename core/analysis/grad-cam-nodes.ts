/** The layers that Grad-CAM can use, and its default. */
import type { GraphAnalysis, NodeAnalysis } from './types';

export interface GradCamNodes {
  /** Ids, from input to output: layers of [height, width, channels] that lead to the output. */
  all: readonly string[];
  /** The output of the last Add and its activation, or of a later activation; without either, of the last layer. */
  usual: string | undefined;
}

/** They compute nothing during prediction, so they have no output of their own. */
const NOTHING = new Set(['Input', 'Dropout', 'SpatialDropout2D', 'StochasticDepth']);
/** Layers between the last Add and its activation. */
const BETWEEN = new Set(['BatchNormalization', 'LayerNormalization', 'GroupNormalization', 'Activation']);

export function gradCamNodes({ nodes, order, outputId }: GraphAnalysis): GradCamNodes {
  const leading = outputId === undefined ? new Set<string>() : ancestors(nodes, outputId);
  const spatial = order
    .map((id) => nodes[id] as NodeAnalysis)
    .filter((node) => leading.has(node.id) && isMap(node) && !isNothing(node));
  const add = spatial.findLast(({ type }) => type === 'Add');
  const ends = [add && behind(add, spatial), spatial.findLast(({ type }) => type === 'Activation')];
  // The blocks after the last Add may have lost their shortcuts.
  const usual = spatial.findLast((node) => ends.includes(node)) ?? spatial.at(-1);
  return { all: spatial.map(({ id }) => id), usual: usual?.id };
}

function ancestors(nodes: GraphAnalysis['nodes'], id: string): Set<string> {
  const found = new Set<string>();
  const pending = [id];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    pending.push(...(nodes[next]?.inputs ?? []));
  }
  return found;
}

const isMap = ({ outputShape = [] }: NodeAnalysis): boolean =>
  outputShape.length === 3 && (outputShape[0] as number) * (outputShape[1] as number) > 1;

const isNothing = ({ type, params }: NodeAnalysis): boolean =>
  NOTHING.has(type) || (type === 'Activation' && params.function === 'linear');

/** Follows normalizations and activations, up to the last activation. */
function behind(add: NodeAnalysis, spatial: readonly NodeAnalysis[]): NodeAnalysis {
  let [found, here] = [add, add];
  for (;;) {
    const users = spatial.filter(({ inputs }) => inputs.includes(here.id));
    const [user] = users;
    if (!user || users.length > 1 || !BETWEEN.has(user.type)) return found;
    here = user;
    if (user.type === 'Activation') found = user;
  }
}
