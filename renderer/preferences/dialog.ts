/** Whether Settings is open. */
import { create } from 'zustand';

/** `at`: id of the entry to show. */
export const useSettingsDialog = create<{ open: boolean; at?: string | undefined }>(() => ({ open: false }));

export const openSettings = (at?: string): void => useSettingsDialog.setState({ open: true, at });

export const closeSettings = (): void => useSettingsDialog.setState({ open: false, at: undefined });
