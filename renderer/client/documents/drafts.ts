/**
 * Moves graphs that an earlier version of Skipwire kept in this browser's storage to the host. An entry is deleted once
 * the host has it on disk.
 */
import { t } from '../../../core/messages';
import { notify } from '../../state/notices';
import { client } from '../client';

/** All versions of the entry, and copies of damaged ones. */
const KEY = /^skipwire\.documents\b/;

type Store = Pick<Storage, 'length' | 'key' | 'getItem' | 'removeItem'>;

function storage(): Store | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    // The browser denies access.
    return undefined;
  }
}

export function draftKeys(store: Pick<Storage, 'length' | 'key'>): string[] {
  return Array.from({ length: store.length }, (_, index) => store.key(index)).filter(
    (key): key is string => key !== null && KEY.test(key),
  );
}

/** Characters in one message. */
const MOST = 1_000_000;

/** An entry with many graphs is sent graph by graph. */
export function piecesOf(text: string, most = MOST): string[] {
  if (text.length <= most) return [text];
  try {
    const { documents, ...rest } = JSON.parse(text) as { documents?: unknown };
    if (!Array.isArray(documents)) return [text];
    return documents.map((document) => JSON.stringify({ ...rest, documents: [document] }));
  } catch {
    return [text];
  }
}

/** @returns ids of the new documents. @throws when the host does not answer; nothing is deleted then. */
export async function adoptDrafts(
  store: Store | undefined = storage(),
  adopt: typeof client.documents.adopt = client.documents.adopt,
): Promise<{ ids: string[]; active?: string }> {
  const ids: string[] = [];
  let active: string | undefined;
  if (!store) return { ids };
  for (const key of draftKeys(store)) {
    const text = store.getItem(key);
    if (text === null) continue;
    for (const piece of piecesOf(text)) {
      const answer = await adopt({ key, text: piece });
      ids.push(...answer.adopted.map(({ id }) => id));
      active ??= answer.active;
      if (answer.setAside !== undefined) {
        notify({
          severity: 'warning',
          text: t('shell.client.draftsUnreadable', { place: answer.setAside }),
        });
      }
    }
    store.removeItem(key);
  }
  return { ids, ...(active !== undefined && { active }) };
}
