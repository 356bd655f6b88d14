/** Short messages at the bottom of the window, or in the view that they are about. */
import { create } from 'zustand';
import type { View } from './navigation';

export interface Notice {
  id: number;
  severity: 'success' | 'info' | 'warning' | 'error';
  text: string;
  /** One thing to do about it. */
  action?: { label: string; perform(): void };
  /** Shown at the top of this view until it is closed or the view is left. */
  view?: View;
}

interface Notices {
  notices: readonly Notice[];
  add(notice: Omit<Notice, 'id'>): number;
  dismiss(id: number): void;
  /** Dismisses a view's notices. */
  leave(view: View): void;
}

let last = 0;

export const useNotices = create<Notices>()((set) => ({
  notices: [],
  add: (notice) => {
    const id = ++last;
    // Repeated failures do not pile up.
    set(({ notices }) => ({
      notices: [...notices.filter((other) => other.text !== notice.text), { ...notice, id }].slice(-4),
    }));
    return id;
  },
  dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  leave: (view) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.view !== view) })),
}));

export function notify(notice: Omit<Notice, 'id'>): void {
  useNotices.getState().add(notice);
}
