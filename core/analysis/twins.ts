/** Which networks are twins: the same but for their shortcuts. Names of nodes, groups and positions do not matter. */
import type { GraphDocument } from '../graph/document';
import { effectiveDocument } from '../graph/effective';
import { removeShortcuts } from '../graph/shortcuts';
import { descendantsOf, topologicalOrder, type Wiring, wire } from '../graph/topology';
import { parseParams } from '../ops/params';
import { operatorFor } from '../ops/registry';
import type { NetworkIdentity } from '../study/run';
import { hash53 } from './hash';
import type { GraphAnalysis } from './types';

/** @param analysis of the same document; its totals are taken over */
export function networkIdentity(document: GraphDocument, analysis: GraphAnalysis): NetworkIdentity {
  const { shortcuts, depth, params, macs } = analysis.totals;
  return {
    variant: shortcuts > 0 ? 'residual' : 'plain',
    twinKey: twinKey(document),
    graphKey: graphKey(document),
    depth,
    params,
    macs,
  };
}

/** Equal for a network and its plain twin, whatever their nodes are called and in whatever order they are stored. */
export function twinKey(document: GraphDocument): string {
  return graphKey(removeShortcuts(document));
}

/** Equal for networks that compute the same: 28 hexadecimal digits of the effective graph's canonical form. */
export function graphKey(document: GraphDocument): string {
  return fingerprint(canonicalForm(effectiveDocument(document)));
}

/** Two independent hashes, as 53 bits alone meet by chance among some ten million graphs. */
const fingerprint = (text: string) => hash53(text) + hash53(text, 1);

/**
 * The graph as text, free of names: nodes are numbered as a walk from the outputs to the inputs first leaves them, the
 * inputs of an Add (which may be swapped) in the order of fingerprints of what is behind them. Only nodes that lead to
 * where the Input's paths end are walked.
 */
export function canonicalForm(document: GraphDocument): string {
  const wiring = wire(document, (edge) => !edge.muted);
  const { order } = topologicalOrder(wiring);
  const labels = new Map<string, string>();
  const prints = new Map<string, string>();
  for (const id of order) {
    const label = labelOf(wiring, id);
    labels.set(id, label);
    const inputs = wiring.incoming(id).map((edge) => prints.get(edge.source) ?? '');
    if (isCommutative(wiring, id)) inputs.sort();
    prints.set(id, fingerprint([label, ...inputs].join('\n')));
  }
  const printOf = (id: string) => prints.get(id) ?? '';
  const sources = (id: string) => {
    const ids = wiring.incoming(id).map((edge) => edge.source);
    return isCommutative(wiring, id) ? ids.sort(byText(printOf)) : ids;
  };

  const numbers = new Map<string, number>();
  const lines: string[] = [];
  for (const end of outputs(wiring, order).sort(byText(printOf))) {
    const stack = [{ id: end, next: 0, from: sources(end) }];
    const open = new Set([end]);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const source = top.from[top.next++];
      if (source === undefined) {
        if (!numbers.has(top.id)) {
          numbers.set(top.id, numbers.size);
          lines.push(`${labels.get(top.id)} ${top.from.map((id) => numbers.get(id)).join(',')}`);
        }
        stack.pop();
      } else if (!numbers.has(source) && !open.has(source)) {
        open.add(source);
        stack.push({ id: source, next: 0, from: sources(source) });
      }
    }
  }
  return lines.join('\n');
}

const byText =
  (text: (id: string) => string) =>
  (a: string, b: string): number =>
    text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;

const isCommutative = (wiring: Wiring, id: string) => wiring.nodes.get(id)?.type === 'Add';

/** Ends that an Input leads to; all ends where there is no Input. */
function outputs(wiring: Wiring, order: readonly string[]): string[] {
  const ends = order.filter((id) => wiring.outgoing(id).length === 0);
  const inputs = order.filter((id) => wiring.nodes.get(id)?.type === 'Input');
  const reached = descendantsOf(wiring, inputs);
  const fed = ends.filter((id) => reached.has(id));
  return fed.length > 0 ? fed : ends;
}

/** Type and parameters, keys sorted and defaults filled in. */
function labelOf(wiring: Wiring, id: string): string {
  const node = wiring.nodes.get(id);
  if (node === undefined) return '';
  const operator = operatorFor(node.type);
  const parsed = operator && parseParams(operator, node.params);
  const params = parsed?.ok ? parsed.params : node.params;
  return `${node.type} ${JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}
