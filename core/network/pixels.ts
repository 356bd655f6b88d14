/** Changes what a network takes for pixels. */
import type { GraphDocument } from '../graph/document';
import type { PixelValues } from '../ops/pixels';

/** The same network with another preparation of its pixels. */
export const withPixels = (document: GraphDocument, pixels: PixelValues): GraphDocument => ({
  ...document,
  nodes: document.nodes.map((node) =>
    node.type === 'Input' ? { ...node, params: { ...node.params, pixels } } : node,
  ),
});
