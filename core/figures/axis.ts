/** Domains and ticks. */
import { extent, nice, range, ticks } from 'd3-array';
import { countOf, type Series, xAt } from './types';

export type Domain = readonly [low: number, high: number];

export interface Scale {
  (value: number): number;
  /** From pixels back to values. */
  invert(pixel: number): number;
}

/** The logarithm (base 10) of a value is linear in pixels; values up to 0 have no place. */
export function logScale([low, high]: Domain, pixels: Domain): Scale {
  const linear = linearScale([Math.log10(low), Math.log10(high)], pixels);
  return Object.assign((value: number) => (value > 0 ? linear(Math.log10(value)) : Number.NaN), {
    invert: (pixel: number) => 10 ** linear.invert(pixel),
  });
}

export function linearScale([low, high]: Domain, [from, to]: Domain): Scale {
  const pixels = (to - from) / (high - low);
  return Object.assign((value: number) => from + (value - low) * pixels, {
    invert: (pixel: number) => low + (pixel - from) / pixels,
  });
}

/** Undefined without a finite value. */
export function finiteExtent(values: Iterable<number>): Domain | undefined {
  const [low, high] = extent(values, (value) => (Number.isFinite(value) ? value : undefined));
  return low === undefined ? undefined : [low, high];
}

export function xDomain(series: readonly Series[], fromZero = true): Domain {
  // Ascending, so that the ends are enough.
  const found = finiteExtent(
    series.flatMap(({ points }) =>
      countOf(points) > 0 ? [xAt(points, 0), xAt(points, countOf(points) - 1)] : [],
    ),
  );
  if (!found) return [0, 1];
  const low = fromZero ? Math.min(0, found[0]) : found[0];
  return found[1] > low ? [low, found[1]] : [low, low + 1];
}

export interface ValueAxis {
  domain: Domain;
  ticks: readonly number[];
}

/** A value axis with round limits and steps. `bounds` are values it cannot leave: an accuracy stays within [0, 1]. */
export function valueAxis(values: Iterable<number>, tickCount: number, bounds?: Domain): ValueAxis {
  let [low, high] = finiteExtent(values) ?? bounds ?? [0, 1];
  if (high - low < 1e-9) {
    const room = Math.max(Math.abs(high) * 0.1, 0.05);
    low -= room;
    high += room;
  }
  if (bounds) {
    low = Math.max(low, bounds[0]);
    high = Math.min(high, bounds[1]);
  }
  const [niceLow, niceHigh] = nice(low, high, tickCount);
  const domain: Domain = bounds
    ? [Math.max(niceLow, bounds[0]), Math.min(niceHigh, bounds[1])]
    : [niceLow, niceHigh];
  return { domain, ticks: ticks(...domain, tickCount) };
}

/** Epochs are fractional: step 98 of 196 is epoch 0.5. `macs` are the multiply-adds of the training so far. */
export const X_UNITS = ['epoch', 'step', 'time', 'macs'] as const;
export type XUnit = (typeof X_UNITS)[number];

/** `block` counts from 1 at the input; `log-rate` is log10 of a learning rate. */
export type ChartX = XUnit | 'block' | 'log-rate';

const MINUTE = 60;
const HOUR = 3600;
/** Seconds. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 192].map((hours) => hours * HOUR),
];

function timeTicks([low, high]: Domain, count: number): readonly number[] {
  const wanted = (high - low) / Math.max(1, count);
  const step = TIME_STEPS.find((candidate) => candidate >= wanted) ?? TIME_STEPS.at(-1)!;
  return range(Math.ceil(low / step), Math.floor(high / step) + 1).map((tick) => tick * step);
}

export function xTicks(domain: Domain, count: number, unit: ChartX): readonly number[] {
  if (unit === 'time') return timeTicks(domain, count);
  const all = ticks(...domain, Math.max(1, count));
  const whole = all.filter((tick) => Number.isInteger(tick));
  // Part of an epoch may have none.
  return unit === 'epoch' && whole.length < 2 ? all : whole;
}

/** 1, 2 and 5 as logarithms: ticks that read well. */
const LOG_STEPS = [0, Math.log10(2), Math.log10(5)];

/** The nearest 1, 2 or 5 times a power of ten. All are logarithms (base 10). */
export function logStep(value: number, side: 'below' | 'above'): number {
  const power = Math.floor(value + 1e-9);
  const marks = [...LOG_STEPS, 1].map((step) => power + step);
  return side === 'below'
    ? marks.findLast((mark) => mark <= value + 1e-9)!
    : marks.find((mark) => mark >= value - 1e-9)!;
}

/** Fewer do not show that the axis is logarithmic. */
export const LEAST_LOG_TICKS = 3;

/**
 * An axis of logarithms (base 10): whole powers, or 1, 2 and 5 of each where there are few, or round steps between these.
 */
export function logAxis(values: Iterable<number>, tickCount: number): ValueAxis {
  const found = finiteExtent(values) ?? [0, 1];
  if (found[1] - found[0] > 2) {
    const [low, high] = [Math.floor(found[0]), Math.ceil(found[1])];
    const stride = Math.max(1, Math.ceil((high - low) / tickCount));
    return { domain: [low, high], ticks: range(low, high + 1, stride) };
  }
  const low = logStep(found[0], 'below');
  const above = logStep(found[1], 'above');
  const high = above > low ? above : logStep(low + 0.1, 'above');
  const marks = range(Math.floor(low), high + 1).flatMap((power) => LOG_STEPS.map((step) => power + step));
  const inside = marks.filter((mark) => mark >= low - 1e-9 && mark <= high + 1e-9);
  if (inside.length >= LEAST_LOG_TICKS) return { domain: [low, high], ticks: inside };
  const near: Domain = found[1] > found[0] ? nice(10 ** found[0], 10 ** found[1], tickCount) : [0, 0];
  const [from, to] = near[0] > 0 ? near : [10 ** low, 10 ** high];
  return {
    domain: [Math.log10(from), Math.log10(to)],
    ticks: ticks(from, to, tickCount).map((value) => Math.log10(value)),
  };
}

/** As many decimals as the ticks need to differ. */
export const tickDecimals = (values: readonly number[]): number =>
  Math.max(
    0,
    ...values.map((tick) => /\.(\d+)/.exec(String(Number(tick.toPrecision(10))))?.[1]?.length ?? 0),
  );
