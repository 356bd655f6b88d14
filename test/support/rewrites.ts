/** Pairs of neighbors in an emitted graph that TensorFlow 2.21 would fuse into something else (main/compiler/emit/kept-apart.ts). */
import type { NodeDef } from '../../main/compiler/emit/schema';

interface Fusion {
  what: string;
  /** From the node that ends the pattern, its ops upstream; `*` is any number of nodes that grappler removes or looks through. */
  ends: (node: NodeDef, graph: Graph) => boolean;
}

class Graph {
  private readonly byName: ReadonlyMap<string, NodeDef>;

  constructor(nodes: readonly NodeDef[]) {
    this.byName = new Map(nodes.map((node) => [node.name, node]));
  }

  /** The node that makes input `index`, past nodes that TensorFlow takes away first. */
  input({ input }: NodeDef, index = 0): NodeDef | undefined {
    const name = (input?.[index] ?? '').replace(/^\^/, '').replace(/:\d+$/, '');
    const node = this.byName.get(name);
    return node && ['Identity', 'Reshape'].includes(node.op) ? this.input(node) : node;
  }

  /** Values of a constant. */
  constant(node: NodeDef | undefined): readonly number[] {
    return node?.attr.value?.tensor?.int_val ?? [];
  }
}

const fusions: readonly Fusion[] = [
  {
    what: 'a LeakyRelu behind an addition, whose slope becomes 0.2',
    ends: (node, graph) => node.op === 'LeakyRelu' && /^Add/.test(graph.input(node)?.op ?? ''),
  },
  {
    what: 'a LeakyRelu behind a convolution whose value others may read',
    ends: (node, graph) => node.op === 'LeakyRelu' && graph.input(node)?.op === 'Conv2D',
  },
  {
    what: 'a Maximum that becomes a LeakyRelu',
    ends: (node, graph) =>
      node.op === 'Maximum' &&
      [0, 1].some((index) => {
        const scaled = graph.input(node, index);
        return scaled?.op === 'Mul' && [0, 1].some((factor) => graph.input(scaled, factor)?.op === 'Const');
      }),
  },
  {
    what: 'a Tanh behind a batch normalization, which has no kernel',
    ends: (node, graph) => node.op === 'Tanh' && graph.input(node)?.op === 'FusedBatchNormV3',
  },
  {
    what: 'a Tanh of a Softplus, which becomes a Mish without a kernel behind a normalized or added convolution',
    ends: (node, graph) => node.op === 'Tanh' && graph.input(node)?.op === 'Softplus',
  },
  {
    what: 'zero channels in front of a convolution, which are forgotten',
    ends: (node, graph) => {
      const pad = node.op === 'Conv2D' ? graph.input(node) : undefined;
      if (pad?.op !== 'Pad') return false;
      const margins = graph.constant(graph.input(pad, 1));
      return margins.length === 0 || margins.slice(-2).some((margin) => margin > 0);
    },
  },
  {
    what: 'a variance as a mean of SquaredDifference, which becomes an instance normalization whatever the shape of gamma',
    ends: (node, graph) =>
      node.op === 'Rsqrt' &&
      [0, 1].some((index) => {
        const variance = graph.input(graph.input(node) ?? node, index);
        return variance?.op === 'Mean' && graph.input(variance)?.op === 'SquaredDifference';
      }),
  },
];

/** What TensorFlow would get wrong, `<what> (node '<name>')`. */
export function wrongFusions(nodes: readonly NodeDef[]): string[] {
  const graph = new Graph(nodes);
  return nodes.flatMap((node) =>
    fusions.filter(({ ends }) => ends(node, graph)).map(({ what }) => `${what} (node '${node.name}')`),
  );
}
