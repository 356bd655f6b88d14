/** Menus, dialogs and notifications use the language chosen in the window, or the system's. */
import { app } from 'electron';
import type { LanguageChoice } from '../core/contract/kept';
import { languageFor, setLanguage } from '../core/messages';
import type { KeptStore } from '../main/kept';

/** @param changed redraws what Electron keeps, such as the menu. */
export async function followLanguage(
  kept: Pick<KeptStore, 'language' | 'events'>,
  changed: () => void,
): Promise<void> {
  const changes = kept.events();
  let now = await kept.language();
  apply(now);
  void (async () => {
    for await (const { concern } of changes) {
      const next = concern === 'appearance' ? await kept.language() : now;
      if (next === now) continue;
      now = next;
      apply(now);
      changed();
    }
  })();
}

const apply = (choice: LanguageChoice): void =>
  setLanguage(choice === 'system' ? (languageFor(app.getPreferredSystemLanguages()) ?? 'en') : choice);
