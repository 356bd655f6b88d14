/** Rows are true classes; each cell is colored by its share of the row. */

import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';
import { formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { token } from '../ui/theme/tokens';
import { useWidth } from '../ui/useSize';
import type { Confusion } from './confusion';

/** Cells at least this wide show their number. */
const NUMBERED = 26;
/** More class names would not fit beside the rows. */
const NAMED = 24;
const LARGEST = 420;
const TOP = 16;

/** Rows and columns that an arrow key moves by. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const right = 'var(--sw-accent)';
const wrong = 'var(--sw-shortcut)';

/** The square root makes small shares visible. */
const strength = (share: number): number => (share === 0 ? 0 : Math.round(8 + 92 * Math.sqrt(share)));

export function HeatMap({
  confusion,
  classes,
  onCell,
}: {
  confusion: Confusion;
  classes: readonly string[];
  /** A cell that has images was chosen. */
  onCell(cell: { truth: number; predicted: number }): void;
}) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<{ truth: number; predicted: number }>();
  const size = confusion.length;
  const named = size <= NAMED;
  const longest = Math.max(0, ...classes.map(({ length }) => length));
  const left = named ? Math.min(110, 8 + longest * 6.6) : 16;
  const cell = Math.floor((Math.min(width, LARGEST + left) - left) / size) || (width - left) / size;
  const side = cell * size;
  const bottom = named ? Math.min(84, 10 + longest * 5) : 16;
  const gap = cell > 8 ? 1 : 0;
  const totals = useMemo(() => confusion.map((row) => row.reduce((sum, one) => sum + one, 0)), [confusion]);
  const cells = useMemo(
    () =>
      confusion.flatMap((row, truth) =>
        row.flatMap((count, predicted) => {
          if (count === 0) return [];
          const share = count / totals[truth]!;
          const color = truth === predicted ? right : wrong;
          return [{ truth, predicted, count, share, color }];
        }),
      ),
    [confusion, totals],
  );
  const move = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const truth = Math.floor((event.clientY - box.top - TOP) / cell);
    const predicted = Math.floor((event.clientX - box.left - left) / cell);
    const inside = truth >= 0 && truth < size && predicted >= 0 && predicted < size;
    setAt(inside ? { truth, predicted } : undefined);
  };
  const step = (event: KeyboardEvent) => {
    const [down, right] = STEPS[event.key] ?? [];
    if (down === undefined || right === undefined) return;
    event.preventDefault();
    const within = (index: number) => Math.min(size - 1, Math.max(0, index));
    setAt((now) => ({
      truth: within((now?.truth ?? 0) + down),
      predicted: within((now?.predicted ?? 0) + right),
    }));
  };
  const name = (index: number) => classes[index] ?? t('compare.confusion.class', { index });
  const reading = at && {
    ...at,
    count: confusion[at.truth]![at.predicted]!,
    share: totals[at.truth] ? confusion[at.truth]![at.predicted]! / totals[at.truth]! : 0,
  };
  const hasImages = reading !== undefined && reading.count > 0;
  const cellValues = ({ truth, count, share }: NonNullable<typeof reading>) => ({
    truth: name(truth),
    count,
    share: formatPercent(share),
  });
  return (
    <Box ref={ref} sx={{ minWidth: 0 }}>
      {width > 0 && (
        <ButtonBase
          disableRipple
          aria-label={t('compare.confusion.matrix', { count: size })}
          onPointerMove={move}
          onPointerLeave={() => setAt(undefined)}
          onKeyDown={step}
          onClick={() => hasImages && onCell({ truth: reading.truth, predicted: reading.predicted })}
          sx={{ display: 'block', cursor: hasImages ? 'pointer' : 'default' }}
        >
          <svg width={left + side} height={TOP + side + bottom} aria-hidden style={{ display: 'block' }}>
            <text x={left} y={10} fontSize={11} fill={token('muted')}>
              {t('compare.confusion.predictedClass')} →
            </text>
            <rect x={left} y={TOP} width={side} height={side} fill={token('raised')} />
            {cells.map(({ truth, predicted, count, share, color }) => (
              <g key={truth * size + predicted}>
                <rect
                  x={left + predicted * cell}
                  y={TOP + truth * cell}
                  width={cell - gap}
                  height={cell - gap}
                  fill={`color-mix(in oklab, ${color} ${strength(share)}%, var(--sw-raised))`}
                />
                {cell >= NUMBERED && (
                  <text
                    x={left + predicted * cell + (cell - gap) / 2}
                    y={TOP + truth * cell + (cell - gap) / 2}
                    dy="0.35em"
                    textAnchor="middle"
                    fontSize={11}
                    fill={strength(share) > 62 ? token('onAccent') : token('text')}
                    style={{ fontVariantNumeric: 'tabular-nums' }}
                  >
                    {count}
                  </text>
                )}
              </g>
            ))}
            {at && (
              <rect
                x={left + at.predicted * cell - 0.5}
                y={TOP + at.truth * cell - 0.5}
                width={cell}
                height={cell}
                fill="none"
                stroke={token('text')}
                strokeWidth={1.5}
              />
            )}
            {named ? (
              classes.map((label, index) => (
                <g key={label} fontSize={11} fill={token('muted')}>
                  <text x={left - 6} y={TOP + (index + 0.5) * cell} dy="0.35em" textAnchor="end">
                    {label}
                  </text>
                  <text
                    transform={`translate(${left + (index + 0.6) * cell} ${TOP + side + 9}) rotate(-40)`}
                    textAnchor="end"
                  >
                    {label}
                  </text>
                </g>
              ))
            ) : (
              <text
                transform={`translate(${left - 12} ${TOP}) rotate(90)`}
                fontSize={11}
                fill={token('muted')}
              >
                {t('compare.confusion.trueClass')} →
              </text>
            )}
          </svg>
        </ButtonBase>
      )}
      <Box sx={{ minHeight: 18, fontSize: 12, lineHeight: '18px', color: token('muted') }}>
        {reading
          ? reading.truth === reading.predicted
            ? t('compare.confusion.recognizedCell', cellValues(reading))
            : t('compare.confusion.confusedCell', {
                ...cellValues(reading),
                predicted: name(reading.predicted),
              })
          : t('compare.confusion.legend')}
      </Box>
    </Box>
  );
}
