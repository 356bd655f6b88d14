/**
 * Curves of runs. The pointer or the arrow keys move a crosshair; screen readers get a table of the last and best
 * values.
 */

import Box from '@mui/material/Box';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useState } from 'react';
import type { ChartX, XUnit } from '../../core/figures/axis';
import { nextX, readAt, summarize } from '../../core/figures/curves';
import { layoutScene, type ValueUnit } from '../../core/figures/scene';
import type { Mark, Series } from '../../core/figures/types';
import { formatSeconds } from '../../core/format/duration';
import { formatDecimals, formatLoss, formatPercent, formatRate } from '../../core/format/number';
import { t } from '../../core/messages';
import { visuallyHidden } from '../ui';
import { focusRing } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';
import { useWidth } from '../ui/useSize';
import { SmoothingSlider, XUnitSelect } from './ChartControls';
import { Plot } from './Plot';
import { Readings, Swatch } from './Readings';

export interface LineChartProps {
  title: string;
  series: readonly Series[];
  xUnit: ChartX;
  unit: ValueUnit;
  smoothing?: number;
  xEnd?: number;
  /** Values that the axis shows too. */
  shows?: readonly number[];
  height?: number;
  /** Replaces "epoch 3", for example with the name of a block. */
  nameX?(x: number): string;
  /** Shown while there are no points: what will appear, or what to do. */
  empty: string;
  /** Vertical lines with a label. */
  marks?: readonly Mark[];
  controls?: ReactNode;
  /** Only for charts over epochs, steps or time. */
  onXUnit?(unit: XUnit): void;
  onSmoothing?(smoothing: number): void;
}

/** "epoch 3.42", "step 742", "1 min 12 s". */
function formatX(x: number, unit: ChartX): string {
  if (unit === 'log-rate') return t('train.chart.learningRate', { rate: formatRate(10 ** x) });
  if (unit === 'block') return t('train.chart.block', { block: Math.round(x) });
  if (unit === 'time') return formatSeconds(x);
  if (unit === 'step') return t('train.chart.step', { step: Math.round(x) });
  return t('train.chart.epoch', { epoch: formatDecimals(x, Number.isInteger(x) ? 0 : 2) });
}

const FORMATS: Readonly<Record<ValueUnit, (value: number) => string>> = {
  loss: formatLoss,
  share: formatPercent,
  rate: formatRate,
  number: formatRate,
  log: (value) => formatRate(10 ** value),
};

/** Smallest step of a key, as a share of the axis. */
const KEY_STEP = 1 / 50;

function Legend({
  series,
  onEmphasis,
}: {
  series: readonly Series[];
  onEmphasis(label: string | undefined): void;
}) {
  const labels = [...new Map(series.map((one) => [one.label, one])).values()].map(({ label, color }) => ({
    label,
    color,
    dashed: series.every((one) => one.label !== label || one.dashed),
  }));
  const kinds = [...new Map(series.map((one) => [one.kind, one])).values()].filter(({ kind }) => kind);
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 0, mb: 1, fontSize: 12, minHeight: 20 }}
    >
      {labels.map(({ label, color, dashed }) => (
        <Box
          key={label}
          onPointerEnter={() => onEmphasis(label)}
          onPointerLeave={() => onEmphasis(undefined)}
          sx={{ display: 'flex', alignItems: 'center', gap: '6px', lineHeight: '20px', cursor: 'default' }}
        >
          <Swatch color={color} dashed={dashed} />
          {label}
        </Box>
      ))}
      {kinds.length > 1 && (
        <Box sx={{ display: 'flex', columnGap: 3, ml: 'auto', color: token('muted') }}>
          {kinds.map(({ kind, dashed }) => (
            <Box key={kind} sx={{ display: 'flex', alignItems: 'center', gap: '6px', lineHeight: '20px' }}>
              <Swatch color={token('muted')} dashed={dashed} />
              {kind}
            </Box>
          ))}
        </Box>
      )}
    </Box>
  );
}

