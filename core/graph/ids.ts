/** Ids: unique in a document, readable in a summary. */
import type { GraphDocument } from './document';

export function edgeIdFor(source: string, target: string, port = 0): string {
  return port === 0 ? `${source}--${target}` : `${source}--${target}.${port}`;
}

/** Ids in use by nodes and groups, which share one set of names. */
export function namesOf(document: Pick<GraphDocument, 'nodes' | 'groups'>): Set<string> {
  return new Set([...document.nodes, ...document.groups].map((item) => item.id));
}

/** `base` if it is free, else `base_1`, `base_2`, ... */
export function uniqueName(taken: ReadonlySet<string>, base: string): string {
  if (!taken.has(base)) return base;
  const stem = base.replace(/_\d+$/, '');
  for (let number = 1; ; number++) {
    const name = `${stem}_${number}`;
    if (!taken.has(name)) return name;
  }
}

export function uniqueId(document: Pick<GraphDocument, 'nodes' | 'groups'>, base: string): string {
  return uniqueName(namesOf(document), base);
}
