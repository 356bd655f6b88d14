/** What charts of the same runs share: the place that is read, and the part of x that is shown. */
import { createStore, type StoreApi } from 'zustand';
import type { Domain } from '../../core/figures/axis';

interface Linked {
  /** In units of x. */
  cursor?: number | undefined;
  /** Absent: all. */
  view?: Domain | undefined;
}

export type ChartLink = StoreApi<Linked>;

export const createChartLink = (): ChartLink => createStore<Linked>(() => ({}));

/** A narrower part would have no ticks. */
const LEAST_SHARE = 1e-6;

/** @param whole what there is of x; a part as wide is all of it */
export function showPart(link: ChartLink, [low, high]: Domain, whole: Domain): void {
  const wide = whole[1] - whole[0];
  const part: Domain = [Math.max(whole[0], low), Math.min(whole[1], high)];
  if (part[1] - part[0] < LEAST_SHARE * wide) return;
  link.setState({ view: part[1] - part[0] >= wide ? undefined : part });
}

/** Moves what is shown by a share of its width, as far as there is something. */
export function move(link: ChartLink, share: number, whole: Domain): void {
  const { view } = link.getState();
  if (!view) return;
  const width = view[1] - view[0];
  const low = Math.min(Math.max(whole[0], view[0] + share * width), whole[1] - width);
  link.setState({ view: [low, low + width] });
}

/** @param factor below 1 shows less; @param around stays where it is */
export function zoom(link: ChartLink, factor: number, around: number, whole: Domain): void {
  const [low, high] = link.getState().view ?? whole;
  showPart(link, [around - (around - low) * factor, around + (high - around) * factor], whole);
}

export const showAll = (link: ChartLink): void => link.setState({ view: undefined });
