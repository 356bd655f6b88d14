/** Short texts for layers, groups and shapes. */
import { ACTIVATION_NAMES, layerWords } from '../../../core/figures/layer-words';
import type { GraphDocument, GraphGroup, GraphNode } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import type { ParamRecord } from '../../../core/ops/operator';
import { operatorFor } from '../../../core/ops/registry';

/** The parameters with defaults filled in; undefined if they break the operator's rules. */
export function paramsOf(node: GraphNode): ParamRecord | undefined {
  const parsed = operatorFor(node.type)?.schema.safeParse(node.params);
  return parsed?.success ? parsed.data : undefined;
}

/** "Conv2D", "BatchNorm", or an activation's function: "ReLU". */
export function layerTitle(node: GraphNode): string {
  const operator = operatorFor(node.type);
  if (operator?.kind === 'activation') {
    const name = ACTIVATION_NAMES[String(paramsOf(node)?.function ?? '')];
    if (name) return name;
  }
  return operator?.title ?? node.type;
}

/** "3×3 · 128 · /2"; empty if the title says it all. */
export function layerCaption(node: GraphNode): string {
  const operator = operatorFor(node.type);
  const params = paramsOf(node);
  if (!operator || layerWords[operator.type]?.caption === false) return '';
  if (!params) return t('build.layer.seeProblem');
  return operator.caption(params);
}

/** Characters of the monospaced caption that fit a node. */
const CAPTION_LENGTH = 24;

/** "7×7/2 · BN · ReLU · pool" for a few layers in a row, "12 layers" where that is too long. */
export function sequenceText(nodes: readonly GraphNode[]): string {
  const text = nodes
    .map(pieceOf)
    .filter((piece) => piece !== '')
    .join(' · ');
  return text.length <= CAPTION_LENGTH ? text : t('build.layer.layers', { count: nodes.length });
}

function pieceOf(node: GraphNode): string {
  const piece = layerWords[node.type]?.piece;
  if (typeof piece === 'string') return piece;
  const params = paramsOf(node);
  return piece && params ? piece(params) : layerTitle(node);
}

/** Below a folded group's name: "3 × bottleneck 64", "basic block 64 · /2". */
export function groupCaption(document: GraphDocument, group: GraphGroup, members: readonly string[]): string {
  const children = document.groups.filter((other) => other.parent === group.id);
  const blocks = children.flatMap((child) => (child.block ? [child.block] : []));
  const first = blocks[0];
  if (first && blocks.length === children.length) {
    const alike = blocks.every((block) => block.kind === first.kind && block.filters === first.filters);
    return alike
      ? `${blocks.length} × ${blockKind(first.kind)} ${first.filters}`
      : t('build.layer.blocks', { count: blocks.length });
  }
  if (group.block) {
    const { kind, filters, strides } = group.block;
    return `${blockKind(kind)} ${filters}${strides > 1 ? ` · /${strides}` : ''}`;
  }
  const inside = new Set(members);
  return sequenceText(document.nodes.filter((node) => inside.has(node.id)));
}

export function blockKind(kind: 'basic' | 'bottleneck'): string {
  return kind === 'basic' ? t('build.layer.basic') : t('build.layer.bottleneck');
}
