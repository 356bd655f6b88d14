/** The current view. */
import { create } from 'zustand';
import { keep } from './kept/keep';

export const VIEWS = ['build', 'data', 'train', 'compare', 'predict', 'export'] as const;
export type View = (typeof VIEWS)[number];

interface Navigation {
  view: View;
  go(view: View): void;
}

export const useNavigation = create<Navigation>()((set) => ({
  view: 'build',
  go: (view) => set({ view }),
}));

keep(useNavigation, {
  concern: 'view',
  values: ({ view }) => ({ view }),
  change: (values) => {
    const view = VIEWS.find((one) => one === values.view);
    return view ? { view } : {};
  },
});
