/** What screen readers say when it happens, wherever the window is. layout/Announcer.tsx has the live regions. */
import { create } from 'zustand';

export interface Announcement {
  text: string;
  /** Interrupts what is being read: something failed. */
  urgent?: boolean;
}

/** Newest last; the earlier ones stay, since a region that is emptied at once may not be read. */
const MOST_KEPT = 5;

let last = 0;

export const useAnnounced = create<{ said: readonly (Announcement & { id: number })[] }>(() => ({
  said: [],
}));

export function announce(...announcements: readonly Announcement[]): void {
  if (announcements.length === 0) return;
  const said = announcements.map((one) => ({ ...one, id: ++last }));
  useAnnounced.setState((now) => ({ said: [...now.said, ...said].slice(-MOST_KEPT) }));
}
