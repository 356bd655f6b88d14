/** Demo mode: everything larger, for a projector. Kept on the host. */
import { create } from 'zustand';
import { keep } from './kept/keep';

export const useDemoMode = create<{ on: boolean }>(() => ({ on: false }));

keep(useDemoMode, {
  concern: 'appearance',
  live: true,
  values: ({ on }) => ({ demoMode: on }),
  change: ({ demoMode }) => ({ on: demoMode === true }),
});

/** For the style sheet (ui/theme). */
useDemoMode.subscribe(({ on }) => {
  globalThis.document?.documentElement.toggleAttribute('data-demo', on);
});
