/** Puts text on the clipboard and says so. @param what goes into a sentence: "the table as CSV" */
import { t } from '../../core/messages';
import { notify } from '../state/notices';

export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify({ severity: 'success', text: t('ui.copied', { what }) });
  } catch {
    // A page without focus or a secure origin has no clipboard.
    notify({ severity: 'error', text: t('ui.notCopied', { what }) });
  }
}
