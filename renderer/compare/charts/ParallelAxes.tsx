/** One vertical axis for each field and one line for each run. The ends of an axis narrow what is drawn in full. */
import Box from '@mui/material/Box';
import Slider from '@mui/material/Slider';
import { line } from 'd3-shape';
import type { FieldAxis } from '../../../core/figures/run-axes';
import { t } from '../../../core/messages';
import { TICK } from '../../charts/Plot';
import { ellipsis } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { useWidth } from '../../ui/useSize';
import type { ShownRun } from './shownRun';

/** By name of the field: the part (0..1) of its axis that is chosen. */
export type Ranges = Readonly<Record<string, readonly [low: number, high: number] | undefined>>;

const HEIGHT = 230;
/** Beside the outer axes there is room for names. */
const MARGIN = { side: 104, top: 30, bottom: 12 };
/** From the axis to its title. */
const SHIFTS = {
  left: `-${MARGIN.side}px`,
  center: '-50%',
  right: `calc(-100% + ${MARGIN.side}px)`,
} as const;
/** Steps of a key on an axis. */
const STEP = 0.01;

interface ParallelAxesProps {
  axes: readonly FieldAxis[];
  runs: readonly ShownRun[];
  ranges: Ranges;
  /** Undefined: the whole axis. */
  onRange(field: string, range: readonly [number, number] | undefined): void;
  /** Id of a run. */
  emphasis: string | undefined;
  onEmphasis(id: string | undefined): void;
}

export function ParallelAxes({ axes, runs, ranges, onRange, emphasis, onEmphasis }: ParallelAxesProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const gap = axes.length > 1 ? (width - 2 * MARGIN.side) / (axes.length - 1) : 0;
  const xOf = (index: number) => MARGIN.side + index * gap;
  const high = HEIGHT - MARGIN.top - MARGIN.bottom;
  const yOf = (place: number) => MARGIN.top + (1 - place) * high;
  const path = (places: readonly (number | undefined)[]) =>
    line<number | undefined>()
      .digits(1)
      .defined((place) => place !== undefined)
      .x((_place, index) => xOf(index))
      .y((place) => yOf(place!))(places) ?? '';
  // Those in full are drawn last, above the others.
  const ordered = [...runs].sort(
    (a, b) =>
      Number(a.isIn) - Number(b.isIn) || Number(a.run.id === emphasis) - Number(b.run.id === emphasis),
  );
  return (
    <Box
      ref={ref}
      component="figure"
      aria-label={t('compare.fields.parallelOf', { count: runs.length })}
      sx={{ m: 0, position: 'relative', height: HEIGHT }}
      onPointerLeave={() => onEmphasis(undefined)}
    >
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true" style={{ display: 'block' }}>
          {ordered.map(({ run, color, isIn }) => {
            const d = path(axes.map((axis) => axis.placeOf(run)));
            const isFaded = !isIn || (emphasis !== undefined && emphasis !== run.id);
            return (
              <g key={run.id} fill="none" onPointerEnter={() => isIn && onEmphasis(run.id)}>
                <path d={d} stroke="transparent" strokeWidth={9} />
                <path
                  d={d}
                  stroke={isIn ? color : token('lineStrong')}
                  strokeWidth={emphasis === run.id ? 3 : 1.5}
                  opacity={isFaded ? 0.25 : 0.9}
                />
              </g>
            );
          })}
          {axes.map(({ field, ticks }, index) => (
            <g key={field.name} pointerEvents="none">
              {ticks.map(({ at, label }) => (
                <text
                  key={label}
                  x={xOf(index) + (index === axes.length - 1 ? 12 : -12)}
                  y={yOf(at)}
                  dy="0.35em"
                  textAnchor={index === axes.length - 1 ? 'start' : 'end'}
                  {...TICK}
                  style={{ paintOrder: 'stroke', stroke: token('panel'), strokeWidth: 4 }}
                >
                  {label.length > 14 ? `${label.slice(0, 13)}…` : label}
                </text>
              ))}
            </g>
          ))}
        </svg>
      )}
      {axes.map(({ field, title, ticks }, index) => {
        const side = index === 0 ? 'left' : index === axes.length - 1 ? 'right' : 'center';
        const range = ranges[field.name] ?? [0, 1];
        const nearest = (place: number) =>
          [...ticks].sort((a, b) => Math.abs(a.at - place) - Math.abs(b.at - place))[0]?.label ?? '';
        return (
          <Box key={field.name}>
            <Box
              title={title}
              sx={{
                position: 'absolute',
                top: 0,
                left: xOf(index),
                width: Math.max(90, gap - 8),
                transform: `translateX(${SHIFTS[side]})`,
                textAlign: side,
                fontSize: 12,
                fontWeight: 550,
                ...ellipsis,
              }}
            >
              {title}
            </Box>
            <Slider
              orientation="vertical"
              size="small"
              min={0}
              max={1}
              step={STEP}
              value={[...range]}
              onChange={(_event, next) => {
                const [low = 0, top = 1] = next as number[];
                onRange(field.name, low <= 0 && top >= 1 ? undefined : [low, top]);
              }}
              getAriaLabel={(end) =>
                t(end === 0 ? 'compare.fields.from' : 'compare.fields.to', { field: title })
              }
              getAriaValueText={nearest}
              track={false}
              sx={{
                position: 'absolute',
                top: MARGIN.top,
                left: xOf(index),
                height: high,
                p: '0 8px !important',
                ml: '-8px',
                color: token(ranges[field.name] ? 'accent' : 'muted'),
                '& .MuiSlider-rail': { width: 2, opacity: 0.7 },
                '& .MuiSlider-thumb': { width: 12, height: 6, borderRadius: '2px' },
              }}
            />
          </Box>
        );
      })}
    </Box>
  );
}
