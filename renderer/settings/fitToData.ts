/** Fits a network to the data set that it is to be trained on, where one or two numbers are all that is in the way. Pure. */

import { setParams } from '../../core/edit';
import type { GraphDocument, Shape } from '../../core/graph/document';
import { t } from '../../core/messages';
import { takesImages } from '../../core/study/input-shape';
import { analysisOf } from '../state/analysis';

export interface Mend {
  /** "Give the network 2 outputs". */
  label: string;
  apply(document: GraphDocument): GraphDocument;
}

export interface Wanted {
  /** [height, width, channels] of the images; an Input that they can be brought to stays as it is. */
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
export function mendFor(graph: GraphDocument, { input: images, outputs }: Wanted): Mend | undefined {
  const { inputId, outputId, nodes } = analysisOf(graph);
  if (inputId === undefined || outputId === undefined) return undefined;
  const head = headOf(graph, outputId);
  const own = nodes[inputId]?.outputShape;
  const otherInput = !takesImages(own, images);
  const input = otherInput && own?.length === 3 ? [own[0], own[1], images[2]] : images;
  const otherOutput = !same(nodes[outputId]?.outputShape, [outputs]);
  if ((otherOutput && head === undefined) || !(otherInput || otherOutput)) return undefined;
  const apply = (document: GraphDocument): GraphDocument => {
    let next = document;
    if (otherInput) next = setParams(next, inputId, { shape: input.map(Number) });
    if (otherOutput && head !== undefined) next = setParams(next, head, { units: outputs });
    return next;
  };
  const mended = analysisOf(apply(graph));
  const sound =
    mended.problems.every(({ severity }) => severity !== 'error') &&
    takesImages(mended.nodes[inputId]?.outputShape, images) &&
    same(mended.nodes[outputId]?.outputShape, [outputs]);
  if (!sound) return undefined;
  const change = otherInput ? (otherOutput ? 'both' : 'input') : 'outputs';
  const label = t('settings.fit', { change, input: input.join('×'), count: outputs });
  return { label, apply };
}
