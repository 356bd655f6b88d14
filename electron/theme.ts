/** The window's background, menus and dialogs take the colors that were chosen in the page. */
import { nativeTheme } from 'electron';
import type { KeptStore } from '../main/kept';

/** Resolves when the choice of the last time is in force. */
export async function followTheme(kept: Pick<KeptStore, 'theme' | 'events'>): Promise<void> {
  const changes = kept.events();
  nativeTheme.themeSource = await kept.theme();
  void (async () => {
    for await (const { concern } of changes) {
      if (concern === 'appearance') nativeTheme.themeSource = await kept.theme();
    }
  })();
}
