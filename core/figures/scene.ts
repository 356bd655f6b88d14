/** The layout of a chart for a size and its data. */

import { formatWholeSeconds } from '../format/duration';
import { formatCompact, formatCount, formatDecimals, formatPercent, formatRate } from '../format/number';
import {
  type ChartX,
  type Domain,
  finiteExtent,
  LEAST_LOG_TICKS,
  linearScale,
  logAxis,
  logScale,
  tickDecimals,
  type ValueAxis,
  valueAxis,
  xDomain,
  xTicks,
} from './axis';
import { axisValues, type Curve, toCurve, withoutBlowUp } from './curves';
import type { Series } from './types';

/** `log`: values are log10 of what the axis shows. */
export type ValueUnit = 'loss' | 'share' | 'rate' | 'number' | 'log';

export interface SceneInput {
  series: readonly Series[];
  width: number;
  height: number;
  smoothing: number;
  xUnit: ChartX;
  unit: ValueUnit;
  /** Values that the axis shows too. */
  shows?: readonly number[] | undefined;
  /** Where x will end, if it is known: the number of epochs. */
  xEnd?: number | undefined;
  /** The part of x that is shown; absent: all. */
  view?: Domain | undefined;
  /** Logarithmic axes. Values up to 0 are left out. */
  logX?: boolean;
  logY?: boolean;
}

export interface Tick {
  at: number;
  label: string;
}

export interface Scene {
  plot: { left: number; right: number; top: number; bottom: number };
  curves: readonly Curve[];
  /** What is shown of x. */
  domain: Domain;
  /** What there is of x. */
  whole: Domain;
  x(value: number): number;
  y(value: number): number;
  invert(pixel: number): number;
  xTicks: readonly Tick[];
  yTicks: readonly Tick[];
  /** The largest value that is left out of the axis (see withoutBlowUp). */
  beyond?: number;
}

const TOP = 8;
const BOTTOM = 22;
const RIGHT = 14;
/** Pixels, at 11 px. */
const DIGIT = 6.6;

function valueLabel(unit: ValueUnit, decimals: number): (value: number) => string {
  if (unit === 'share') return (value) => formatPercent(value, Math.max(0, decimals - 2));
  if (unit === 'rate' || unit === 'number') return formatRate;
  if (unit === 'log') return (value) => formatRate(10 ** value);
  return (value) => (Math.abs(value) >= 1e5 ? formatRate(value) : formatDecimals(value, decimals));
}

function xLabel(unit: ChartX, ticks: readonly number[]): (value: number) => string {
  if (unit === 'log-rate') return (value) => formatRate(10 ** value);
  if (unit === 'macs') return formatCompact;
  if (unit === 'time') return formatWholeSeconds;
  const decimals = tickDecimals(ticks);
  return decimals > 0 ? (value) => formatDecimals(value, decimals) : formatCount;
}

function withoutOverlap(ticks: readonly Tick[]): readonly Tick[] {
  let free = Number.NEGATIVE_INFINITY;
  return ticks.filter(({ at, label }) => {
    const half = (label.length * DIGIT) / 2;
    if (at - half < free) return false;
    free = at + half + 8;
    return true;
  });
}

/** Accuracies and rates start at 0. */
function axisOf(unit: ValueUnit, values: readonly number[], count: number) {
  switch (unit) {
    case 'share':
      return valueAxis([0, ...(values.length > 0 ? values : [1])], count, [0, 1]);
    case 'rate':
    case 'number':
      return valueAxis([0, ...values], count);
    case 'log':
      return logAxis(values, count);
    case 'loss':
      return valueAxis(values, count);
  }
}

/** Logarithms as ticks and domain become values again. */
function powers({ domain: [low, high], ticks }: ValueAxis): ValueAxis {
  return {
    domain: [10 ** low, 10 ** high],
    ticks: ticks.map((tick) => Number((10 ** tick).toPrecision(12))),
  };
}

const logsOf = (values: readonly number[]): number[] =>
  values.filter((value) => value > 0).map((value) => Math.log10(value));

/** A logarithmic x begins at the first point that has one. */
function firstPositiveX(series: readonly Series[]): number | undefined {
  return finiteExtent(
    series.flatMap(({ points: { x, perX } }) => {
      const first = x.find((value) => value > 0);
      return first === undefined ? [] : [first / perX];
    }),
  )?.[0];
}

function wholeX({ series, xUnit, xEnd, logX }: SceneInput): Domain {
  const [low, high] = xDomain(series, xUnit !== 'log-rate' && xUnit !== 'block');
  const end = Math.max(high, xEnd ?? high);
  if (!logX) return [low, end];
  const first = firstPositiveX(series) ?? end / 10;
  return [Math.min(first, end / 1.001), end];
}

export function layoutScene(input: SceneInput): Scene {
  const { series, width, height, smoothing, xUnit, unit, view, logX = false, logY = false } = input;
  const whole = wholeX(input);
  const domain = view ?? whole;
  const curves = series.map((one) => toCurve(one, smoothing, width, view));
  const all = [...axisValues(curves), ...(input.shows ?? [])];
  const { kept: values, beyond } = unit === 'loss' ? withoutBlowUp(all) : { kept: all };
  const count = height < 180 ? 3 : 5;
  const axis = logY ? powers(logAxis(logsOf(values), count)) : axisOf(unit, values, count);
  const label = logY && unit !== 'share' ? formatRate : valueLabel(unit, tickDecimals(axis.ticks));
  const labels = axis.ticks.map(label);
  const left = Math.ceil(Math.max(...labels.map(({ length }) => length), 2) * DIGIT) + 14;
  const plot = { left, right: Math.max(left + 1, width - RIGHT), top: TOP, bottom: height - BOTTOM };

  const x = (logX ? logScale : linearScale)(domain, [plot.left, plot.right]);
  const y = (logY ? logScale : linearScale)(axis.domain, [plot.bottom, plot.top]);
  const xCount = Math.max(2, Math.floor((plot.right - plot.left) / 64));
  const inDomain = (marks: readonly number[]) =>
    marks.filter((tick) => tick >= domain[0] && tick <= domain[1]);
  const even = () => inDomain(xTicks(domain, xCount, xUnit));
  const marks = logX ? inDomain(powers(logAxis(logsOf(domain), xCount)).ticks) : even();
  const shown = marks.length < LEAST_LOG_TICKS ? even() : marks;
  const name = xLabel(xUnit, shown);
  return {
    plot,
    curves,
    domain,
    whole,
    x: (value) => x(value),
    y: (value) => y(value),
    invert: (pixel) => Math.min(domain[1], Math.max(domain[0], x.invert(pixel))),
    xTicks: withoutOverlap(shown.map((tick) => ({ at: x(tick), label: name(tick) }))),
    yTicks: axis.ticks.map((tick, index) => ({ at: y(tick), label: labels[index]! })),
    ...(beyond === undefined ? {} : { beyond }),
  };
}
