/** Stores whose values the host keeps (core/contract/kept.ts). `keep` registers one; client/kept sends and receives. */
import type { StoreApi } from 'zustand';
import { type Concern, type Values, valueSchema } from '../../../core/contract/kept';
import { Pending } from './waitingChanges';

export interface Keeping<State> {
  concern: Concern;
  /** The values to keep; `null` for one that is absent. */
  values(state: State): Values;
  /** The state update for values that have passed their schemas. */
  change(values: Values, state: State): Partial<State>;
  /** The store also takes names that it does not have yet. */
  anyName?: boolean;
  /** Other windows' changes are taken over while this one is open. */
  live?: boolean;
  /** The values that an earlier version kept in the browser's storage. */
  old?: { key: string; values(): Values | undefined };
}

export interface Member {
  concern: Concern;
  live: boolean;
  owns(name: string): boolean;
  old?: Keeping<unknown>['old'];
  /** What the host has, as far as this window knows; the initial values at first. */
  known: Map<string, string>;
  put(values: Values): void;
}

export const members: Member[] = [];
export const pending = new Pending();
const listeners = new Set<() => void>();
const memberListeners = new Set<(member: Member) => void>();

/** Calls `listener` for each store that is registered later, as views are loaded. */
export function onMember(listener: (member: Member) => void): void {
  memberListeners.add(listener);
}

/** Calls `listener` when there is something to send. */
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
      // A value that the store clamped is not sent back.
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

/** The values that this version can use, and that no pending change is about to replace. */
export function usable(concern: Concern, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        !pending.has(concern, name) && (valueSchema(concern, name)?.safeParse(value).success ?? false),
    ),
  );
}
