/** Which of the five views is shown. */
import { create } from 'zustand';

export const VIEWS = ['build', 'data', 'train', 'compare', 'export'] as const;
export type View = (typeof VIEWS)[number];

interface Navigation {
  view: View;
  go(view: View): void;
}

export const useNavigation = create<Navigation>()((set) => ({
  view: 'build',
  go: (view) => set({ view }),
}));
