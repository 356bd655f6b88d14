/** Where studies train, as it was chosen last. Stored on the host. */
import { create } from 'zustand';
import { MOST_PLACES } from '../../core/contract/places';
import { LOCAL } from '../../core/study/run';
import { keep } from './kept/keep';

interface Places {
  /** Never empty. */
  on: readonly string[];
  /** Places that were typed and have answered. */
  before: readonly string[];
  choose(place: string, chosen: boolean): void;
  /** One that has answered is chosen, and offered from now on. */
  add(place: string): void;
  /** No longer offers it. */
  forget(place: string): void;
}

const without = (places: readonly string[], place: string) => places.filter((other) => other !== place);

/** With no other place left, this machine. */
const chosen = (on: readonly string[]) => (on.length === 0 ? [LOCAL] : on);

export const usePlaces = create<Places>()((set) => ({
  on: [LOCAL],
  before: [],
  choose: (place, is) =>
    set(({ on }) => ({ on: is ? [...without(on, place), place] : chosen(without(on, place)) })),
  add: (place) =>
    set(({ on, before }) => ({
      on: [...without(on, place), place],
      before: place === LOCAL ? before : [place, ...without(before, place)].slice(0, MOST_PLACES),
    })),
  forget: (place) =>
    set(({ on, before }) => ({ on: chosen(without(on, place)), before: without(before, place) })),
}));

keep(usePlaces, {
  concern: 'train',
  live: true,
  values: ({ on, before }) => ({ on: [...on], places: [...before] }),
  change: ({ on, places }) => ({
    ...(on !== undefined && { on: on as string[] }),
    ...(places !== undefined && { before: places as string[] }),
  }),
});
