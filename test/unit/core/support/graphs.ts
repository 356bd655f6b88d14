/** Small graphs for tests, written in one line, and random ones from a seed. */
import { emptyDocument, type GraphDocument } from '../../../../core/graph/document';
import { edgeIdFor } from '../../../../core/graph/ids';
import { MOST_INPUTS } from '../../../../core/ops/merge';
import type { ParamRecord } from '../../../../core/ops/operator';

type NodeLine = [id: string, type: string, params?: ParamRecord];

/** `graph([['a', 'Input'], ...], ['a>b', 'b>c:1'])`: an edge is `source>target` or `source>target:port`. */
export function graph(nodes: readonly NodeLine[], edges: readonly string[], name = 'test'): GraphDocument {
  return {
    ...emptyDocument(name),
    nodes: nodes.map(([id, type, params = {}]) => ({ id, type, params })),
    edges: edges.map((text) => {
      const match = /^([^>]+)>([^:!]+)(?::(\d+))?(!)?$/.exec(text);
      if (!match) throw new Error(`not an edge: ${text}`);
      const [, source = '', target = '', portText = '0', muted] = match;
      const port = Number(portText);
      return { id: edgeIdFor(source, target, port), source, target, port, ...(muted ? { muted: true } : {}) };
    }),
  };
}

export const conv = (id: string, params: ParamRecord = {}): NodeLine => [
  id,
  'Conv2D',
  { filters: 8, padding: 'same', ...params },
];
export const relu = (id: string): NodeLine => [id, 'Activation', { function: 'relu' }];
export const bn = (id: string): NodeLine => [id, 'BatchNormalization'];
export const add = (id: string): NodeLine => [id, 'Add'];
export const input = (id = 'in', shape = [8, 8, 8]): NodeLine => [id, 'Input', { shape }];

/** Adds pooling and a softmax head behind `last`, so that the graph is sound. */
export function withHead(document: GraphDocument, last: string): GraphDocument {
  const head = graph(
    [
      ['gap', 'GlobalAveragePooling2D'],
      ['out', 'Dense', { units: 3, activation: 'softmax' }],
    ],
    [`${last}>gap`, 'gap>out'],
  );
  return {
    ...document,
    nodes: [...document.nodes, ...head.nodes],
    edges: [...document.edges, ...head.edges],
  };
}

/** mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <Item>(random: () => number, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

export function shuffled<Item>(random: () => number, items: readonly Item[]): Item[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/**
 * A random network without errors: unary layers and Adds wired at random over images of two shapes, all loose ends
 * pooled, classified and summed.
 */
export function randomNetwork(seed: number): GraphDocument {
  const random = randomFrom(seed);
  const nodes: NodeLine[] = [['in', 'Input', { shape: [8, 8, 4] }]];
  const edges: string[] = [];
  const byShape: { large: string[]; small: string[] } = { large: ['in'], small: [] };
  const used = new Set<string>();
  const put = (node: NodeLine, sources: readonly string[]) => {
    nodes.push(node);
    sources.forEach((source, port) => {
      edges.push(`${source}>${node[0]}:${port}`);
      used.add(source);
    });
    return node[0];
  };
  const recent = (ids: readonly string[]) => pick(random, random() < 0.7 ? ids.slice(-3) : ids);
  const count = 4 + Math.floor(random() * 26);
  for (let index = 0; index < count; index++) {
    const shape = byShape.small.length > 0 && random() < 0.5 ? 'small' : 'large';
    const ids = byShape[shape];
    const id = `n${index}`;
    const dice = random();
    if (dice < 0.35 && ids.length > 1) {
      const inputs = Array.from({ length: 2 + Math.floor(random() * 2) }, () => recent(ids));
      ids.push(put(add(id), inputs));
    } else if (dice < 0.45 && shape === 'large') {
      const strided = pick(random, ['Conv2D', 'ZeroPaddedShortcut']);
      const params: ParamRecord =
        strided === 'Conv2D'
          ? { filters: 8, kernelSize: [3, 3], strides: [2, 2], padding: 'same' }
          : { filters: 8, strides: [2, 2] };
      byShape.small.push(put([id, strided, params], [recent(ids)]));
    } else {
      const filters = shape === 'large' ? 4 : 8;
      const unary = pick<NodeLine>(random, [conv(id, { filters }), conv(id, { filters }), relu(id), bn(id)]);
      ids.push(put(unary, [recent(ids)]));
    }
  }
  const ends = nodes.map(([id]) => id).filter((id) => !used.has(id));
  const votes = ends.map((end) => {
    const pooled = put([`${end}.gap`, 'GlobalAveragePooling2D'], [end]);
    return put([`${end}.dense`, 'Dense', { units: 3 }], [pooled]);
  });
  const sum = votes.length > 1 ? put(add('sum'), votes) : (votes[0] ?? 'in');
  put(['out', 'Activation', { function: 'softmax' }], [sum]);
  return graph(nodes, edges, `random ${seed}`);
}

/** A chain of residual blocks of five nodes each, with a head: 5 * blocks + 3 nodes. */
export function residualChain(blocks: number): GraphDocument {
  const nodes: NodeLine[] = [input()];
  const edges: string[] = [];
  let last = 'in';
  for (let block = 0; block < blocks; block++) {
    const [a, b, c, d, sum] = ['conv1', 'bn', 'relu', 'conv2', 'add'].map(
      (name) => `block${block}.${name}`,
    ) as [string, string, string, string, string];
    nodes.push(conv(a), bn(b), relu(c), conv(d), add(sum));
    edges.push(`${last}>${a}`, `${a}>${b}`, `${b}>${c}`, `${c}>${d}`, `${d}>${sum}`, `${last}>${sum}:1`);
    last = sum;
  }
  return withHead(graph(nodes, edges, 'residual chain'), last);
}

/**
 * Convolutions that each take the sum of those before them, at most `MOST_INPUTS` of them, as a DenseNet takes their
 * concatenation: 2 * layers + 3 nodes.
 */
export function denseSums(layers: number): GraphDocument {
  const nodes: NodeLine[] = [input(), conv('conv0')];
  const edges = ['in>conv0'];
  for (let layer = 1; layer <= layers; layer++) {
    const before = Array.from(
      { length: Math.min(layer, MOST_INPUTS) },
      (_, back) => `conv${layer - 1 - back}`,
    );
    nodes.push(conv(`conv${layer}`));
    if (before.length === 1) {
      edges.push(`conv0>conv${layer}`);
      continue;
    }
    nodes.push(add(`add${layer}`));
    edges.push(...before.map((source, port) => `${source}>add${layer}:${port}`));
    edges.push(`add${layer}>conv${layer}`);
  }
  return withHead(graph(nodes, edges, 'dense sums'), `conv${layers}`);
}

/** Half of 5 channels is 3, beside 3 of the image 6; half of 4, times 2, is 4: the sum of the two cannot follow. */
export const contradictoryWidths = (): GraphDocument =>
  withHead(
    graph(
      [
        input('in', [8, 8, 3]),
        conv('five', { filters: 5 }),
        conv('four', { filters: 4 }),
        ['both', 'Concatenate'],
        ['twice', 'DepthwiseConv2D', { depthMultiplier: 2, padding: 'same' }],
        add('add'),
      ],
      ['in>five', 'in>four', 'in>both:0', 'five>both:1', 'four>twice', 'both>add:0', 'twice>add:1'],
    ),
    'add',
  );
