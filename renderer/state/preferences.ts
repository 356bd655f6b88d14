/** How the window was left: panel widths, what is collapsed, the proxy. Kept in the browser's storage. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const PALETTE_WIDTH = { min: 180, max: 340, start: 208 };
export const INSPECTOR_WIDTH = { min: 260, max: 480, start: 300 };

interface Preferences {
  paletteWidth: number;
  inspectorWidth: number;
  paletteOpen: boolean;
  inspectorOpen: boolean;
  minimap: boolean;
  /** Options of the presets menu as last chosen. */
  preset: { style: string; input: string; classes: number; zeroInitLastGamma: boolean };
  /** What downloads of data sets go through: an address, or "none"; empty: what the host's environment says. */
  proxy: string;
  set(change: Partial<Omit<Preferences, 'set'>>): void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      paletteWidth: PALETTE_WIDTH.start,
      inspectorWidth: INSPECTOR_WIDTH.start,
      paletteOpen: true,
      inspectorOpen: true,
      minimap: true,
      preset: { style: 'study', input: '32x32x3', classes: 10, zeroInitLastGamma: false },
      proxy: '',
      set: (change) => set(change),
    }),
    { name: 'skipwire.preferences.v1', partialize: ({ set: _, ...kept }) => kept },
  ),
);

export function clamp(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, value));
}
