import { create } from 'zustand';

export const useShortcutList = create<{ open: boolean }>(() => ({ open: false }));
