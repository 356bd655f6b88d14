/** Widths and heights of photographs as a scatter plot; one sentence if all images have one size. */
import Box from '@mui/material/Box';
import { type KeyboardEvent, useMemo, useState } from 'react';
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { SizedPlace, SizesReport } from '../../../core/contract/report';
import { formatCount, formatDecimals } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { TICK } from '../../charts/Plot';
import { Panel, StatRow } from '../../ui';
import { focusRing } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';
import { useWidth } from '../../ui/useSize';
import { roleOf } from '../splits';
import { layoutSizes, pointAt, type SizePoint } from './scatter';

type Varied = Extract<SizesReport, { kind: 'varied' }>;

const HEIGHT = 260;

export function SizesPanel({ info, sizes }: { info: DatasetInfo; sizes: SizesReport }) {
  if (sizes.kind === 'equal') {
    return (
      <Panel title={t('data.info.sizes.title')}>
        {t('data.info.sizes.equal', { width: sizes.width, height: sizes.height })}
      </Panel>
    );
  }
  return (
    <Panel title={t('data.info.sizes.title')}>
      <Scatter sizes={sizes} />
      <Box sx={{ mt: 3 }}>
        <Sized info={info} label={t('data.info.sizes.smallest')} place={sizes.smallest} />
        <Sized info={info} label={t('data.info.sizes.largest')} place={sizes.largest} />
        <Sized info={info} label={t('data.info.sizes.narrowest')} place={sizes.narrowest} />
        <Sized info={info} label={t('data.info.sizes.widest')} place={sizes.widest} />
      </Box>
    </Panel>
  );
}

function Sized({ info, label, place }: { info: DatasetInfo; label: string; place: SizedPlace }) {
  const { split, index, width, height, name } = place;
  return (
    <StatRow
      label={label}
      value={
        <>
          {t('data.pixels', { width, height })}{' '}
          <Box component="span" sx={{ color: token('muted') }}>
            {name ?? t('data.example.imageAt', { split: roleOf(info, split), index })}
          </Box>
        </>
      }
    />
  );
}

const pointText = ({ width, height, count }: SizePoint, bin: number): string =>
  t(bin > 1 ? 'data.info.sizes.about' : 'data.info.sizes.point', { width, height, count });

function Scatter({ sizes }: { sizes: Varied }) {
  const { points, bin, distinct, medianWidth, medianHeight } = sizes;
  const [ref, width] = useWidth<HTMLDivElement>();
  const scene = useMemo(() => (width > 0 ? layoutSizes(points, width, HEIGHT) : undefined), [points, width]);
  const [at, setAt] = useState<number>();
  const chosen = at === undefined ? undefined : scene?.points[at];
  const onKeyDown = (event: KeyboardEvent) => {
    const last = points.length - 1;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt(at === undefined ? 0 : Math.min(last, Math.max(0, at + step)));
    else if (event.key === 'Home') setAt(0);
    else if (event.key === 'End') setAt(last);
    else if (event.key === 'Escape') setAt(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <Box component="figure" aria-label={t('data.info.sizes.label')} sx={{ m: 0 }}>
      <Box
        ref={ref}
        role="slider"
        tabIndex={0}
        aria-label={t('data.info.sizes.readPoints')}
        aria-valuemin={0}
        aria-valuemax={points.length - 1}
        aria-valuenow={at ?? 0}
        aria-valuetext={chosen ? pointText(chosen, bin) : t('data.info.sizes.keys')}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(undefined)}
        onPointerLeave={() => setAt(undefined)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          if (scene) setAt(pointAt(scene, event.clientX - box.left, event.clientY - box.top));
        }}
        sx={{
          height: HEIGHT,
          borderRadius: '7px',
          '&:focus-visible': focusRing,
        }}
      >
        {scene && (
          <svg width={width} height={HEIGHT} aria-hidden="true" style={{ display: 'block' }}>
            {scene.yTicks.map(({ at: y, label }) => (
              <g key={label}>
                <line x1={scene.plot.left} x2={scene.plot.right} y1={y} y2={y} stroke={token('line')} />
                <text x={scene.plot.left - 8} y={y} dy="0.35em" textAnchor="end" {...TICK}>
                  {label}
                </text>
              </g>
            ))}
            {scene.xTicks.map(({ at: x, label }) => (
              <text key={label} x={x} y={scene.plot.bottom + 15} textAnchor="middle" {...TICK}>
                {label}
              </text>
            ))}
            <text x={scene.plot.right} y={HEIGHT - 4} textAnchor="end" {...TICK}>
              {t('data.info.sizes.axis')}
            </text>
            {scene.points.map((point) => (
              <circle
                key={`${point.width} ${point.height}`}
                cx={point.x}
                cy={point.y}
                r={point.radius}
                fill={token('accent')}
                fillOpacity={0.35}
                stroke={token('accent')}
                strokeOpacity={0.7}
              />
            ))}
            {chosen && (
              <circle
                cx={chosen.x}
                cy={chosen.y}
                r={chosen.radius + 2}
                fill="none"
                stroke={token('text')}
                strokeWidth={1.5}
              />
            )}
          </svg>
        )}
      </Box>
      <Box component="figcaption" sx={{ fontSize: 12, color: token('muted'), mt: 1, minHeight: 34 }}>
        {chosen ? (
          <Box component="span" sx={{ color: token('text') }}>
            {pointText(chosen, bin)}
          </Box>
        ) : (
          t(bin > 1 ? 'data.info.sizes.bins' : 'data.info.sizes.caption', {
            count: distinct,
            width: medianWidth,
            height: medianHeight,
            bin,
          })
        )}
      </Box>
    </Box>
  );
}

/** Width over height as a familiar ratio: 1.33 -> "4:3". */
const KNOWN: readonly [number, string][] = [
  [1, '1:1'],
  [5 / 4, '5:4'],
  [4 / 3, '4:3'],
  [3 / 2, '3:2'],
  [16 / 9, '16:9'],
  [2, '2:1'],
];
function ratioText(ratio: number): string {
  const wide = Math.max(ratio, 1 / ratio);
  const known = KNOWN.find(([value]) => Math.abs(value - wide) < 0.02)?.[1];
  if (known) return ratio >= 1 ? known : known.split(':').reverse().join(':');
  return ratio >= 1 ? `${formatDecimals(wide, 2)}:1` : `1:${formatDecimals(wide, 2)}`;
}

/** Images by aspect ratio. */
export function AspectsPanel({ aspects }: { aspects: Varied['aspects'] }) {
  const most = Math.max(1, ...aspects.map(({ count }) => count));
  return (
    <Panel title={t('data.info.aspects.title')}>
      <Box component="ul" aria-label={t('data.info.aspects.label')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {aspects.map(({ from, to, count }) => (
          <Box
            component="li"
            key={from}
            sx={{ display: 'flex', gap: 2, alignItems: 'center', fontSize: 12, lineHeight: '20px' }}
          >
            <Box component="span" sx={{ width: 116, flexShrink: 0, fontVariantNumeric: 'tabular-nums' }}>
              {t('data.info.aspects.range', { from: ratioText(from), to: ratioText(to) })}
            </Box>
            <Box aria-hidden sx={{ flex: 1 }}>
              <Box
                sx={{
                  height: 5,
                  borderRadius: '2px',
                  width: `${(100 * count) / most}%`,
                  backgroundColor: token('accent'),
                }}
              />
            </Box>
            <Box component="span" sx={{ width: 56, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}>
              {formatCount(count)}
            </Box>
          </Box>
        ))}
      </Box>
    </Panel>
  );
}
