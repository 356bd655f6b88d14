/** What the palette offers, as data: the window draws it, the editor's commands carry it out. */
import type { BlockParams } from '../graph/document';
import type { OperatorKind, ParamRecord } from './operator';
import { operators } from './registry';

export type PaletteItem = {
  /** Unique: `block.basic`, `layer.Conv2D`. */
  id: string;
  title: string;
  help: string;
  /** Search words beside the title. */
  keywords: readonly string[];
  /** The color family. */
  kind: OperatorKind;
} & (
  | { adds: 'node'; type: string; params: ParamRecord }
  | { adds: 'block'; block: BlockParams }
  | { adds: 'stem'; stem: { kind: '7x7' | '3x3'; filters: number; style: BlockParams['style'] } }
);

export interface PaletteSection {
  title: string;
  items: readonly PaletteItem[];
}

/** What a new node starts with where that is better than Keras's own default: images keep their size. */
const STARTING_PARAMS: Readonly<Record<string, ParamRecord>> = {
  Conv2D: { padding: 'same' },
  DepthwiseConv2D: { padding: 'same' },
  SeparableConv2D: { padding: 'same' },
  Conv2DTranspose: { padding: 'same' },
  MaxPooling2D: { padding: 'same' },
  AveragePooling2D: { padding: 'same' },
};

/** The parameters of a freshly dropped node, all written out. An unknown type starts with none. */
export function startingParams(type: string): ParamRecord {
  const operator = operators.find((each) => each.type === type);
  return operator ? operator.schema.parse(STARTING_PARAMS[type] ?? {}) : {};
}

const blocks: readonly PaletteItem[] = [
  {
    id: 'block.basic',
    title: 'Basic block',
    help: 'Two 3×3 convolutions and a shortcut around them (He et al., figure 5, left): ResNet-18 and -34.',
    keywords: ['residual', 'shortcut', 'skip', 'resnet18', 'resnet34'],
    kind: 'convolution',
    adds: 'block',
    block: { kind: 'basic', filters: 64, strides: 1, shortcut: 'identity', style: 'study' },
  },
  {
    id: 'block.bottleneck',
    title: 'Bottleneck',
    help: 'A 1×1, a 3×3 and a fourfold 1×1 convolution and a shortcut (figure 5, right): ResNet-50 and deeper.',
    keywords: ['residual', 'shortcut', 'skip', 'resnet50', 'resnet101', 'resnet152'],
    kind: 'convolution',
    adds: 'block',
    block: { kind: 'bottleneck', filters: 64, strides: 1, shortcut: 'projection', style: 'study' },
  },
  {
    id: 'block.stem',
    title: 'Stem',
    help: 'The layers between the images and the first block: a 7×7 convolution and a max pool, each halving the image.',
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

/** Where layers of a kind stand, in the order of the palette. */
const SECTION_OF_KIND: Readonly<Record<OperatorKind, string>> = {
  io: 'Input and dense',
  dense: 'Input and dense',
  convolution: 'Convolution',
  normalization: 'Normalization',
  activation: 'Activation',
  merge: 'Merge',
  pooling: 'Pooling',
  shape: 'Shape',
  regularization: 'Regularization',
};

const layerSections = [...new Set(Object.values(SECTION_OF_KIND))]
  .map((title) => ({ title, items: layers.filter(({ kind }) => SECTION_OF_KIND[kind] === title) }))
  .filter(({ items }) => items.length > 0);

/** Blocks first, then the layers by kind. */
export const palette: readonly PaletteSection[] = [{ title: 'Blocks', items: blocks }, ...layerSections];
