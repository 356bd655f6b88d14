/**
 * This browser's session with the browser host, for this address and port. It is in the browser because it is what
 * lets the page reach the host. Scripts can sign with its key but not read it, so no program that later serves this
 * address can copy it.
 */

export interface Session {
  session: string;
  key: CryptoKey;
}

const DATABASE = 'skipwire-sign-in';
const STORE = 'session';
const ENTRY = 'session';

/** For browsers that refuse to store anything: a reload then needs a new link. */
let inMemory: Session | undefined;

export async function keptSession(): Promise<Session | undefined> {
  return (await inStore('readonly', (store) => store.get(ENTRY)).catch(() => undefined)) ?? inMemory;
}

/** @param key as the host sent it, base64url. */
export async function keepSession(session: string, key: string): Promise<Session> {
  const bytes = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const kept = { session, key: await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']) };
  inMemory = kept;
  await inStore('readwrite', (store) => store.put(kept, ENTRY)).catch(() => undefined);
  return kept;
}

export async function forgetSession(): Promise<void> {
  inMemory = undefined;
  await inStore('readwrite', (store) => store.delete(ENTRY)).catch(() => undefined);
}

/** HMAC-SHA-256, base64url. */
export async function sign({ key }: Session, text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text))));
}

export const randomNonce = (): string => base64url(crypto.getRandomValues(new Uint8Array(16)));

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await done(opening);
  try {
    return await done(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}
