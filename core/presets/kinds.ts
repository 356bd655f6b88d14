/** The two shapes of network in He et al.: what their builder, menus and tables need to know about each. */
import type { Key } from '../messages';

interface Kind {
  title: Key;
  help: Key;
  /** In the first stage. */
  filters: number;
  /** What a style that leaves it to the network takes. A: zero-padded identity, B: projection. */
  stem: '7x7' | '3x3';
  shortcut: 'A' | 'B';
}

export const KINDS = {
  imagenet: {
    title: 'presets.kind.imagenet',
    help: 'presets.kind.imagenetHelp',
    filters: 64,
    stem: '7x7',
    shortcut: 'B',
  },
  cifar: {
    title: 'presets.kind.cifar',
    help: 'presets.kind.cifarHelp',
    filters: 16,
    stem: '3x3',
    shortcut: 'A',
  },
} as const satisfies Record<string, Kind>;

export type PresetKind = keyof typeof KINDS;

/** In the order of menus. */
export const presetKinds = Object.keys(KINDS) as PresetKind[];
