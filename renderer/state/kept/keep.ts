/**
 * Stores of the window that are kept on the host (core/contract/kept.ts): what changes in them is sent, what the host has is
 * put into them. A store is registered with `keep` where it is made; sync.ts does the rest.
 */
import type { StoreApi } from 'zustand';
import { type Concern, type Values, valueSchema } from '../../../core/contract/kept';
import { Pending } from './pending';

export interface Keeping<State> {
  concern: Concern;
  /** What is kept of a state. `null` for a value that there is none of. */
  values(state: State): Values;
  /** A state's change that takes over some of these values; they have passed the schemas. */
  change(values: Values, state: State): Partial<State>;
  /** All names of the concern are the store's own, also those that it does not have yet. */
  anyName?: boolean;
  /** Other windows' changes are taken over while this one is open. */
  live?: boolean;
  /** The same values as an earlier version kept them in the browser's storage. */
  old?: { key: string; values(): Values | undefined };
}

export interface Member {
  concern: Concern;
  live: boolean;
  owns(name: string): boolean;
  old?: Keeping<unknown>['old'];
  /** What the host has, as far as this window knows; at first what the store begins with. */
  known: Map<string, string>;
  put(values: Values): void;
}

export const members: Member[] = [];
export const pending = new Pending();
const listeners = new Set<() => void>();
const memberListeners = new Set<(member: Member) => void>();

/** Calls `listener` for each store from now on: views bring theirs along when they are loaded. */
export function onMember(listener: (member: Member) => void): void {
  memberListeners.add(listener);
}

/** Calls `listener` when something is to be sent. */
export function onPending(listener: () => void): void {
  listeners.add(listener);
}

export function keep<State>(
  store: Pick<StoreApi<State>, 'getState' | 'setState' | 'subscribe'>,
  { concern, values, change, anyName = false, live = false, old }: Keeping<State>,
): void {
  const jsonOf = (state: State) =>
    Object.entries(values(state)).map(([name, value]) => [name, JSON.stringify(value)] as const);
  const known = new Map(jsonOf(store.getState()));
  const member: Member = {
    concern,
    live,
    owns: (name) => anyName || known.has(name),
    ...(old && { old }),
    known,
    put(next) {
      for (const [name, value] of Object.entries(next)) known.set(name, JSON.stringify(value));
      store.setState(change(next, store.getState()));
      // What the store made of them is what it has: a value out of its range is not sent back.
      for (const [name, json] of jsonOf(store.getState()))
        if (Object.hasOwn(next, name)) known.set(name, json);
    },
  };
  members.push(member);
  store.subscribe((state) => {
    const changed = jsonOf(state).filter(([name, json]) => known.get(name) !== json);
    if (changed.length === 0) return;
    for (const [name, json] of changed) known.set(name, json);
    pending.add(concern, Object.fromEntries(changed.map(([name, json]) => [name, JSON.parse(json)])));
    for (const tell of listeners) tell();
  });
  for (const tell of memberListeners) tell(member);
}

/** Those of the values that this version can use, and that no change of ours is about to replace. */
export function usable(concern: Concern, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        !pending.has(concern, name) && (valueSchema(concern, name)?.safeParse(value).success ?? false),
    ),
  );
}
