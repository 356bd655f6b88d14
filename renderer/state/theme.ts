/** Light, dark or as the system. Kept on the host. */
import type { ThemeProviderProps } from '@mui/material/styles';
import { create } from 'zustand';
import { type Theme, themeSchema } from '../../core/contract/kept';
import { oldEntry } from './kept/earlierStorage';
import { keep } from './kept/keep';

const read = (value: unknown): Theme | undefined => themeSchema.safeParse(value).data;

/** The host writes it into the page for the first paint (main/hosts/window-files.ts). */
const useMode = create<{ theme: Theme }>(() => ({
  theme: read(globalThis.document?.documentElement.dataset.colorScheme) ?? 'system',
}));

keep(useMode, {
  concern: 'appearance',
  live: true,
  values: ({ theme }) => ({ theme }),
  change: ({ theme }) => ({ theme: read(theme) ?? 'system' }),
  old: {
    key: 'mui-mode',
    values: () => {
      const theme = read(oldEntry('mui-mode'));
      return theme && { theme };
    },
  },
});

export const setTheme = (theme: Theme): void => useMode.setState({ theme });

/** Keeps MUI from using the browser's storage. */
export const keptMode: NonNullable<ThemeProviderProps['storageManager']> = ({ key }) =>
  key === 'mui-mode'
    ? {
        get: () => useMode.getState().theme,
        set: (mode) => useMode.setState({ theme: read(mode) ?? 'system' }),
        subscribe: (handler) => useMode.subscribe(({ theme }) => handler(theme)),
      }
    : { get: (value) => value, set: () => undefined, subscribe: () => () => undefined };
