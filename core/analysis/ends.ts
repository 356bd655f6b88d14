/** Where a network begins and ends, and whether its end fits the loss. */
import { type Problem, problem } from '../graph/problem';
import { descendantsOf, type Order, type Wiring } from '../graph/topology';
import { formatShape, joinSome } from '../graph/words';
import type { NodeAnalysis } from './types';

export interface Ends {
  inputId?: string;
  outputId?: string;
  /** Every node leads to the output. */
  connected: boolean;
  problems: readonly Problem[];
}

/**
 * The one Input, and the one node that leads no further. Nodes that no Input reaches do not count as outputs while
 * there are others: they are not yet wired. With several candidates there is an error and no end.
 */
export function findEnds(wiring: Wiring, { order, cycle }: Order): Ends {
  const problems: Problem[] = [];
  const inputs = [...wiring.nodes.values()].filter((node) => node.type === 'Input').map((node) => node.id);
  const leads = order.filter((id) => wiring.outgoing(id).length === 0);
  if (inputs.length === 0) {
    problems.push(
      problem('graph.no-input', {
        subject: 'The network',
        rule: 'A network has one Input.',
        received: 'none',
        hint: 'Add an Input from the palette.',
      }),
    );
  }
  // An Input that leads nowhere is no rival to one that does.
  const wired = inputs.filter((id) => wiring.outgoing(id).length > 0);
  const counted = wired.length > 0 ? wired : inputs;
  if (counted.length > 1) {
    problems.push(
      problem('graph.many-inputs', {
        nodeId: counted[1],
        subject: 'The network',
        rule: 'A network has one Input.',
        received: `${counted.length}: ${joinSome(counted)}`,
        hint: 'Delete all but one.',
      }),
    );
  }

  const ends = leads.filter((id) => wiring.incoming(id).length > 0);
  const reachedEnds = ends.length > 1 ? reachedOf(wiring, counted, ends) : ends;
  // While there is nothing but an Input, it is the end as well.
  const candidates = [reachedEnds, ends, counted].find((ids) => ids.length > 0) ?? [];
  if (candidates.length > 1 && candidates !== counted) {
    problems.push(
      problem('graph.many-outputs', {
        nodeId: candidates[0],
        subject: 'The network',
        rule: 'A network has one output: one node that leads no further.',
        received: `${candidates.length}: ${joinSome(candidates)}`,
        hint: 'Connect the others, or delete them.',
      }),
    );
  }
  const [inputId] = counted;
  const [outputId] = candidates;
  return {
    ...(counted.length === 1 && inputId !== undefined ? { inputId } : {}),
    ...(candidates.length === 1 && outputId !== undefined ? { outputId } : {}),
    // Without a loop every node leads somewhere, and here there is one place only.
    connected: cycle === undefined && leads.length === 1 && leads[0] === outputId,
    problems,
  };
}

function reachedOf(wiring: Wiring, inputs: readonly string[], ends: readonly string[]): string[] {
  const reached = descendantsOf(wiring, inputs);
  return ends.filter((id) => reached.has(id));
}

/** Training compares one probability per class with the label: the output must be a vector, made by softmax. */
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
        rule: 'To be trained, a network ends in a vector with one probability per class.',
        received: formatShape(output.outputShape),
        hint: 'End with GlobalAveragePooling2D (or Flatten) and Dense with softmax.',
      }),
    ];
  }
  if (endsInSoftmax(wiring, nodes, outputId)) return [];
  return [
    problem('train.no-softmax', {
      ...parts,
      severity: 'warning',
      rule: 'The loss (cross-entropy) expects probabilities, which a softmax makes.',
      received: activationOf(output),
      hint: 'Set the activation of the last Dense layer to softmax.',
    }),
  ];
}

const activationOf = (node: NodeAnalysis): string => {
  const value = node.type === 'Dense' ? node.params.activation : node.params.function;
  return typeof value === 'string' ? `${value} at the end` : `${node.type} at the end`;
};

/** Layers that leave values as they are do not hide the softmax in front of them. */
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
