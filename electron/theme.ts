/** Window background, menus and dialogs use the theme chosen in the window. */
import { nativeTheme } from 'electron';
import type { KeptStore } from '../main/kept';

export async function followTheme(kept: Pick<KeptStore, 'theme' | 'events'>): Promise<void> {
  const changes = kept.events();
  nativeTheme.themeSource = await kept.theme();
  void (async () => {
    for await (const { concern } of changes) {
      if (concern === 'appearance') nativeTheme.themeSource = await kept.theme();
    }
  })();
}
