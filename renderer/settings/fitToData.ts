/** Fits a network to its data set, if the input's channels and the number of outputs are all that must change. Pure. */
import { freezeAllButHead, newHead, setParams } from '../../core/edit';
import { formatShape } from '../../core/format/shape';
import type { GraphDocument, Shape } from '../../core/graph/document';
import { t } from '../../core/messages';
import { takesImages } from '../../core/study/input-shape';
import { analysisOf } from '../state/analysis';

export interface Fit {
  /** "Give the network 2 outputs". */
  label: string;
  apply(document: GraphDocument): GraphDocument;
  /** For a network with the weights of a model: the same, and all but the head frozen. */
  frozen?: Omit<Fit, 'frozen'>;
}

export interface Wanted {
  /** [height, width, channels] of the images; an Input that accepts them stays as it is. */
  input: Shape;
  outputs: number;
}

/** The layer whose units are the outputs: the last Dense, alone or before an activation. */
function headOf({ nodes, edges }: GraphDocument, outputId: string): string | undefined {
  let id: string | undefined = outputId;
  for (;;) {
    const node = nodes.find((one) => one.id === id);
    if (node?.type === 'Dense') return node.id;
    if (node?.type !== 'Activation') return undefined;
    id = edges.find(({ target }) => target === node.id)?.source;
  }
}

/** Undefined if nothing has to change, or this would not be enough. */
export function fitFor(graph: GraphDocument, { input: images, outputs }: Wanted): Fit | undefined {
  const { inputId, outputId, nodes } = analysisOf(graph);
  if (inputId === undefined || outputId === undefined) return undefined;
  const hasOutputs = (shape: Shape | undefined) => shape?.join() === String(outputs);
  const head = headOf(graph, outputId);
  const own = nodes[inputId]?.outputShape;
  const otherInput = !takesImages(own, images);
  const input: Shape = otherInput && own?.length === 3 ? [...own.slice(0, 2), ...images.slice(2)] : images;
  const otherOutput = !hasOutputs(nodes[outputId]?.outputShape);
  if ((otherOutput && head === undefined) || !(otherInput || otherOutput)) return undefined;
  const ofModel = graph.model !== undefined;
  const apply = (document: GraphDocument): GraphDocument => {
    let next = document;
    if (otherInput) next = setParams(next, inputId, { shape: [...input] });
    if (!otherOutput || head === undefined) return next;
    return ofModel ? newHead(next, outputs) : setParams(next, head, { units: outputs });
  };
  const fitted = analysisOf(apply(graph));
  const isEnough =
    fitted.problems.every(({ severity }) => severity !== 'error') &&
    takesImages(fitted.nodes[inputId]?.outputShape, images) &&
    hasOutputs(fitted.nodes[fitted.outputId ?? '']?.outputShape);
  if (!isEnough) return undefined;
  const change = otherInput ? (otherOutput ? 'both' : 'input') : 'outputs';
  if (!ofModel || change !== 'outputs')
    return { label: t('settings.fit', { change, input: formatShape(input), count: outputs }), apply };
  return {
    label: t('commands.newHead', { classes: outputs }),
    apply,
    frozen: { label: t('settings.newHeadFrozen'), apply: (document) => freezeAllButHead(apply(document)) },
  };
}
