/**
 * The network as Keras layers: each node becomes one layer with its id as the name, or several if Keras has no such
 * layer.
 */
import type { GraphAnalysis } from '../../../core/analysis/types';
import type { Shape } from '../../../core/graph/document';
import { mappings } from './mappings';

export interface KerasLayer {
  name: string;
  className: string;
  config: Readonly<Record<string, unknown>>;
  /** Names of the layers that feed it. */
  inputs: readonly string[];
  /** Without the batch dimension. */
  outputShape: Shape;
  /** False in a frozen node. Default: true. */
  trainable?: boolean;
  /** Variables in the order in which Keras saves them, `stem.conv/kernel`. */
  variables: readonly string[];
}

const byType = new Map(mappings);

/** Operator types that have a Keras layer; a test compares them with the registry. */
export const exportedTypes: ReadonlySet<string> = new Set(byType.keys());

/** @returns the layers, inputs before what they feed; the last one of a node has its name. */
export function kerasLayers(analysis: GraphAnalysis): KerasLayer[] {
  const names = new Set(analysis.order);
  const unused = (name: string): string => {
    const free = names.has(name) ? unused(`${name}_`) : name;
    names.add(free);
    return free;
  };
  return analysis.order.flatMap((id) => {
    const node = analysis.nodes[id];
    const mapping = node && byType.get(node.type);
    if (!mapping) throw new Error(`Every operator has a Keras layer. Received: '${node?.type}'.`);
    let previous = '';
    return mapping(node).map(({ role, className, config, outputShape, takes }, index, pieces): KerasLayer => {
      const last = index === pieces.length - 1;
      const name = last ? id : unused(`${id}.${role}`);
      const variables = last ? node.weights.map((weight) => `${id}/${weight.name}`) : [];
      const taken = takes?.map((from) => (from === 'previous' ? previous : (node.inputs[from] as string)));
      const inputs = taken ?? (index === 0 ? node.inputs : [previous]);
      previous = name;
      return { name, className, config, inputs, outputShape, trainable: node.trainable, variables };
    });
  });
}
