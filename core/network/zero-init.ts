/** Blocks that start as the identity (Goyal et al., 2017, section 5.1; torchvision's `zero_init_residual`). */
import type { GraphDocument } from '../graph/document';
import { findShortcuts } from './shortcuts';

/** Sets `gammaInitializer: 'zeros'` on each BatchNormalization that feeds an Add with a shortcut in force and is not on one. */
export function zeroInitLastGammas(document: GraphDocument): GraphDocument {
  const shortcuts = findShortcuts(document).filter(({ muted }) => !muted);
  const adds = new Set(shortcuts.map(({ addId }) => addId));
  const onShortcut = new Set(shortcuts.map(({ edgeId }) => edgeId));
  const last = new Set(
    document.edges
      .filter(({ id, target, muted }) => !muted && adds.has(target) && !onShortcut.has(id))
      .map(({ source }) => source),
  );
  const nodes = document.nodes.map((node) =>
    node.type === 'BatchNormalization' && last.has(node.id)
      ? { ...node, params: { ...node.params, gammaInitializer: 'zeros' } }
      : node,
  );
  return { ...document, nodes };
}
