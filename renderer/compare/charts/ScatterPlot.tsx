/** Two fields of runs against each other; the arrow keys go from run to run. */
import Box from '@mui/material/Box';
import { type KeyboardEvent, useMemo } from 'react';
import type { FieldAxis } from '../../../core/figures/run-axes';
import { t } from '../../../core/messages';
import { TICK } from '../../charts/Plot';
import { focusRing } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';
import { useWidth } from '../../ui/useSize';
import type { ShownRun } from './shownRun';

const HEIGHT = 260;
const MARGIN = { left: 70, right: 24, top: 12, bottom: 40 };

interface ScatterPlotProps {
  x: FieldAxis;
  y: FieldAxis;
  runs: readonly ShownRun[];
  /** Id of a run. */
  emphasis: string | undefined;
  onEmphasis(id: string | undefined): void;
}

export function ScatterPlot({ x, y, runs, emphasis, onEmphasis }: ScatterPlotProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const right = Math.max(MARGIN.left + 1, width - MARGIN.right);
  const bottom = HEIGHT - MARGIN.bottom;
  const xOf = (place: number) => MARGIN.left + place * (right - MARGIN.left);
  const yOf = (place: number) => bottom - place * (bottom - MARGIN.top);
  const placed = useMemo(
    () =>
      runs
        .flatMap((shown) => {
          const [across, up] = [x.placeOf(shown.run), y.placeOf(shown.run)];
          return across === undefined || up === undefined ? [] : [{ shown, across, up }];
        })
        .sort((a, b) => a.across - b.across || a.up - b.up),
    [runs, x, y],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const at = placed.findIndex(({ shown }) => shown.run.id === emphasis);
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step !== undefined) {
      const next = at < 0 ? 0 : Math.min(placed.length - 1, Math.max(0, at + step));
      onEmphasis(placed[next]?.shown.run.id);
    } else if (event.key === 'Escape' && emphasis !== undefined) onEmphasis(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <Box
      ref={ref}
      component="figure"
      aria-label={t('compare.fields.scatterOf', { x: x.title, y: y.title, count: placed.length })}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onEmphasis(undefined)}
      sx={{ m: 0, height: HEIGHT, borderRadius: '7px', '&:focus-visible': focusRing }}
    >
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true" style={{ display: 'block' }}>
          {y.ticks.map(({ at, label }) => (
            <g key={label}>
              <line x1={MARGIN.left} x2={right} y1={yOf(at)} y2={yOf(at)} stroke={token('line')} />
              <text x={MARGIN.left - 8} y={yOf(at)} dy="0.35em" textAnchor="end" {...TICK}>
                {label}
              </text>
            </g>
          ))}
          {x.ticks.map(({ at, label }) => (
            <text key={label} x={xOf(at)} y={bottom + 16} textAnchor="middle" {...TICK}>
              {label}
            </text>
          ))}
          <text x={(MARGIN.left + right) / 2} y={HEIGHT - 6} textAnchor="middle" {...TICK}>
            {x.title}
          </text>
          {placed.map(({ shown: { run, color }, across, up }) => (
            <circle
              key={run.id}
              cx={xOf(across)}
              cy={yOf(up)}
              r={emphasis === run.id ? 7 : 5}
              fill={color}
              stroke={token('panel')}
              strokeWidth={1.5}
              opacity={emphasis !== undefined && emphasis !== run.id ? 0.4 : 1}
              onPointerEnter={() => onEmphasis(run.id)}
            />
          ))}
        </svg>
      )}
    </Box>
  );
}
