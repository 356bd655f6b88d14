/** Which graphs are open, in which order, kept by the host for the next window. */
import type { Tabs } from '../../../core/contract/documents';
import { client } from '../client';
import { useConnection } from '../connection';

interface Identified {
  id: string;
}

const opened = new Set<string>();
const closed = new Set<string>();
let active: string | undefined;
let order: string[] | undefined;
let isWaiting = false;
let isDue = false;

export const readTabs = (): Promise<Tabs> => client.documents.tabs();

export function changeTabs(
  now: readonly Identified[],
  before: readonly Identified[],
  shown: string | undefined,
): void {
  const ids = new Set(now.map(({ id }) => id));
  const old = new Set(before.map(({ id }) => id));
  const come = [...ids].filter((id) => !old.has(id));
  const gone = [...old].filter((id) => !ids.has(id));
  const stayed = [...old].filter((id) => ids.has(id));
  const isMoved = [...ids].filter((id) => old.has(id)).some((id, index) => id !== stayed[index]);
  if (come.length === 0 && gone.length === 0 && !isMoved && shown === active) return;
  for (const id of come) {
    opened.add(id);
    closed.delete(id);
  }
  for (const id of gone) {
    closed.add(id);
    opened.delete(id);
  }
  active = shown;
  if (isMoved) order = [...ids];
  isDue = true;
  // What is sent while the page goes may arrive after the next page has asked: a closed graph would be open again.
  if (gone.length > 0 || isMoved) void send();
  else soon();
}

function soon(): void {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(send, 100);
}

export function flushTabs(): void {
  void send();
}

async function send(): Promise<void> {
  isWaiting = false;
  if (!isDue) return;
  isDue = false;
  const change = {
    opened: [...opened],
    closed: [...closed],
    ...(active !== undefined && { active }),
    ...(order && { order }),
  };
  opened.clear();
  closed.clear();
  order = undefined;
  try {
    await client.documents.changeTabs(change);
  } catch {
    // Sent again with the next connection, unless changed meanwhile.
    for (const id of change.opened) if (!closed.has(id)) opened.add(id);
    for (const id of change.closed) if (!opened.has(id)) closed.add(id);
    order ??= change.order;
    isDue = true;
  }
}

useConnection.subscribe((now, before) => {
  if (now.generation !== before.generation && isDue) soon();
});
