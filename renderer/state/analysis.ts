/** The analysis and the identity of a graph, computed once for each version of it. */
import { analyze } from '../../core/analysis/analyze';
import { networkIdentity } from '../../core/analysis/twins';
import type { GraphAnalysis } from '../../core/analysis/types';
import type { GraphDocument } from '../../core/graph/document';
import type { NetworkIdentity } from '../../core/study/run';

const analyzes = new WeakMap<GraphDocument, GraphAnalysis>();
const identities = new WeakMap<GraphDocument, NetworkIdentity>();
/** Graphs that were analyzed last, newest first. */
let recent: readonly { document: GraphDocument; analysis: GraphAnalysis }[] = [];
const MOST_RECENT = 8;

/** Whether only positions and folding differ, which do not affect the analysis. */
function sameNetwork(a: GraphDocument, b: GraphDocument): boolean {
  return (
    a.edges === b.edges &&
    a.nodes.length === b.nodes.length &&
    a.groups.length === b.groups.length &&
    a.nodes.every((node, index) => {
      const other = b.nodes[index]!;
      return (
        node === other ||
        (node.id === other.id &&
          node.type === other.type &&
          node.params === other.params &&
          node.trainable === other.trainable &&
          node.bypassed === other.bypassed &&
          node.learningRateFactor === other.learningRateFactor &&
          node.group === other.group)
      );
    })
  );
}

export function analysisOf(document: GraphDocument): GraphAnalysis {
  const known = analyzes.get(document);
  if (known) return known;
  const before = recent.find((one) => sameNetwork(one.document, document));
  const analysis = before?.analysis ?? analyze(document);
  analyzes.set(document, analysis);
  recent = [{ document, analysis }, ...recent.filter((one) => one !== before)].slice(0, MOST_RECENT);
  return analysis;
}

export function identityOf(document: GraphDocument): NetworkIdentity {
  const known = identities.get(document);
  if (known) return known;
  const identity = networkIdentity(document, analysisOf(document));
  identities.set(document, identity);
  return identity;
}
