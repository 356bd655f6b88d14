/** The layout of the window, and the proxy. Stored on the host. */
import { create } from 'zustand';
import type { Framework } from '../../core/contract/exporting';
import type { Overlay, Values } from '../../core/contract/kept';
import { oldState } from './kept/earlierStorage';
import { keep } from './kept/keep';

export const PALETTE_WIDTH = { min: 180, max: 340, start: 208 };
export const INSPECTOR_WIDTH = { min: 260, max: 480, start: 300 };
export const CODE_WIDTH = { min: 280, max: 900, start: 380 };

interface Preferences {
  paletteWidth: number;
  inspectorWidth: number;
  paletteOpen: boolean;
  inspectorOpen: boolean;
  minimap: boolean;
  /** What the canvas shows beside the graph itself. */
  overlays: readonly Overlay[];
  codeOpen: boolean;
  codeWidth: number;
  codeFramework: Framework;
  /** Whether blocks and stages are drawn as one box where what is inside would be too small to read. */
  foldFar: boolean;
  /** What a drag on the empty canvas does; with Shift it always selects. */
  drag: 'pan' | 'select';
  /** Options of the presets menu as last chosen. */
  preset: { style: string; input: string; classes: number; zeroInitLastGamma?: boolean };
  /** Arguments that differ from those of the chosen style. */
  styleChanges: Readonly<Record<string, string | number | boolean>>;
  /** An address, or "none"; empty for the proxy of the host's environment. */
  proxy: string;
  set(change: Partial<Omit<Preferences, 'set'>>): void;
}

export const usePreferences = create<Preferences>()((set) => ({
  paletteWidth: PALETTE_WIDTH.start,
  inspectorWidth: INSPECTOR_WIDTH.start,
  paletteOpen: true,
  inspectorOpen: true,
  minimap: true,
  overlays: ['path'],
  codeOpen: false,
  codeWidth: CODE_WIDTH.start,
  codeFramework: 'keras',
  foldFar: true,
  drag: 'pan',
  preset: { style: 'study', input: '32x32x3', classes: 10 },
  styleChanges: {},
  proxy: '',
  set: (change) => set(change),
}));

keep(usePreferences, {
  concern: 'layout',
  values: ({ set: _, overlays, ...kept }) => ({ ...kept, overlays: [...overlays] }),
  change: (values) => values as Partial<Preferences>,
  old: {
    key: 'skipwire.preferences.v1',
    values: () => oldState('skipwire.preferences.v1') as Values | undefined,
  },
});
