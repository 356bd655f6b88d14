/** A smaller network that still differs: layers are taken out one after the other. */
import { analyze } from '../../core/analysis/analyze';
import type { GraphDocument } from '../../core/graph/document';

/** The lines in which a network differs. */
type Found = (document: GraphDocument) => Promise<string[]>;

/** What differs, in words that stay when the network shrinks. */
const kindOf = (line: string): string => line.split(/ differs| after /)[0]!.slice(0, 60);

/** @returns undefined where nothing differs, so that there is nothing to go by. */
export async function shrink(document: GraphDocument, found: Found): Promise<GraphDocument | undefined> {
  const kinds = async (smaller: GraphDocument) => (await found(smaller)).map(kindOf);
  const wanted = new Set(await kinds(document));
  if (wanted.size === 0) return undefined;
  const differs = async (smaller: GraphDocument): Promise<boolean> =>
    (await kinds(smaller)).some((kind) => wanted.has(kind));
  let smallest = document;
  for (let progress = true; progress; ) {
    progress = false;
    for (const { id } of [...smallest.nodes].reverse()) {
      const smaller = without(smallest, id);
      if (!smaller || !(await differs(smaller))) continue;
      smallest = smaller;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** The document with a layer's readers fed from the layer's first input; undefined where that is unsound. */
function without(document: GraphDocument, id: string): GraphDocument | undefined {
  const source = document.edges.find(({ target, port }) => target === id && port === 0)?.source;
  if (source === undefined || !document.edges.some(({ source: from }) => from === id)) return undefined;
  const edges = document.edges
    .filter(({ target }) => target !== id)
    .map((edge) => (edge.source === id ? { ...edge, source } : edge));
  const needed = new Set([document.nodes.at(-1)!.id]);
  for (const node of [...document.nodes].reverse()) {
    if (needed.has(node.id)) for (const edge of edges) if (edge.target === node.id) needed.add(edge.source);
  }
  const smaller = {
    ...document,
    nodes: document.nodes.filter((node) => node.id !== id && needed.has(node.id)),
    edges: edges.filter(({ target }) => needed.has(target)),
  };
  const sound = analyze(smaller).problems.every(({ severity }) => severity !== 'error');
  return sound ? smaller : undefined;
}
