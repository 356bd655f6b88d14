/**
 * Curves of runs. The pointer or the arrow keys move a crosshair; dragging shows a part of x, with Shift another part.
 * Screen readers get a table of the last and best values.
 */

import Box from '@mui/material/Box';
import { memo, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { ChartX, XUnit } from '../../core/figures/axis';
import { type Better, bestOf, summarize } from '../../core/figures/curves';
import type { ValueUnit } from '../../core/figures/scene';
import { countOf, type Mark, type Series } from '../../core/figures/types';
import { formatSeconds } from '../../core/format/duration';
import {
  formatCompact,
  formatDecimals,
  formatLoss,
  formatPercent,
  formatRate,
} from '../../core/format/number';
import { t } from '../../core/messages';
import { visuallyHidden } from '../ui';
import { token } from '../ui/theme/tokens';
import { ChartBody } from './ChartBody';
import { SmoothingSlider, XUnitSelect } from './ChartControls';
import { type ChartLink, createChartLink } from './link';
import { Swatch } from './Readings';

export interface LineChartProps {
  title: string;
  series: readonly Series[];
  xUnit: ChartX;
  unit: ValueUnit;
  smoothing?: number;
  xEnd?: number | undefined;
  /** Values that the axis shows too. */
  shows?: readonly number[];
  logX?: boolean;
  logY?: boolean;
  /** The best point of each curve is marked. */
  better?: Better | undefined;
  /** Charts with one link are read and zoomed together. */
  link?: ChartLink;
  height?: number;
  /** Replaces "epoch 3", for example with the name of a block. */
  nameX?(x: number): string;
  /** Shown while there are no points: what will appear, or what to do. */
  empty: string;
  /** Vertical lines with a label. */
  marks?: readonly Mark[];
  /** Replaces the title where it is drawn, for instance with a choice. */
  heading?: ReactNode;
  controls?: ReactNode;
  /** Only for charts over epochs, steps or time. */
  onXUnit?(unit: XUnit): void;
  onSmoothing?: ((smoothing: number) => void) | undefined;
}

/** "epoch 3.42", "step 742", "1 min 12 s". */
function formatX(x: number, unit: ChartX): string {
  if (unit === 'log-rate') return t('train.chart.learningRate', { rate: formatRate(10 ** x) });
  if (unit === 'block') return t('train.chart.block', { block: Math.round(x) });
  if (unit === 'time') return formatSeconds(x);
  if (unit === 'macs') return t('train.chart.macs', { macs: formatCompact(x) });
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

type LegendEntry = Pick<Series, 'label' | 'color' | 'kind' | 'dashed'>;

const Legend = memo(function Legend({
  series,
  onEmphasis,
}: {
  series: readonly LegendEntry[];
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
});

const HiddenTable = memo(function HiddenTable({
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
});

/** The same while points are added only, so that the legend is not drawn again. */
function useLegend(series: readonly Series[]): readonly LegendEntry[] {
  const text = JSON.stringify(
    series.map(({ label, color, kind, dashed }) => ({ label, color, kind, dashed })),
  );
  return useMemo(() => JSON.parse(text) as LegendEntry[], [text]);
}

/** Screen readers need no four tables a second. */
const TABLE_MS = 1000;

/** The newest value, at most once in `ms`. */
function useAtMostEvery<Value>(ms: number, value: Value): Value {
  const [shown, setShown] = useState(value);
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const show = () => {
      last.current = Date.now();
      setShown(value);
    };
    const wait = last.current + ms - Date.now();
    if (wait <= 0) return show();
    const timer = setTimeout(show, wait);
    return () => clearTimeout(timer);
  }, [ms, value]);
  return shown;
}

export function LineChart(props: LineChartProps) {
  const { title, series, xUnit, unit, smoothing = 0, xEnd, height = 240, empty, marks, shows } = props;
  const { heading, controls, onXUnit, onSmoothing, better, logX, logY, nameX: named } = props;
  const [own] = useState(createChartLink);
  const [emphasis, setEmphasis] = useState<string>();
  const nameX = useMemo(() => named ?? ((x: number) => formatX(x, xUnit)), [named, xUnit]);
  const drawn = useMemo(() => series.filter(({ points }) => countOf(points) > 0), [series]);
  const legend = useLegend(drawn);
  const listed = useAtMostEvery(TABLE_MS, series);
  const best = useMemo(
    () =>
      drawn.flatMap((one) => {
        const { id, label, color } = one;
        const point = better && bestOf(one, better);
        return point ? [{ id, label, color, point }] : [];
      }),
    [drawn, better],
  );
  const format = FORMATS[unit];
  return (
    <Box component="figure" aria-label={title} sx={{ m: 0, minWidth: 0, position: 'relative' }}>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3, minHeight: 26, mb: 1 }}
      >
        <Box component="h2" sx={{ m: 0, fontSize: 13, fontWeight: 600, whiteSpace: 'nowrap' }}>
          {heading ?? title}
        </Box>
        <Box sx={{ ml: 'auto', display: 'flex', alignItems: 'center', gap: 2 }}>
          {onXUnit && <XUnitSelect chart={title} value={xUnit as XUnit} onChange={onXUnit} />}
          {onSmoothing && <SmoothingSlider chart={title} value={smoothing} onChange={onSmoothing} />}
          {controls}
        </Box>
      </Box>
      <Legend series={legend} onEmphasis={setEmphasis} />
      {drawn.length > 0 ? (
        <ChartBody
          {...{ title, series, xUnit, unit, smoothing, xEnd, shows, logX, logY }}
          {...{ height, marks, best, emphasis, format, nameX }}
          link={props.link ?? own}
        />
      ) : (
        <Box
          sx={{
            height,
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
      <HiddenTable title={title} series={listed} unit={unit} format={format} nameX={nameX} />
    </Box>
  );
}
