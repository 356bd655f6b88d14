/** The entries of the palette. */
import type { BlockParams } from '../graph/document';
import { type Key, type MessageOrText, message } from '../messages';
import type { OperatorKind, ParamRecord } from './operator';
import { operators } from './registry';
import { rescaling } from './rescaling';

export type PaletteItem = {
  /** `block.basic`, `layer.Conv2D`. */
  id: string;
  title: MessageOrText;
  help: Key;
  keywords: readonly string[];
  kind: OperatorKind;
} & (
  | { adds: 'node'; type: string; params: ParamRecord }
  | { adds: 'block'; block: BlockParams }
  | { adds: 'stem'; stem: { kind: '7x7' | '3x3'; filters: number; style: BlockParams['style'] } }
);

export interface PaletteSection {
  id: string;
  title: Key;
  items: readonly PaletteItem[];
}

/** A new node keeps the image size, unlike with the default of Keras. */
const SAME_PADDED: ReadonlySet<string> = new Set([
  ...['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D', 'Conv2DTranspose'],
  ...['MaxPooling2D', 'AveragePooling2D'],
]);

/** Images are in 0..1, not in 0..255: a new Rescaling brings them to -1..1. */
const RESCALED: ParamRecord = { scale: 2, offset: -1 };

/** The parameters of a new node, all written out; none for an unknown type. */
export function startingParams(type: string): ParamRecord {
  const operator = operators.find((each) => each.type === type);
  if (!operator) return {};
  if (operator === rescaling) return { ...RESCALED };
  return operator.schema.parse(SAME_PADDED.has(type) ? { padding: 'same' } : {});
}

const blocks: readonly PaletteItem[] = [
  {
    id: 'block.basic',
    title: message('ops.block.basic'),
    help: 'ops.block.basicHelp',
    keywords: ['residual', 'shortcut', 'skip', 'resnet18', 'resnet34'],
    kind: 'convolution',
    adds: 'block',
    block: { kind: 'basic', filters: 64, strides: 1, shortcut: 'identity', style: 'study' },
  },
  {
    id: 'block.bottleneck',
    title: message('ops.block.bottleneck'),
    help: 'ops.block.bottleneckHelp',
    keywords: ['residual', 'shortcut', 'skip', 'resnet50', 'resnet101', 'resnet152'],
    kind: 'convolution',
    adds: 'block',
    block: { kind: 'bottleneck', filters: 64, strides: 1, shortcut: 'projection', style: 'study' },
  },
  {
    id: 'block.stem',
    title: message('ops.block.stem'),
    help: 'ops.block.stemHelp',
    keywords: ['start', 'head', '7x7', 'conv1'],
    kind: 'convolution',
    adds: 'stem',
    stem: { kind: '7x7', filters: 64, style: 'study' },
  },
];

const layers: readonly PaletteItem[] = operators.map((operator) => ({
  id: `layer.${operator.type}`,
  title: operator.type,
  help: operator.help,
  keywords: [operator.title, ...operator.keywords],
  kind: operator.kind,
  adds: 'node',
  type: operator.type,
  params: startingParams(operator.type),
}));

/** Ids are stored by the host, with the sections that a person has folded. */
const sections: readonly { id: string; title: Key; kinds: readonly OperatorKind[] }[] = [
  { id: 'Input and dense', title: 'ops.section.io', kinds: ['io', 'dense'] },
  { id: 'Convolution', title: 'ops.section.convolution', kinds: ['convolution'] },
  { id: 'Normalization', title: 'ops.section.normalization', kinds: ['normalization'] },
  { id: 'Activation', title: 'ops.section.activation', kinds: ['activation'] },
  { id: 'Merge', title: 'ops.section.merge', kinds: ['merge'] },
  { id: 'Pooling', title: 'ops.section.pooling', kinds: ['pooling'] },
  { id: 'Shape', title: 'ops.section.shape', kinds: ['shape'] },
  { id: 'Regularization', title: 'ops.section.regularization', kinds: ['regularization'] },
];

/** Blocks first, then the layers by kind. */
export const palette: readonly PaletteSection[] = [
  { id: 'Blocks', title: 'ops.section.blocks', items: blocks },
  ...sections.map(({ id, title, kinds }) => ({
    id,
    title,
    items: layers.filter(({ kind }) => kinds.includes(kind)),
  })),
];
