import { useEffect } from 'react';
import { useTrainingStore } from '../client/training';
import { announce } from '../state/announce';
import { announcementsOf } from '../training/announcements';

/** Training is followed in every view. */
export function useAnnouncements(): void {
  useEffect(() => useTrainingStore.subscribe((now, before) => announce(...announcementsOf(before, now))), []);
}
