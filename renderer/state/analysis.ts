/** The analysis of a graph, made once for each version of it. */
import { analyze } from '../../core/analysis/analyze';
import type { GraphAnalysis } from '../../core/analysis/types';
import type { GraphDocument } from '../../core/graph/document';

const analyzes = new WeakMap<GraphDocument, GraphAnalysis>();
let lastAnalyzed: { document: GraphDocument; analysis: GraphAnalysis } | undefined;

/** Moving and folding change neither nodes' parameters nor edges: the analysis of before still holds. */
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
          node.group === other.group)
      );
    })
  );
}

export function analysisOf(document: GraphDocument): GraphAnalysis {
  let analysis = analyzes.get(document);
  if (!analysis) {
    analysis =
      lastAnalyzed && sameNetwork(lastAnalyzed.document, document)
        ? lastAnalyzed.analysis
        : analyze(document);
    analyzes.set(document, analysis);
  }
  lastAnalyzed = { document, analysis };
  return analysis;
}
