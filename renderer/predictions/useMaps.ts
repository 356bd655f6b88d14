import { useEffect, useState } from 'react';
import type { Progress } from '../../core/contract/engine';
import type { AskedPredictor, GradCamMap, GradCamRequest, Picture } from '../../core/contract/predict';
import { client } from '../client/client';
import { isAbort, messageOf } from '../client/errors';
import type { PictureSource } from '../state/predicting';
import { runOf } from './ask';

/** By network, then by picture. */
export type Maps = readonly (readonly (GradCamMap | null | undefined)[])[];

interface MapsState {
  maps: Maps;
  progress?: Progress;
  error?: string;
}

const NONE: MapsState = { maps: [] };

/** The pictures that a network can read, as a request names them, and their positions on the page. */
function asked(source: PictureSource, pictures: readonly Picture[]) {
  const sound = pictures.flatMap((picture, at) => (picture.problem ? [] : [{ picture, at }]));
  const places = sound.map(({ at }) => at);
  const request: GradCamRequest['pictures'] =
    source.kind === 'files'
      ? { paths: sound.flatMap(({ picture }) => picture.path ?? []) }
      : {
          from: runOf(source),
          split: source.split,
          indices: sound.flatMap(({ picture }) => picture.position ?? []),
        };
  return { request, places };
}

/**
 * Grad-CAM maps of the pictures of a page.
 * @param on whether to request them
 * @param node absent: each network's default
 */
export function useMaps(
  of: readonly AskedPredictor[],
  source: PictureSource | undefined,
  pictures: readonly Picture[],
  { on, node }: { on: boolean; node: string | undefined },
): MapsState {
  const [state, setState] = useState(NONE);
  const key = JSON.stringify([of, node]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key has all that the networks are.
  useEffect(() => {
    setState(NONE);
    if (!on || source === undefined || of.length === 0) return;
    const { request, places } = asked(source, pictures);
    if (places.length === 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async () => {
      const maps = of.map((): (GradCamMap | null | undefined)[] => []);
      const events = await client.predict.gradCam(
        { of: [...of], pictures: request, ...(node === undefined ? {} : { node }) },
        { signal },
      );
      for await (const event of events) {
        if (signal.aborted) return;
        if (event.type === 'progress') setState({ maps: [...maps], progress: event.progress });
        if (event.type !== 'maps') continue;
        for (const [at, map] of event.maps.entries()) maps[event.network]![places[event.first + at]!] = map;
        setState({ maps: maps.map((one) => [...one]) });
      }
      if (!signal.aborted) setState({ maps: [...maps] });
    };
    ask().catch((error: unknown) => {
      if (!signal.aborted && !isAbort(error)) setState({ maps: [], error: messageOf(error) });
    });
    return () => controller.abort();
  }, [on, key, source, pictures]);
  return state;
}
