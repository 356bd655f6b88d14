import type { GraphDocument } from '../../core/graph/document';
import { GraphError } from '../../core/graph/problem';
import { structureProblems } from '../../core/network/structure-problems';

/** @throws GraphError for a document that could not be opened again. */
export function checkedDocument(document: GraphDocument): GraphDocument {
  const problems = structureProblems(document);
  if (problems.length > 0) throw new GraphError(problems.slice(0, 50));
  return document;
}
