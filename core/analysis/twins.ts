/** Which networks are twins: the same apart from their shortcuts. Names, groups and positions do not matter. */
import type { GraphDocument, ParamValue } from '../graph/document';
import { ancestorsOf, descendantsOf, topologicalOrder, type Wiring, wire } from '../graph/topology';
import { effectiveDocument } from '../network/effective';
import { removeShortcuts } from '../network/shortcuts';
import { tuningMark, tuningOf, withoutTuning } from '../network/tuning';
import { defaultParams, parseParams } from '../ops/checked-params';
import { visibleFields } from '../ops/fields';
import type { Operator, ParamRecord } from '../ops/operator';
import { operatorFor } from '../ops/registry';
import { batchNormLayers } from '../study/moving-averages';
import type { NetworkIdentity } from '../study/run';
import { hash53 } from './hash';
import type { GraphAnalysis } from './types';

export function networkIdentity(document: GraphDocument, analysis: GraphAnalysis): NetworkIdentity {
  const { shortcuts, depth, params, macs } = analysis.totals;
  const tuning = tuningOf(analysis.effective);
  return {
    variant: shortcuts > 0 ? 'residual' : 'plain',
    twinKey: twinKey(document),
    graphKey: graphKey(document),
    depth,
    params,
    macs,
    shortcuts,
    batchNorm: batchNormLayers(analysis),
    ...(tuning ? { tuning: { ...tuning, key: graphKey(removeShortcuts(document)) } } : {}),
  };
}

/** Equal for a network and its plain twin, whatever is frozen in them. */
export function twinKey(document: GraphDocument): string {
  return graphKey(removeShortcuts(withoutTuning(document)));
}

/** Equal for networks that compute the same and are trained in the same layers: 28 hexadecimal digits. */
export function graphKey(document: GraphDocument): string {
  const text = nodeColors(effectiveDocument(document)).join('\n');
  return hash53(text) + hash53(text, 1);
}

const ROUNDS = 2;

/** The fingerprints of `nodeFingerprints`, sorted. */
export const nodeColors = (document: GraphDocument): string[] =>
  [...nodeFingerprints(document).values()].sort();

/**
 * A fingerprint of each node on the Input's paths: what it is, what feeds it and what it feeds (Weisfeiler and Leman's
 * color refinement, in both directions). Names, stored order and the order of commutative inputs do not matter; a layer that is
 * used twice differs from two equal layers.
 */
export function nodeFingerprints(document: GraphDocument): ReadonlyMap<string, string> {
  const wiring = wire(document, (edge) => !edge.muted);
  const { order: all } = topologicalOrder(wiring);
  const counted = ancestorsOf(wiring, outputs(wiring, all));
  const order = all.filter((id) => counted.has(id));
  const colors = new Map(order.map((id) => [id, hash53(labelOf(wiring, id))]));
  const colorOf = (id: string) => colors.get(id) ?? '';
  for (let round = 0; round < ROUNDS; round++) {
    for (const id of order) {
      const inputs = wiring.incoming(id).map((edge) => colorOf(edge.source));
      if (isCommutative(wiring, id)) inputs.sort();
      colors.set(id, hash53([colorOf(id), ...inputs].join('\n')));
    }
    for (const id of order.toReversed()) {
      const outputs = wiring
        .outgoing(id)
        .filter((edge) => counted.has(edge.target))
        .map((edge) => `${isCommutative(wiring, edge.target) ? '' : edge.port} ${colorOf(edge.target)}`)
        .sort();
      colors.set(id, hash53([colorOf(id), ...outputs].join('\n')));
    }
  }
  return colors;
}

const isCommutative = (wiring: Wiring, id: string) =>
  operatorFor(wiring.nodes.get(id)?.type ?? '')?.commutative === true;

/** Ends that an Input leads to; all ends where there is no Input. */
function outputs(wiring: Wiring, order: readonly string[]): string[] {
  const ends = order.filter((id) => wiring.outgoing(id).length === 0);
  const inputs = order.filter((id) => wiring.nodes.get(id)?.type === 'Input');
  const reached = descendantsOf(wiring, inputs);
  const fed = ends.filter((id) => reached.has(id));
  return fed.length > 0 ? fed : ends;
}

function labelOf(wiring: Wiring, id: string): string {
  const node = wiring.nodes.get(id);
  if (node === undefined) return '';
  const operator = operatorFor(node.type);
  const parsed = operator && parseParams(operator, node.params);
  const params = parsed?.ok ? parsed.params : node.params;
  const counted = operator ? tellingParams(operator, params) : Object.entries(params);
  return `${node.type} ${JSON.stringify(counted.sort(([a], [b]) => (a < b ? -1 : 1)))}${tuningMark(node)}`;
}

/**
 * Parameters in force. A parameter that was added later is left out at its default, so that older fingerprints stay
 * valid.
 */
function tellingParams(operator: Operator, params: ParamRecord): [string, ParamValue | undefined][] {
  const defaults = defaultParams(operator);
  return visibleFields(operator.fields, params)
    .filter(({ name, later }) => !(later && String(params[name]) === String(defaults[name])))
    .map(({ name }) => [name, params[name]]);
}
