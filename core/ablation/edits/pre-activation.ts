/**
 * Normalization and activation in front of the weights (He et al., 2016, arXiv 1603.05027), by the procedure of its
 * figure 5: what was behind the Add moves onto the branch of the next block. The first block takes the stem's activation,
 * and the last Add gets one of its own, as in the paper's appendix. A projection takes the activated signal and has no
 * normalization, as in the authors' code.
 */
import { disconnect, removeNodes } from '../../edit';
import type { GraphDocument, GraphEdge } from '../../graph/document';
import { edgeIdFor, uniqueName } from '../../graph/ids';
import { wire } from '../../graph/topology';
import type { Shortcut } from '../../network/shortcuts';
import { defineEdit } from './edit';
import { cannot, shortcutsIn } from './parts';

export const preActivationEdit = defineEdit({
  kind: 'pre-activation',
  label: 'ablation.edits.preActivation.label',
  help: 'ablation.edits.preActivation.help',
  fields: {},
  apply(document) {
    const shortcuts = shortcutsIn(document);
    const blocks = shortcuts.map((shortcut) => partsOf(document, shortcut));
    const norms = shortcuts.flatMap(({ kind, nodes }) =>
      kind === 'projection' ? normalizationsOf(document, nodes) : [],
    );
    return blocks.reduce(moved, removeNodes(document, norms));
  },
});

interface Parts {
  addId: string;
  /** The last layer of the branch with weights, and the normalization behind it. */
  last: string;
  norm: string;
  activation: string;
}

/** @throws StudyError for a block that is not convolution, normalization, Add, activation at its end */
function partsOf(document: GraphDocument, { addId, edgeId }: Shortcut): Parts {
  const wiring = wire(document, ({ muted }) => !muted);
  const typeOf = (id: string | undefined) => (id === undefined ? undefined : wiring.nodes.get(id)?.type);
  const branches = wiring.incoming(addId).filter(({ id }) => id !== edgeId);
  const norm = branches.length === 1 ? branches[0]!.source : undefined;
  const last = norm === undefined ? undefined : wiring.incoming(norm)[0]?.source;
  const [behind, ...others] = wiring.outgoing(addId);
  const activation = behind && others.length === 0 ? behind.target : undefined;
  if (
    norm === undefined ||
    last === undefined ||
    activation === undefined ||
    !isNormalization(typeOf(norm)) ||
    typeOf(activation) !== 'Activation' ||
    wiring.outgoing(norm).length !== 1
  )
    throw cannot('ablation.edits.preActivation.form', { add: addId });
  return { addId, last, norm, activation };
}

const isNormalization = (type: string | undefined): boolean => /Normalization$/.test(type ?? '');

const normalizationsOf = (document: GraphDocument, ids: readonly string[]): string[] =>
  document.nodes.filter(({ id, type }) => ids.includes(id) && isNormalization(type)).map(({ id }) => id);

/** Branch -> Add -> normalization -> activation; shortcuts that start at the activation start at the Add. */
function moved(document: GraphDocument, { addId, last, norm, activation }: Parts): GraphDocument {
  const wiring = wire(document);
  const [fromLast] = wiring.incoming(norm);
  const intoAdd = wiring.incoming(addId).find(({ source }) => source === norm)!;
  const behindAdd = wiring.outgoing(addId).filter(({ target }) => target === activation);
  const raw = wiring
    .outgoing(activation)
    .filter(({ target }) => ['Add', 'ZeroPaddedShortcut'].includes(wiring.nodes.get(target)?.type ?? ''));
  const gone = [fromLast!, intoAdd, ...behindAdd, ...raw];
  const kept = disconnect(
    document,
    gone.map(({ id }) => id),
  );
  const taken = new Set(kept.edges.map(({ id }) => id));
  const edge = (source: string, target: string, port = 0, muted?: boolean): GraphEdge => {
    const id = uniqueName(taken, edgeIdFor(source, target, port));
    taken.add(id);
    return { id, source, target, port, ...(muted ? { muted } : {}) };
  };
  const edges = [
    ...kept.edges,
    edge(last, addId, intoAdd.port),
    edge(addId, norm),
    edge(norm, activation),
    ...raw.map(({ target, port, muted }) => edge(addId, target, port, muted)),
  ];
  // Nothing after the Add may start at zero.
  const nodes = kept.nodes.map((node) =>
    node.id === norm && node.params.gammaInitializer === 'zeros'
      ? { ...node, params: { ...node.params, gammaInitializer: 'ones' } }
      : node,
  );
  return { ...kept, nodes: inOrder(nodes, addId, norm), edges };
}

/** The normalization behind its Add, so that nodes stay in the order of the signal. */
function inOrder(nodes: GraphDocument['nodes'], addId: string, norm: string): GraphDocument['nodes'] {
  const moving = nodes.find(({ id }) => id === norm)!;
  const others = nodes.filter((node) => node !== moving);
  const at = others.findIndex(({ id }) => id === addId) + 1;
  return [...others.slice(0, at), moving, ...others.slice(at)];
}
