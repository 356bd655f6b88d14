/** Blocks and stems as pieces of a graph (He et al., figure 5). */
import { z } from 'zod';
import type { BlockParams, GraphEdge, GraphGroup, GraphNode } from '../graph/document';
import { type Style, styleOf } from '../styles';
import { Chain } from './chain';

/** A bottleneck's last 1x1 has four times the filters of the others. */
const BOTTLENECK_EXPANSION = 4;

/** A block then has at most 65,536 output channels. */
export const blockFilters = z.int().min(1).max(16_384);

export function blockChannels({ kind, filters }: Pick<BlockParams, 'kind' | 'filters'>): number {
  return kind === 'bottleneck' ? filters * BOTTLENECK_EXPANSION : filters;
}

export interface BlockPiece {
  nodes: GraphNode[];
  edges: GraphEdge[];
  group: GraphGroup;
  /** Inputs for the node before the block: the first convolution, and the shortcut. */
  entries: readonly { nodeId: string; port: number }[];
  outputId: string;
}

/**
 * Its nodes are `<id>.conv1`, `<id>.bn1`, ..., `<id>.add`, `<id>.relu`.
 * @param source the node before it; without one the entries stay open
 * @param parent the group (a stage) around it
 */
export function buildBlock(
  id: string,
  params: BlockParams,
  { source, parent }: { source?: string; parent?: string } = {},
): BlockPiece {
  const style = styleOf(params.style);
  const chain = new Chain(style, id);
  const { filters, strides } = params;
  const last = params.kind === 'bottleneck' ? 3 : 2;
  const conv = (number: number, kernel: number, count: number, stride: number, from: string | undefined) => {
    const options = { filters: count, kernel, strides: stride, padId: `${id}.pad${number}` };
    const made = chain.conv(`${id}.conv${number}`, options, from);
    return chain.norm(id, `${number}`, made, { zeroGamma: number === last && params.shortcut !== 'none' });
  };

  let main: string;
  if (params.kind === 'bottleneck') {
    const [first, middle] = style.bottleneckStride === 'first' ? [strides, 1] : [1, strides];
    main = chain.activate(id, '1', conv(1, 1, filters, first, source));
    main = chain.activate(id, '2', conv(2, 3, filters, middle, main));
    main = conv(3, 1, blockChannels(params), 1, main);
  } else {
    main = chain.activate(id, '1', conv(1, 3, filters, strides, source));
    main = conv(2, 3, filters, 1, main);
  }

  const joined = params.shortcut === 'none' ? main : joinShortcut(chain, id, params, style, source, main);
  const outputId = chain.activate(id, '', joined);
  return {
    nodes: chain.nodes,
    edges: chain.edges,
    group: {
      id,
      kind: 'block',
      ...(parent === undefined ? {} : { parent }),
      block: { ...params, style: { ...style } },
      collapsed: true,
    },
    entries: entriesOf(chain, source),
    outputId,
  };
}

function joinShortcut(
  chain: Chain,
  id: string,
  params: BlockParams,
  style: Style,
  source: string | undefined,
  main: string,
): string {
  const filters = blockChannels(params);
  let shortcut = source;
  if (params.shortcut === 'projection') {
    const kernel = params.kind === 'basic' && style.basicProjection === '3x3' ? 3 : 1;
    const conv = chain.conv(
      `${id}.shortcut.conv`,
      { filters, kernel, strides: params.strides, padId: `${id}.shortcut.pad` },
      source,
    );
    shortcut = chain.norm(`${id}.shortcut`, '', conv);
  } else if (params.shortcut === 'padded') {
    const strides = [params.strides, params.strides];
    shortcut = chain.add(`${id}.shortcut.zeropad`, 'ZeroPaddedShortcut', { filters, strides }, source);
  }
  return chain.add(`${id}.add`, 'Add', {}, main, shortcut);
}

/** Inputs that `source` feeds, or would feed. */
function entriesOf(chain: Chain, source: string | undefined): BlockPiece['entries'] {
  if (source !== undefined)
    return chain.edges
      .filter((edge) => edge.source === source)
      .map((edge) => ({ nodeId: edge.target, port: edge.port }));
  const fed = new Set(chain.edges.map((edge) => `${edge.target} ${edge.port}`));
  return chain.nodes
    .flatMap((node) => (node.type === 'Add' ? [0, 1] : [0]).map((port) => ({ nodeId: node.id, port })))
    .filter(({ nodeId, port }) => !fed.has(`${nodeId} ${port}`));
}

export interface StemParams {
  /** 7x7: with stride 2, and a 3x3 max pool with stride 2. 3x3: with stride 1, and no pool. */
  kind: '7x7' | '3x3';
  filters: number;
  style: BlockParams['style'];
}

/** The layers between the images and the first stage: `stem.conv`, `stem.bn`, ... */
export function buildStem(id: string, { kind, filters, style }: StemParams, source?: string): BlockPiece {
  const chain = new Chain(styleOf(style), id);
  const large = kind === '7x7';
  const conv = chain.conv(
    `${id}.conv`,
    { filters, kernel: large ? 7 : 3, strides: large ? 2 : 1, padId: `${id}.pad` },
    source,
  );
  const relu = chain.activate(id, '', chain.norm(id, '', conv));
  const outputId = large
    ? chain.maxPool(`${id}.pool`, { size: 3, strides: 2, padId: `${id}.poolpad` }, relu)
    : relu;
  return {
    nodes: chain.nodes,
    edges: chain.edges,
    group: { id, kind: 'stem', collapsed: true },
    entries: entriesOf(chain, source),
    outputId,
  };
}
