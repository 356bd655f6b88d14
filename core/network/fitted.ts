/** Adapts a network to another image size or another number of classes. */
import type { GraphDocument, GraphNode, Shape } from '../graph/document';
import { wire } from '../graph/topology';

/**
 * Changes the shape of the Input, and the units of the last Dense layer, the head, whose old weights then no longer
 * fit. Returns the same document if nothing changes, or if it has no such layers.
 */
export function fitted(
  document: GraphDocument,
  { inputShape, classes }: { inputShape?: Shape | undefined; classes?: number | undefined },
): GraphDocument {
  const head = classes === undefined ? undefined : headOf(document);
  const nodes = document.nodes.map((node): GraphNode => {
    if (node.type === 'Input' && inputShape)
      return { ...node, params: { ...node.params, shape: [...inputShape] } };
    if (node.id === head && classes !== undefined)
      return { ...node, params: { ...node.params, units: classes } };
    return node;
  });
  return { ...document, nodes };
}

/** The one Dense before the output, followed by nothing but activations. */
export function headOf(document: GraphDocument): string | undefined {
  const wiring = wire(document);
  const ends = document.nodes.filter(({ id }) => wiring.outgoing(id).length === 0);
  let at: GraphNode | undefined = ends.length === 1 ? ends[0] : undefined;
  while (at && (at.type === 'Activation' || at.type === 'Flatten')) {
    at = wiring.nodes.get(wiring.incoming(at.id)[0]?.source ?? '');
  }
  return at?.type === 'Dense' ? at.id : undefined;
}
