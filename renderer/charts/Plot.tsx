import { useId, useMemo } from 'react';
import { curvePaths } from '../../core/figures/curve-paths';
import type { Reading } from '../../core/figures/curves';
import type { Scene } from '../../core/figures/scene';
import type { Mark } from '../../core/figures/types';
import { token } from '../ui/theme/tokens';

interface PlotProps {
  scene: Scene;
  width: number;
  height: number;
  /** The label whose curves are emphasized; the others fade. */
  emphasis?: string;
  marks?: readonly Mark[];
  cursor?: { x: number; readings: readonly Reading[] };
}

export const TICK = { fill: token('muted'), fontSize: 11 } as const;

function Axes({ scene, height }: { scene: Scene; height: number }) {
  const { plot, xTicks, yTicks } = scene;
  return (
    <g style={{ fontVariantNumeric: 'tabular-nums' }}>
      {yTicks.map(({ at, label }) => (
        <g key={at}>
          <line
            x1={plot.left}
            x2={plot.right}
            y1={at}
            y2={at}
            stroke={token('line')}
            shapeRendering="crispEdges"
          />
          <text x={plot.left - 8} y={at} dy="0.35em" textAnchor="end" {...TICK}>
            {label}
          </text>
        </g>
      ))}
      {xTicks.map(({ at, label }) => (
        <text key={at} x={at} y={height - 5} textAnchor="middle" {...TICK}>
          {label}
        </text>
      ))}
    </g>
  );
}

function Curves({ scene, emphasis }: { scene: Scene; emphasis?: string }) {
  const paths = useMemo(() => curvePaths(scene), [scene]);
  return (
    <>
      {paths.map(({ curve: { series, line: points }, ...drawn }) => {
        const faded = emphasis !== undefined && emphasis !== series.label;
        return (
          <g
            key={series.id}
            opacity={faded ? 0.18 : 1}
            stroke={series.color}
            fill="none"
            strokeLinejoin="round"
          >
            {drawn.band && <path d={drawn.band} fill={series.color} stroke="none" opacity={0.16} />}
            {drawn.raw && <path d={drawn.raw} strokeWidth={1} opacity={0.26} />}
            <path d={drawn.line} strokeWidth={2} strokeDasharray={series.dashed ? '5 4' : undefined} />
            {series.dots &&
              points.map((point) => (
                <circle
                  key={point.x}
                  cx={scene.x(point.x)}
                  cy={scene.y(point.y)}
                  r={2.75}
                  fill={series.color}
                />
              ))}
          </g>
        );
      })}
    </>
  );
}

function Cursor({ scene, cursor }: { scene: Scene; cursor: NonNullable<PlotProps['cursor']> }) {
  const at = scene.x(cursor.x);
  return (
    <g pointerEvents="none">
      <line
        x1={at}
        x2={at}
        y1={scene.plot.top}
        y2={scene.plot.bottom}
        stroke={token('lineStrong')}
        shapeRendering="crispEdges"
      />
      {cursor.readings.map(({ series, point }) => (
        <circle
          key={series.id}
          cx={scene.x(point.x)}
          cy={scene.y(point.y)}
          r={4}
          fill={series.color}
          stroke={token('panel')}
          strokeWidth={1.5}
        />
      ))}
    </g>
  );
}

function MarkLine({ scene: { plot, x }, mark }: { scene: Scene; mark: Mark }) {
  const at = x(mark.x);
  if (at < plot.left || at > plot.right) return null;
  const onRight = at < (plot.left + plot.right) / 2;
  return (
    <g pointerEvents="none">
      <line x1={at} x2={at} y1={plot.top} y2={plot.bottom} stroke={token('good')} strokeDasharray="4 3" />
      <text
        x={at + (onRight ? 6 : -6)}
        y={plot.top + 11}
        textAnchor={onRight ? 'start' : 'end'}
        fill={token('good')}
        fontSize={12}
        fontWeight={550}
      >
        {mark.label}
      </text>
    </g>
  );
}

export function Plot({ scene, width, height, emphasis, marks = [], cursor }: PlotProps) {
  const clip = useId();
  const { plot } = scene;
  return (
    <svg width={width} height={height} aria-hidden="true" style={{ display: 'block' }}>
      <clipPath id={clip}>
        <rect
          x={plot.left - 4}
          y={plot.top - 4}
          width={plot.right - plot.left + 8}
          height={plot.bottom - plot.top + 8}
        />
      </clipPath>
      <Axes scene={scene} height={height} />
      <g clipPath={`url(#${clip})`}>
        <Curves scene={scene} emphasis={emphasis} />
      </g>
      {marks.map((mark) => (
        <MarkLine key={mark.label} scene={scene} mark={mark} />
      ))}
      {cursor && <Cursor scene={scene} cursor={cursor} />}
    </svg>
  );
}
