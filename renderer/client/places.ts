/** The places to train, and whether they answer. */
import { create } from 'zustand';
import type { CheckedPlace, KnownPlace } from '../../core/contract/places';
import { LOCAL } from '../../core/study/run';
import { client } from './client';
import { messageOf, notifyError } from './errors';

export type Check =
  | { state: 'checking' }
  | { state: 'ready'; found: CheckedPlace }
  | { state: 'refused'; words: string };

interface PlacesState {
  known: readonly KnownPlace[];
  /** By place. */
  checks: Readonly<Record<string, Check>>;
}

export const useKnownPlaces = create<PlacesState>(() => ({ known: [], checks: {} }));

/** A failure is shown. */
export async function listPlaces(): Promise<void> {
  try {
    const known = await client.places.list();
    useKnownPlaces.setState({ known });
  } catch (error) {
    notifyError(error);
  }
}

const note = (place: string, check: Check | undefined) =>
  useKnownPlaces.setState(({ checks: { [place]: _, ...others } }) => ({
    checks: check ? { ...others, [place]: check } : others,
  }));

/** Its result is also in the store. @throws the reason of an aborted signal */
export async function checkPlace(place: string, signal?: AbortSignal): Promise<Check> {
  note(place, { state: 'checking' });
  try {
    const found = await client.places.check({ place }, { signal });
    const check: Check = { state: 'ready', found };
    note(place, check);
    return check;
  } catch (error) {
    if (signal?.aborted) {
      note(place, undefined);
      throw signal.reason;
    }
    const check: Check = { state: 'refused', words: messageOf(error) };
    note(place, check);
    return check;
  }
}

/** Whether a training could begin at each of them now. @throws as `checkPlace` */
export async function doAnswer(places: readonly string[], signal: AbortSignal): Promise<boolean> {
  const checks = places.filter((place) => place !== LOCAL).map((place) => checkPlace(place, signal));
  return (await Promise.all(checks)).every(({ state }) => state === 'ready');
}
