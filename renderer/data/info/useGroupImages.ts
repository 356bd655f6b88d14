/** The pictures of the groups that are shown. */
import { useEffect, useRef, useState } from 'react';
import type { DatasetReport, DuplicateGroup, Place } from '../../../core/contract/report';
import { client } from '../../client/client';
import { isAbort, messageOf } from '../../client/errors';
import { type Example, examplesOf } from '../../ui/pixels';

export interface Picture {
  example: Example;
  imageShape: readonly [height: number, width: number, channels: number];
}

export const keyOf = ({ split, index }: Pick<Place, 'split' | 'index'>): string => `${split} ${index}`;

/** Images per call. */
const MOST = 500;

type Pictures = ReadonlyMap<string, Picture>;

export function useGroupImages(
  { id, importedAt }: Pick<DatasetReport, 'id' | 'importedAt'>,
  places: readonly Place[],
): { pictures: Pictures; error?: string } {
  const [loaded, setLoaded] = useState<{ pictures: Pictures; error?: string }>({ pictures: new Map() });
  const known = useRef<{ of: string; pictures: Pictures }>({ of: '', pictures: new Map() });
  const of = `${id} ${importedAt}`;
  useEffect(() => {
    const controller = new AbortController();
    if (known.current.of !== of) known.current = { of, pictures: new Map() };
    const before = known.current.pictures;
    const missing = places.filter((place) => !before.has(keyOf(place)));
    if (missing.length === 0) return;
    loadPictures(id, missing, controller.signal).then(
      (found) => {
        if (controller.signal.aborted) return;
        const pictures = new Map([...before, ...found]);
        known.current = { of, pictures };
        setLoaded({ pictures });
      },
      (error: unknown) => {
        if (controller.signal.aborted || isAbort(error)) return;
        setLoaded({ pictures: before, error: messageOf(error) });
      },
    );
    return () => controller.abort();
  }, [id, of, places]);
  return loaded;
}

async function loadPictures(id: string, places: readonly Place[], signal: AbortSignal): Promise<Pictures> {
  const found = new Map<string, Picture>();
  for (const split of ['train', 'val', 'test'] as const) {
    const all = [...new Set(places.filter((place) => place.split === split).map(({ index }) => index))];
    for (let from = 0; from < all.length; from += MOST) {
      const page = await client.datasets.examples(
        { id, split, indices: all.slice(from, from + MOST) },
        { signal },
      );
      for (const example of examplesOf(page)) {
        found.set(keyOf({ split, index: example.index }), { example, imageShape: page.imageShape });
      }
    }
  }
  return found;
}

/** Some images of each split, so that leaks are seen beside their originals. */
export function shownMembers({ members }: DuplicateGroup, most = 6): Place[] {
  if (members.length <= most) return [...members];
  const splits = [...new Set(members.map(({ split }) => split))];
  const each = Math.max(1, Math.floor(most / splits.length));
  return splits.flatMap((split) => members.filter((member) => member.split === split).slice(0, each));
}
