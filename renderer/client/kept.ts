/** Loads the stored values from the host at the start, and sends changes back. */

import { create } from 'zustand';
import type { Concern, KeptChange, Values } from '../../core/contract/kept';
import { t, textOf } from '../../core/messages';
import { removeOldEntry } from '../state/kept/earlierStorage';
import { type Member, members, onMember, onPending, pending, usable } from '../state/kept/keep';
import { notify } from '../state/notices';
import { uniqueToken } from '../state/token';
import { notSaved, saved, saving } from '../state/unsaved';
import { client } from './client';
import { sleep } from './connection';
import { notifyError, saveProblem } from './errors';
import { keepSubscribed } from './stream';

/** The window waits for this before it is drawn. */
export const useKept = create<{ isThere: boolean }>(() => ({ isThere: false }));

const KEY = 'kept';
/** Longer than an existing host takes. */
const MOST_WAIT_MS = 3000;
/** Between two writes, for instance while a panel is dragged. */
const BETWEEN_MS = 50;
const RETRY_MS = [1000, 2000, 5000, 10_000, 30_000];

const origin = uniqueToken();

/** Old entries of the browser's storage, with the concerns that are not on the host yet. */
const moving = new Map<string, Set<Concern>>();

let onHost: Partial<Record<Concern, Values>> = {};
const learn = (concern: Concern, values: Values) => {
  onHost = { ...onHost, [concern]: { ...onHost[concern], ...values } };
};

function take(member: Member, values: Values = {}): void {
  const own = Object.entries(usable(member.concern, values)).filter(([name]) => member.owns(name));
  if (own.length > 0) member.put(Object.fromEntries(own));
}

/** Moves what an earlier version left in this browser to the host, unless the host has a value of that name. */
function moveOld(member: Member): void {
  const { concern, old, known } = member;
  const left = old?.values();
  if (!old || !left) return;
  const waiting = moving.get(old.key) ?? new Set();
  moving.set(old.key, waiting);
  const there = onHost[concern] ?? {};
  const news = Object.entries(usable(concern, left)).filter(
    ([name, value]) =>
      member.owns(name) && !Object.hasOwn(there, name) && known.get(name) !== JSON.stringify(value),
  );
  if (news.length === 0) return;
  waiting.add(concern);
  member.put(Object.fromEntries(news));
  pending.add(concern, Object.fromEntries(news));
}

function begin(all: readonly Member[]): void {
  for (const member of all) {
    take(member, onHost[member.concern]);
    moveOld(member);
  }
  // Another store that takes from the same old entry may follow in the same task.
  queueMicrotask(() => removeMoved());
  send();
}

/** @param concern that is on the host now. */
function removeMoved(concern?: Concern): void {
  for (const [key, waiting] of moving) {
    if (concern) waiting.delete(concern);
    if (waiting.size > 0) continue;
    removeOldEntry(key);
    moving.delete(key);
  }
}

let loaded = false;
async function load(): Promise<void> {
  const { concerns, remarks } = await client.kept.load();
  onHost = concerns;
  if (!loaded) {
    loaded = true;
    begin(members);
  } else {
    for (const member of members) if (member.live) take(member, concerns[member.concern]);
  }
  for (const remark of remarks) notify({ severity: 'warning', text: textOf(remark) });
  useKept.setState({ isThere: true });
  send();
}

function receive({ concern, values, origin: from }: KeptChange): void {
  if (from === origin) return;
  learn(concern, values);
  for (const member of members) if (member.concern === concern && member.live) take(member, values);
}

let sending = false;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;

function send(): void {
  clearTimeout(retry);
  if (pending.isEmpty) return;
  saving(KEY, t('shell.client.settings'));
  // Before the first answer, changes wait, since the host's state is unknown.
  if (!sending && loaded) void sendAll();
}

async function sendAll(): Promise<void> {
  sending = true;
  let error: unknown;
  while (pending.hasWaiting && error === undefined) {
    for (const [concern, values] of pending.take()) {
      try {
        await client.kept.change({ concern, values, origin });
        pending.done(concern);
        learn(concern, values);
        removeMoved(concern);
      } catch (failure) {
        // The host may still accept the other concerns.
        error ??= failure;
      }
    }
    pending.failed();
    if (pending.hasWaiting && error === undefined) await sleep(BETWEEN_MS);
  }
  sending = false;
  if (error === undefined) {
    failures = 0;
    saved(KEY);
    return;
  }
  const action = { label: t('common.tryAgain'), perform: send };
  notSaved(KEY, t('shell.client.settings'), saveProblem(error, { next: '', action }));
  retry = setTimeout(send, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
}

export function startKeeping(): void {
  onPending(send);
  onMember((member) => loaded && begin([member]));
  void keepSubscribed(() => client.kept.events(), receive, {
    opened: () =>
      void load().catch((error: unknown) => {
        notifyError(error);
        useKept.setState({ isThere: true });
      }),
  });
  const late = setTimeout(() => useKept.setState({ isThere: true }), MOST_WAIT_MS);
  useKept.subscribe(() => clearTimeout(late));
}
