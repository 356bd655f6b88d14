/** What parts of a network cost. */
import { elementCount } from '../basics/element-count';
import type { GraphDocument, GraphGroup } from '../graph/document';
import type { GraphAnalysis, NodeAnalysis } from './types';

export interface Costs {
  params: number;
  trainable: number;
  /** For one image, forward. */
  macs: number;
  /** Bytes of all layers' outputs in float32, for one image. */
  activations: number;
}

const FLOAT32 = 4;

/** Sums over layers that the analysis knows. */
export function costsOf(ids: Iterable<string>, nodes: Readonly<Record<string, NodeAnalysis>>): Costs {
  const costs: Costs = { params: 0, trainable: 0, macs: 0, activations: 0 };
  for (const id of ids) {
    const node = nodes[id];
    if (!node) continue;
    costs.params += node.paramCount;
    costs.trainable += node.trainableCount;
    costs.macs += node.macs;
    if (node.outputShape) costs.activations += FLOAT32 * elementCount(node.outputShape);
  }
  return costs;
}

/** An outermost group, or all layers outside of groups. */
export interface CostlyPart {
  group?: GraphGroup;
  costs: Costs;
}

/** In the order of the network; the layers outside of groups come last. Groups that dropped out are left out. */
export function costsByStage(
  { groups }: GraphDocument,
  { order, nodes, effective }: GraphAnalysis,
): CostlyPart[] {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const outermost = (id: string | undefined): GraphGroup | undefined => {
    const seen = new Set<string>();
    let group = byId.get(id ?? '');
    while (group?.parent !== undefined && !seen.has(group.id)) {
      seen.add(group.id);
      group = byId.get(group.parent) ?? group;
    }
    return group;
  };
  const groupOf = new Map(effective.nodes.map(({ id, group }) => [id, outermost(group)]));
  const parts = new Map<GraphGroup | undefined, string[]>();
  for (const id of order) {
    const group = groupOf.get(id);
    const members = parts.get(group);
    if (members) members.push(id);
    else parts.set(group, [id]);
  }
  return [...parts]
    .sort(([a], [b]) => Number(a === undefined) - Number(b === undefined))
    .map(([group, ids]) => ({ ...(group && { group }), costs: costsOf(ids, nodes) }));
}
