/** What only a view's components can do: a view offers it while it is shown, and commands of the registry take it up. */
import { useEffect, useRef } from 'react';
import { type Key, type Message, message } from '../../core/messages';
import { useNavigation, type View } from '../state/navigation';
import { notify } from '../state/notices';
import type { Command } from './command';

export interface Offer {
  perform(): unknown;
  /** Replaces the command's label, such as Star by Remove star. */
  label?: Key | undefined;
}

/** `undefined` where it cannot be done now; a text says why. */
type Offers = Readonly<Record<string, Offer | string | undefined>>;

const offers = new Map<string, Offer | string>();

/** A command that was chosen in another view, until this one has loaded and offers it. */
let wanted: { id: string } | undefined;
/** Longer than a view takes to load its code and its lists. */
const MOST_WAIT_MS = 3000;

function take(id: string): boolean {
  const offer = offers.get(id);
  if (typeof offer !== 'object') return false;
  wanted = undefined;
  void offer.perform();
  return true;
}

/** Replaces what a component offered before; another's offers stay. */
export function changeOffers(before: Offers, now: Offers): void {
  for (const [id, offer] of Object.entries(before)) if (offers.get(id) === offer) offers.delete(id);
  for (const [id, offer] of Object.entries(now)) if (offer !== undefined) offers.set(id, offer);
  if (wanted !== undefined && Object.hasOwn(now, wanted.id)) take(wanted.id);
}

/** Called by a component with what it offers now, by ids of commands. */
export function useOffers(now: Offers): void {
  const own = useRef<Offers>({});
  useEffect(() => {
    changeOffers(own.current, now);
    own.current = now;
  });
  useEffect(() => () => changeOffers(own.current, {}), []);
}

export const offered = (id: string): Offer | undefined => {
  const offer = offers.get(id);
  return typeof offer === 'object' ? offer : undefined;
};

function sayWhyNot(id: string): void {
  const why = offers.get(id);
  if (typeof why === 'string') notify({ severity: 'info', text: why });
}

function performIn(view: View, id: string): void {
  const navigation = useNavigation.getState();
  if (navigation.view === view) {
    if (!take(id)) sayWhyNot(id);
    return;
  }
  const own = { id };
  wanted = own;
  setTimeout(() => {
    if (wanted !== own) return;
    wanted = undefined;
    if (useNavigation.getState().view === view) sayWhyNot(id);
  }, MOST_WAIT_MS);
  navigation.go(view);
}

type Offerable = Omit<Command, 'section' | 'perform' | 'where' | 'label'> & { label: Key | Message };

/**
 * Commands that `view` offers; they go there first. From another view they can always be chosen, since only the view knows
 * whether there is anything to do.
 */
export const inView = (view: View & Command['section'], commands: readonly Offerable[]): Command[] =>
  commands.map(({ label, ...command }) => ({
    ...command,
    section: view,
    label: () => {
      const now = offered(command.id)?.label ?? label;
      return typeof now === 'string' ? message(now) : now;
    },
    when: () =>
      (command.when?.() ?? true) && (useNavigation.getState().view !== view || offers.has(command.id)),
    perform: () => performIn(view, command.id),
  }));
