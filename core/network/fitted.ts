/** A network for images of another size, or with another number of classes. */
import type { GraphDocument, GraphNode, Shape } from '../graph/document';
import { wire } from '../graph/topology';

/**
 * Changes the shape of the Input, and the units of the last Dense layer, the head: whatever its weights were, they do not
 * fit any more. Unchanged where that is what it has, or where it has no such layers.
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

/** The one Dense in front of the end, with nothing but activations behind it. */
export function headOf(document: GraphDocument): string | undefined {
  const wiring = wire(document);
  const ends = document.nodes.filter(({ id }) => wiring.outgoing(id).length === 0);
  let at: GraphNode | undefined = ends.length === 1 ? ends[0] : undefined;
  while (at && (at.type === 'Activation' || at.type === 'Flatten')) {
    at = wiring.nodes.get(wiring.incoming(at.id)[0]?.source ?? '');
  }
  return at?.type === 'Dense' ? at.id : undefined;
}
