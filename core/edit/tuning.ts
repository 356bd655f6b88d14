/** Fine-tuning: freezing layers, and learning-rate factors. index.ts has the rules for all edit operations. */
import type { GraphDocument, GraphNode } from '../graph/document';
import { uniqueId } from '../graph/ids';
import { fault } from '../graph/problem';
import { ancestorsOf, wire } from '../graph/topology';
import { message } from '../messages';
import { headOf } from '../network/fitted';
import { hasWeights } from '../network/tuning';
import { membersOf } from './groups';
import { nodeOf, renameNode, setParams } from './nodes';

/** Freezes layers or unfreezes them. Layers without weights stay as they are. @throws GraphError for an unknown id */
export function setTrainable(
  document: GraphDocument,
  ids: Iterable<string>,
  trainable: boolean,
): GraphDocument {
  return eachWithWeights(document, ids, ({ trainable: _, ...rest }) =>
    trainable ? rest : { ...rest, trainable: false },
  );
}

/**
 * Freezes every layer with weights except the last Dense.
 * @throws GraphError if the network does not end in one
 */
export function freezeAllButHead(document: GraphDocument): GraphDocument {
  const head = headOrFault(document);
  const others = document.nodes.flatMap(({ id }) => (id === head ? [] : [id]));
  return setTrainable(setTrainable(document, others, false), [head], true);
}

/** Freezes every layer with weights that leads to these, but not these. @throws GraphError for an unknown id */
export function freezeBefore(document: GraphDocument, ids: Iterable<string>): GraphDocument {
  const chosen = new Set(ids);
  for (const id of chosen) nodeOf(document, id);
  const before = [...ancestorsOf(wire(document), chosen)].filter((id) => !chosen.has(id));
  return setTrainable(document, before, false);
}

export const unfreezeAll = (document: GraphDocument): GraphDocument =>
  setTrainable(
    document,
    document.nodes.map(({ id }) => id),
    true,
  );

/** @param factor 1 is the learning rate itself. Layers without weights stay as they are. @throws GraphError for an unknown id */
export function setLearningRateFactor(
  document: GraphDocument,
  ids: Iterable<string>,
  factor: number,
): GraphDocument {
  return eachWithWeights(document, ids, ({ learningRateFactor: _, ...rest }) =>
    factor === 1 ? rest : { ...rest, learningRateFactor: factor },
  );
}

/**
 * Replaces the last Dense with one that has `classes` outputs and another name, so that it does not take part in the
 * weights that the network starts with.
 * @throws GraphError if the network does not end in a Dense
 */
export function newHead(document: GraphDocument, classes: number): GraphDocument {
  const head = headOrFault(document);
  const id = uniqueId(document, head);
  return setTrainable(setParams(renameNode(document, head, id), id, { units: classes }), [id], true);
}

/** A name for the last Dense. */
export const HEAD = 'head';

/** Names that `partOf` accepts. */
export const partNames = ({ nodes, groups }: GraphDocument): string[] => [
  ...[...groups, ...nodes].map(({ id }) => id),
  HEAD,
];

/** The layers of a layer, a block, a stage or the head, by name; undefined if there is none. */
export function partOf(document: GraphDocument, name: string): string[] | undefined {
  if (document.nodes.some(({ id }) => id === name)) return [name];
  if (document.groups.some(({ id }) => id === name)) return [...membersOf(document, name)];
  return name === HEAD ? [headOrFault(document)] : undefined;
}

/** The last Dense. */
function headOrFault(document: GraphDocument): string {
  const head = headOf(document);
  if (head !== undefined) return head;
  throw fault('edit.no-head', {
    subject: message('graph.theNetwork'),
    rule: message('graph.rule.head'),
    received: message('graph.wrong.noHead'),
  });
}

function eachWithWeights(
  document: GraphDocument,
  ids: Iterable<string>,
  change: (node: GraphNode) => GraphNode,
): GraphDocument {
  const chosen = new Set(ids);
  const known = new Set(document.nodes.map(({ id }) => id));
  for (const id of chosen) if (!known.has(id)) nodeOf(document, id);
  let differs = false;
  const nodes = document.nodes.map((node) => {
    if (!chosen.has(node.id) || !hasWeights(node)) return node;
    const next = change(node);
    if (next.trainable === node.trainable && next.learningRateFactor === node.learningRateFactor) return node;
    differs = true;
    return next;
  });
  return differs ? { ...document, nodes } : document;
}
