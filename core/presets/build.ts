/** The builder of all presets. */
import { formatShape } from '../format/shape';
import { type BlockParams, emptyDocument, type GraphDocument, type Shape } from '../graph/document';
import { message } from '../messages';
import { type Style, type StyleName, styleOf } from '../styles';
import { OptionError } from '../styles/option-error';
import { type BlockPiece, blockChannels, buildBlock, buildStem } from './blocks';
import { Chain } from './chain';
import { KINDS, type PresetKind } from './kinds';

/** He et al., section 3.3. A: zero-padded identity. B: projection. */
export type ShortcutOption = 'A' | 'B';

export interface NetworkPlan {
  id: string;
  title: string;
  family: 'resnet' | 'plain';
  kind: PresetKind;
  block: BlockParams['kind'];
  /** Blocks of each stage. Later stages halve the image and double the filters. */
  stages: readonly number[];
}

export interface PresetOptions {
  /** A published style by name, or any arguments; default `study`. */
  style?: StyleName | Style;
  /** Height, width and channels of the images; default 32x32x3. */
  inputShape?: Shape;
  /** Default 10. */
  classes?: number;
  /** For blocks that change shape. Default: as the style says. */
  shortcut?: ShortcutOption;
  /** Factor on the filters. Over 0, up to 8; default 1. */
  width?: number;
  /** Blocks start as their shortcuts; default: as the style says. */
  zeroInitLastGamma?: boolean;
}

/** @throws OptionError when an option is out of range. */
export function buildNetwork(plan: NetworkPlan, options: PresetOptions = {}): GraphDocument {
  const { inputShape, classes, style, stem, shortcut, base } = checked(plan, options);
  const head = new Chain(style);
  const document = emptyDocument(plan.title);
  const put = (piece: Omit<BlockPiece, 'entries'>) => {
    document.nodes.push(...piece.nodes);
    document.edges.push(...piece.edges);
    document.groups.push(piece.group);
    return piece.outputId;
  };

  document.preset = { id: plan.id, style: style.name };
  const input = head.add('input', 'Input', { shape: [...inputShape] });
  document.nodes.push(...head.nodes.splice(0));
  let last = put(buildStem('stem', { kind: stem, filters: base, style }, input));
  let channels = base;
  plan.stages.forEach((blocks, index) => {
    const stage = `stage${index + 1}`;
    const filters = base * 2 ** index;
    document.groups.push({ id: stage, kind: 'stage', collapsed: true });
    for (let number = 1; number <= blocks; number++) {
      const block: BlockParams = {
        kind: plan.block,
        filters,
        strides: index > 0 && number === 1 ? 2 : 1,
        shortcut: 'identity',
        style,
      };
      const out = blockChannels(block);
      if (plan.family === 'plain') block.shortcut = 'none';
      // A bottleneck of the first stage keeps the image's size, but rarely its channels.
      else if (block.strides > 1 || out !== channels)
        block.shortcut = shortcut === 'A' ? 'padded' : 'projection';
      last = put(buildBlock(`${stage}.block${number}`, block, { source: last, parent: stage }));
      channels = out;
    }
  });
  const pooled = head.add('head.pool', 'GlobalAveragePooling2D', {}, last);
  const dense = { units: classes, activation: 'softmax', kernelInitializer: 'glorot_uniform' };
  head.add('head.dense', 'Dense', dense, pooled);
  document.nodes.push(...head.nodes);
  document.edges.push(...head.edges);
  return document;
}

function checked(plan: NetworkPlan, options: PresetOptions) {
  const { inputShape = [32, 32, 3], classes = 10, width = 1 } = options;
  const named = styleOf(options.style ?? 'study');
  const { zeroInitLastGamma = named.zeroInitLastGamma } = options;
  const style: Style = { ...named, zeroInitLastGamma };
  const whole = (value: number) => Number.isInteger(value) && value >= 1;
  if (inputShape.length !== 3 || !inputShape.every(whole))
    throw new OptionError(message('presets.rule.inputShape', { received: formatShape(inputShape) }));
  if (!whole(classes)) throw new OptionError(message('presets.rule.classes', { received: String(classes) }));
  if (!(width > 0 && width <= 8))
    throw new OptionError(message('presets.rule.width', { received: String(width) }));
  const shortcut = options.shortcut ?? shortcutOption(plan, style);
  if (shortcut !== 'A' && shortcut !== 'B')
    throw new OptionError(message('presets.rule.shortcut', { received: String(shortcut) }));
  const kind = KINDS[plan.kind];
  const base = Math.max(1, Math.round(kind.filters * width));
  const stem = style.stem === 'by_family' ? kind.stem : style.stem;
  return { inputShape, classes, style, stem, shortcut, base };
}

function shortcutOption({ kind }: NetworkPlan, { shortcut }: Style): ShortcutOption {
  if (shortcut === 'by_family') return KINDS[kind].shortcut;
  return shortcut === 'padded' ? 'A' : 'B';
}
