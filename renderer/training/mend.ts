/** Fits a network to the data set that it is to be trained on, where one or two numbers are all that is in the way. Pure. */
import { analyze } from '../../core/analysis/analyze';
import type { GraphDocument, Shape } from '../../core/graph/document';
import { setParams } from '../../core/graph/edit';

export interface Mend {
  /** "Give the network 2 outputs". */
  label: string;
  apply(document: GraphDocument): GraphDocument;
}

export interface Wanted {
  /** [height, width, channels] of the Input. */
  input: Shape;
  outputs: number;
}

const same = (a: readonly number[] | undefined, b: readonly number[]) => a?.join() === b.join();

/** The layer whose units are the outputs: the last Dense, alone or in front of an activation. */
function headOf({ nodes, edges }: GraphDocument, outputId: string | undefined): string | undefined {
  let id = outputId;
  for (;;) {
    const node = nodes.find((one) => one.id === id);
    if (node?.type === 'Dense') return node.id;
    if (node?.type !== 'Activation') return undefined;
    id = edges.find(({ target }) => target === node.id)?.source;
  }
}

/** What one click can do; undefined where that would not be enough. */
export function mendFor(graph: GraphDocument, { input, outputs }: Wanted): Mend | undefined {
  const { inputId, outputId, nodes } = analyze(graph);
  if (inputId === undefined || outputId === undefined) return undefined;
  const head = headOf(graph, outputId);
  const otherInput = !same(nodes[inputId]?.outputShape, input);
  const otherOutput = !same(nodes[outputId]?.outputShape, [outputs]);
  if ((otherOutput && head === undefined) || !(otherInput || otherOutput)) return undefined;
  const apply = (document: GraphDocument): GraphDocument => {
    let next = document;
    if (otherInput) next = setParams(next, inputId, { shape: [...input] });
    if (otherOutput && head !== undefined) next = setParams(next, head, { units: outputs });
    return next;
  };
  const mended = analyze(apply(graph));
  const sound =
    mended.problems.every(({ severity }) => severity !== 'error') &&
    same(mended.nodes[inputId]?.outputShape, input) &&
    same(mended.nodes[outputId]?.outputShape, [outputs]);
  if (!sound) return undefined;
  const parts = [
    ...(otherInput ? [`an Input of ${input.join('×')}`] : []),
    ...(otherOutput ? [`${outputs} outputs`] : []),
  ];
  return { label: `Give the network ${parts.join(' and ')}`, apply };
}
