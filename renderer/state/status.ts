/** The left side of the status bar: a view may put its own words there while it is shown. */
import type { ReactNode } from 'react';
import { create } from 'zustand';

interface Status {
  left: ReactNode;
  /** Give `null` when the view goes away. */
  setLeft(left: ReactNode): void;
}

export const useStatus = create<Status>()((set) => ({
  left: null,
  setLeft: (left) => set({ left }),
}));