function HiddenTable({
  title,
  series,
  unit,
  format,
  nameX,
}: Pick<LineChartProps, 'title' | 'series' | 'unit'> & {
  format(value: number): string;
  nameX(x: number): string;
}) {
  const rows = summarize(series, unit === 'share' ? 'high' : 'low');
  return (
    <Box sx={visuallyHidden}>
      <table aria-label={t('train.chart.values', { chart: title })}>
        <thead>
          <tr>
            <th scope="col">{t('train.chart.curve')}</th>
            <th scope="col">{t('train.chart.last')}</th>
            <th scope="col">{t('train.chart.best')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ series: one, last, best }) => (
            <tr key={one.id}>
              <th scope="row">{[one.label, one.kind].filter(Boolean).join(', ')}</th>
              <td>{t('train.chart.valueAt', { value: format(last.y), place: nameX(last.x) })}</td>
              <td>{t('train.chart.valueAt', { value: format(best.y), place: nameX(best.x) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}

export function LineChart(props: LineChartProps) {
  const { title, series, xUnit, unit, smoothing = 0, xEnd, height = 240, empty, marks, shows } = props;
  const { controls, onXUnit, onSmoothing } = props;
  const nameX = props.nameX ?? ((x: number) => formatX(x, xUnit));
  const [ref, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState<number>();
  const [emphasis, setEmphasis] = useState<string>();
  const scene = useMemo(
    () =>
      width > 0 ? layoutScene({ series, width, height, smoothing, xUnit, unit, xEnd, shows }) : undefined,
    [series, width, height, smoothing, xUnit, unit, xEnd, shows],
  );
  const format = FORMATS[unit];
  const hasPoints = series.some(({ points }) => points.length > 0);

  const [low, high] = scene?.domain ?? [0, 1];
  const reach = (high - low) * 0.02;
  const readings =
    scene && cursor !== undefined
      ? readAt(scene.curves, cursor, reach).sort((a, b) => b.point.y - a.point.y)
      : [];
  // The crosshair snaps to a point of a curve.
  const snapped =
    cursor === undefined || readings.length === 0
      ? cursor
      : readings.reduce((a, b) => (Math.abs(b.point.x - cursor) < Math.abs(a.point.x - cursor) ? b : a)).point
          .x;

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (scene) setCursor(scene.invert(event.clientX - event.currentTarget.getBoundingClientRect().left));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!scene) return;
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -5, PageUp: 5 };
    const step = steps[event.key];
    if (step !== undefined) {
      const sign = step > 0 ? 1 : -1;
      const least = Math.abs(step) * KEY_STEP * (high - low);
      // From outside, the first step reaches the first or last point.
      const from = snapped ?? (sign > 0 ? low - (high - low) : high + (high - low));
      setCursor(nextX(scene.curves, from, sign, least));
    } else if (event.key === 'Home') setCursor(low);
    else if (event.key === 'End') setCursor(high);
    else if (event.key === 'Escape') setCursor(undefined);
    else return;
    event.preventDefault();
  };
  const words = readings.map(
    ({ series: one, point }) => `${[one.label, one.kind].filter(Boolean).join(' ')} ${format(point.y)}`,
  );

  return (
    <Box component="figure" aria-label={title} sx={{ m: 0, minWidth: 0, position: 'relative' }}>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3, minHeight: 26, mb: 1 }}
      >
        <Box component="h2" sx={{ m: 0, fontSize: 13, fontWeight: 600, whiteSpace: 'nowrap' }}>
          {title}
        </Box>
        <Box sx={{ ml: 'auto', display: 'flex', alignItems: 'center', gap: 2 }}>
          {controls}
          {onXUnit && <XUnitSelect chart={title} value={xUnit as XUnit} onChange={onXUnit} />}
          {onSmoothing && <SmoothingSlider chart={title} value={smoothing} onChange={onSmoothing} />}
        </Box>
      </Box>
      <Legend series={series.filter(({ points }) => points.length > 0)} onEmphasis={setEmphasis} />
      <Box
        ref={ref}
        role="slider"
        tabIndex={hasPoints ? 0 : -1}
        aria-label={t('train.chart.read', { chart: title })}
        aria-valuemin={low}
        aria-valuemax={high}
        aria-valuenow={snapped ?? high}
        aria-valuetext={snapped === undefined ? t('train.chart.keys') : [nameX(snapped), ...words].join(', ')}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setCursor(undefined)}
        onKeyDown={onKeyDown}
        onBlur={() => setCursor(undefined)}
        sx={{
          position: 'relative',
          height,
          borderRadius: '7px',
          '&:focus-visible': focusRing,
        }}
      >
        {scene && hasPoints && (
          <Plot
            scene={scene}
            width={width}
            height={height}
            emphasis={emphasis}
            marks={marks}
            cursor={snapped === undefined ? undefined : { x: snapped, readings }}
          />
        )}
        {scene?.beyond !== undefined && hasPoints && (
          <Box
            role="note"
            sx={{
              position: 'absolute',
              top: 0,
              right: 14,
              px: 1,
              fontSize: 11,
              color: token('muted'),
              backgroundColor: token('panel'),
            }}
          >
            {t('train.chart.beyond', { value: format(scene.beyond) })}
          </Box>
        )}
        {scene && hasPoints && snapped !== undefined && readings.length > 0 && (
          <Readings
            scene={scene}
            width={width}
            x={snapped}
            heading={nameX(snapped)}
            readings={readings}
            format={format}
          />
        )}
        {!hasPoints && (
          <Box
            sx={{
              position: 'absolute',
              inset: 0,
              display: 'flex',
              alignItems: 'center',
              justifyContent: 'center',
              textAlign: 'center',
              px: 12,
              color: token('muted'),
              border: `1px dashed ${token('line')}`,
              borderRadius: '7px',
            }}
          >
            {empty}
          </Box>
        )}
      </Box>
      <HiddenTable title={title} series={series} unit={unit} format={format} nameX={nameX} />
    </Box>
  );
}
