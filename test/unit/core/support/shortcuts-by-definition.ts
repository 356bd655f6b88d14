/** Shortcuts of a small network, path by path, as the head of core/network/shortcuts.ts defines them. */
import type { GraphDocument, GraphEdge } from '../../../../core/graph/document';
import type { Shortcut } from '../../../../core/network/shortcuts';

const LAYERS = ['Conv2D', 'Dense'];
const WEIGHTED = [...LAYERS, 'BatchNormalization'];
const LINEAR = [...WEIGHTED, 'Add', 'ZeroPaddedShortcut', 'GlobalAveragePooling2D'];

type Found = Pick<Shortcut, 'edgeId' | 'source' | 'kind' | 'nodes'>;

/** Sorted by edge; `nodes` are sorted by id. For the operators of `randomNetwork`, without loops. */
export function shortcutsByDefinition(document: GraphDocument): Found[] {
  const found = new Map<string, Found>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    const edges = document.edges.filter(({ id }) => !found.has(id));
    for (const shortcut of onePass(document, edges)) found.set(shortcut.edgeId, shortcut);
  }
  return [...found.values()].sort((a, b) => (a.edgeId < b.edgeId ? -1 : 1));
}

function onePass(document: GraphDocument, edges: readonly GraphEdge[]): Found[] {
  const types = new Map(document.nodes.map(({ id, type }) => [id, type]));
  const isOne = (kinds: readonly string[]) => (id: string) => kinds.includes(types.get(id) ?? '');
  const into = (id: string) => edges.filter(({ target }) => target === id);
  /** Every path from the beginning of the network to a node. */
  const pathsTo = (id: string): string[][] => {
    const before = into(id).flatMap(({ source }) => pathsTo(source));
    return before.length === 0 ? [[id]] : before.map((path) => [...path, id]);
  };
  return document.nodes.filter(isAdd).flatMap(({ id: addId }) => {
    const branches = into(addId).map((edge) => ({ edge, paths: pathsTo(edge.source) }));
    if (branches.length < 2) return [];
    const [first, ...others] = branches.flatMap(({ paths }) => paths);
    const fork = first?.findLast((id) => others.every((path) => path.includes(id)));
    const behindFork = (path: readonly string[]) => path.slice(path.indexOf(fork ?? '') + 1);
    const layers = (paths: readonly string[][]) =>
      Math.max(...paths.map((path) => behindFork(path).filter(isOne(LAYERS)).length));
    const longest = Math.max(...branches.map(({ paths }) => layers(paths)));
    return branches.flatMap(({ edge, paths }): Found[] => {
      const { id: edgeId, source } = edge;
      const feedsAnother = branches.some(
        (other) => other.edge.source !== source && other.paths.some((path) => path.includes(source)),
      );
      if (feedsAnother) return [{ edgeId, source, kind: 'identity', nodes: [] }];
      const nodes = [...new Set(paths.flatMap(behindFork))].sort();
      if (fork === undefined || layers(paths) >= longest || !nodes.every(isOne(LINEAR))) return [];
      return [{ edgeId, source: fork, kind: nodes.some(isOne(WEIGHTED)) ? 'projection' : 'padded', nodes }];
    });
  });
}

const isAdd = ({ type }: { type: string }) => type === 'Add';
