/** Where a network begins and ends, and whether its end fits the loss. */

import { formatShape } from '../format/shape';
import { type Problem, problem } from '../graph/problem';
import { descendantsOf, type Order, type Wiring } from '../graph/topology';
import { type Message, message, someOf } from '../messages';
import type { NodeAnalysis } from './types';

export interface Ends {
  inputId?: string;
  outputId?: string;
  /** Every node leads to the output. */
  connected: boolean;
  problems: readonly Problem[];
}

/** The Input and the output. Nodes that no Input reaches count as outputs only if there are no others. */
export function findEnds(wiring: Wiring, { order, cycle }: Order): Ends {
  const problems: Problem[] = [];
  const inputs = [...wiring.nodes.values()].filter((node) => node.type === 'Input').map((node) => node.id);
  const leads = order.filter((id) => wiring.outgoing(id).length === 0);
  if (inputs.length === 0) {
    problems.push(
      problem('graph.no-input', {
        rule: message('analysis.rule.oneInput'),
        received: message('graph.none'),
        hint: message('analysis.hint.addInput'),
      }),
    );
  }
  // An Input that leads nowhere does not compete with one that does.
  const wired = inputs.filter((id) => wiring.outgoing(id).length > 0);
  const counted = wired.length > 0 ? wired : inputs;
  if (counted.length > 1) {
    problems.push(
      problem('graph.many-inputs', {
        nodeId: counted[1],
        subject: null,
        rule: message('analysis.rule.oneInput'),
        received: message('analysis.received.counted', { count: counted.length, names: someOf(counted) }),
        hint: message('analysis.hint.oneInput'),
      }),
    );
  }

  const ends = leads.filter((id) => wiring.incoming(id).length > 0);
  const reached = descendantsOf(wiring, counted);
  const reachedEnds = ends.filter((id) => reached.has(id));
  // An Input alone is the output as well.
  const candidates = [reachedEnds, ends, counted].find((ids) => ids.length > 0) ?? [];
  if (candidates.length > 1 && candidates !== counted) {
    problems.push(
      problem('graph.many-outputs', {
        nodeId: candidates[0],
        subject: null,
        rule: message('analysis.rule.oneOutput'),
        received: message('analysis.received.counted', {
          count: candidates.length,
          names: someOf(candidates),
        }),
        hint: message('analysis.hint.connectOrDeleteOthers'),
      }),
    );
  }
  const [inputId] = counted;
  const [outputId] = candidates;
  return {
    ...(counted.length === 1 && inputId !== undefined ? { inputId } : {}),
    ...(candidates.length === 1 && outputId !== undefined ? { outputId } : {}),
    // Without a loop every node leads to an end, and there is only one.
    connected: cycle === undefined && leads.length === 1 && leads[0] === outputId,
    problems,
  };
}

/** The loss takes one probability per class: the output must be a vector, made by softmax. */
export function headProblems(
  wiring: Wiring,
  nodes: Readonly<Record<string, NodeAnalysis>>,
  outputId: string,
): Problem[] {
  const output = nodes[outputId];
  if (output?.outputShape === undefined) return [];
  const parts = { nodeId: outputId, subject: `${outputId} (${output.type})` };
  if (output.outputShape.length !== 1) {
    return [
      problem('train.output-not-vector', {
        ...parts,
        rule: message('analysis.rule.vector'),
        received: formatShape(output.outputShape),
        hint: message('analysis.hint.vector'),
      }),
    ];
  }
  if (endsInSoftmax(wiring, nodes, outputId)) return [];
  return [
    problem('train.no-softmax', {
      ...parts,
      severity: 'warning',
      rule: message('analysis.rule.softmax'),
      received: activationOf(output),
      hint: message('analysis.hint.softmax'),
    }),
  ];
}

const activationOf = (node: NodeAnalysis): Message => {
  const value = node.type === 'Dense' ? node.params.activation : node.params.function;
  return message('analysis.received.activation', {
    activation: typeof value === 'string' ? value : node.type,
  });
};

function endsInSoftmax(wiring: Wiring, nodes: Readonly<Record<string, NodeAnalysis>>, id: string): boolean {
  let node = nodes[id];
  while (node !== undefined) {
    if (node.type === 'Dense') return node.params.activation === 'softmax';
    if (node.type === 'Activation' && node.params.function !== 'linear')
      return node.params.function === 'softmax';
    if (node.type !== 'Activation' && node.type !== 'Flatten') return false;
    const [edge] = wiring.incoming(node.id);
    node = edge && nodes[edge.source];
  }
  return false;
}
