/** The loss surfaces that the host computes for this window; they are computed on while other views are shown. */
import { create } from 'zustand';
import type { Progress } from '../../core/contract/engine';
import type { SurfaceEvent, SurfaceRequest } from '../../core/contract/surface';
import type { Surface } from '../../core/surface/surface';
import { client } from './client';
import { isAbort, messageOf } from './errors';

export interface SurfaceState {
  /** What `surfaces` are of, and what is computed. */
  request?: SurfaceRequest;
  /** In the order of the request; empty before the first point. */
  surfaces: readonly Surface[];
  running: boolean;
  progress?: Progress;
  error?: string;
}

export const NO_SURFACES: SurfaceState = { surfaces: [], running: false };

export const useSurfaces = create<SurfaceState>(() => NO_SURFACES);

export function receiveSurface(state: SurfaceState, event: SurfaceEvent): SurfaceState {
  if (event.type === 'progress') return { ...state, progress: event.progress };
  const surfaces = [...state.surfaces];
  if (event.type === 'surface') surfaces[event.network] = event.surface;
  else {
    const { losses, accuracies, ...surface } = surfaces[event.network]!;
    surfaces[event.network] = {
      ...surface,
      losses: losses.with(event.index, event.loss),
      accuracies: accuracies.with(event.index, event.accuracy),
    };
  }
  return { ...state, surfaces };
}

let controller: AbortController | undefined;

/** Shows what the runs' folders have, unless surfaces are being computed. */
export async function showSurfaces(request: SurfaceRequest): Promise<void> {
  if (controller) return;
  useSurfaces.setState({ ...NO_SURFACES, request }, true);
  const shown = () => !controller && useSurfaces.getState().request === request;
  try {
    const surfaces = await client.surface.kept(request);
    if (surfaces && shown()) useSurfaces.setState({ surfaces });
  } catch (error) {
    if (shown()) useSurfaces.setState({ error: messageOf(error) });
  }
}

export async function computeSurfaces(request: SurfaceRequest): Promise<void> {
  controller?.abort();
  const own = new AbortController();
  controller = own;
  const { signal } = own;
  useSurfaces.setState({ ...NO_SURFACES, request, running: true }, true);
  try {
    for await (const event of await client.surface.compute(request, { signal })) {
      if (signal.aborted) return;
      useSurfaces.setState((state) => receiveSurface(state, event), true);
    }
  } catch (error) {
    if (!signal.aborted && !isAbort(error)) useSurfaces.setState({ error: messageOf(error) });
  } finally {
    if (controller === own) {
      controller = undefined;
      useSurfaces.setState({ running: false, progress: undefined });
    }
  }
}

/** What was computed is kept. */
export function stopSurfaces(): void {
  controller?.abort();
  controller = undefined;
  useSurfaces.setState({ running: false, progress: undefined });
}
