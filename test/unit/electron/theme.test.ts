/** The shell takes the colors that were chosen in the page, at the start and later. */
import { nativeTheme } from 'electron';
import type { KeptChange, Theme } from '../../../core/contract/kept';
import { followTheme } from '../../../electron/theme';

jest.mock('electron', () => ({ nativeTheme: { themeSource: 'system' } }));

test('the theme of the last time is in force before a window opens, and follows changes', async () => {
  let theme: Theme = 'dark';
  let change = (_: KeptChange): void => undefined;
  const kept = {
    theme: async () => theme,
    events: () =>
      (async function* () {
        for (;;) {
          yield await new Promise<KeptChange>((resolve) => {
            change = resolve;
          });
        }
      })() as never,
  };
  await followTheme(kept);
  expect(nativeTheme.themeSource).toBe('dark');
  theme = 'light';
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  change({ concern: 'view', values: {}, origin: 'a' });
  await settled();
  expect(nativeTheme.themeSource).toBe('dark');
  change({ concern: 'appearance', values: { theme: 'light' }, origin: 'a' });
  await settled();
  expect(nativeTheme.themeSource).toBe('light');
});
