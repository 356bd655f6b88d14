/**
 * The blocks of the diagnostics: groups of kind block or stem, and layers with weights outside of these. A block's
 * response is the output of its last normalization (He et al., figure 7), or else of its last layer with a kernel.
 */
import type { GraphAnalysis, NodeAnalysis } from '../../core/analysis/types';
import type { GraphDocument, GraphGroup } from '../../core/graph/document';
import { findShortcuts } from '../../core/network/shortcuts';
import { operatorFor } from '../../core/ops/registry';

export interface DiagnosticBlock {
  /** Id of the group or the layer. */
  id: string;
  /** Names of the trainable variables, `stage1.block1.conv1/kernel`; at least one. */
  variables: readonly string[];
  /** Id of the layer with the response. */
  response: string;
}

/**
 * All blocks with trainable weights, in the order of the network.
 * @param wanted ids of blocks; all if absent
 * @throws Error if one of them is not a block with weights
 */
export function diagnosticBlocks(
  document: GraphDocument,
  analysis: GraphAnalysis,
  wanted?: readonly string[],
): DiagnosticBlock[] {
  const groups = new Map(document.groups.map((group) => [group.id, group]));
  const groupOf = new Map(document.nodes.map((node) => [node.id, node.group]));
  const members = new Map<string, NodeAnalysis[]>();
  for (const id of analysis.order) {
    const node = analysis.nodes[id];
    if (!node) continue;
    const block = enclosingBlock(groups, groupOf.get(id)) ?? id;
    members.set(block, [...(members.get(block) ?? []), node]);
  }
  const projections = new Set(findShortcuts(analysis.effective).flatMap((shortcut) => shortcut.nodes));
  const blocks = [...members].flatMap(([id, nodes]): DiagnosticBlock[] => {
    const response = responseOf(nodes.filter((node) => !projections.has(node.id))) ?? responseOf(nodes);
    if (response === undefined || (wanted && !wanted.includes(id))) return [];
    return [{ id, variables: nodes.flatMap(trainable), response }];
  });
  const unknown = wanted?.find((id) => !blocks.some((block) => block.id === id));
  if (unknown !== undefined) {
    const ids = [...members.keys()].join(', ');
    throw new Error(`Diagnostics are of blocks with weights, among ${ids}. Received: '${unknown}'.`);
  }
  return blocks;
}

/** The innermost group of kind block or stem. Bounded, because a damaged file may contain a loop of parents. */
function enclosingBlock(groups: ReadonlyMap<string, GraphGroup>, innermost?: string): string | undefined {
  let group = innermost === undefined ? undefined : groups.get(innermost);
  for (let steps = 0; group && steps <= groups.size; steps += 1) {
    if (group.kind === 'block' || group.kind === 'stem') return group.id;
    group = group.parent === undefined ? undefined : groups.get(group.parent);
  }
  return undefined;
}

function responseOf(nodes: readonly NodeAnalysis[]): string | undefined {
  const weighted = nodes.filter((node) => node.weights.some((weight) => weight.trainable));
  const last = (...kinds: string[]) =>
    weighted.findLast((node) => kinds.includes(operatorFor(node.type)?.kind ?? ''));
  return (last('normalization') ?? last('convolution', 'dense') ?? weighted.at(-1))?.id;
}

const trainable = ({ id, weights }: NodeAnalysis): string[] =>
  weights.filter((weight) => weight.trainable).map((weight) => `${id}/${weight.name}`);
