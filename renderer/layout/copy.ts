/** Puts text on the clipboard and says so. */
import { notify } from '../state/notices';

export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify({ severity: 'success', text: `${what} copied.` });
  } catch {
    // The browser denies the clipboard to pages without the focus or without a secure origin.
    notify({
      severity: 'error',
      text: `The clipboard is not available to this page; ${what} was not copied.`,
    });
  }
}
