/** Whether the command search is open. */
import { create } from 'zustand';

export const useCommandPalette = create<{ open: boolean; setOpen(open: boolean): void }>()((set) => ({
  open: false,
  setOpen: (open) => set({ open }),
}));
