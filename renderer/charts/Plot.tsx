/** Axes and what lies on them: curves on a canvas; marks, best points and the crosshair above it. */
import { memo, useLayoutEffect, useRef } from 'react';
import type { Reading } from '../../core/figures/curves';
import type { Scene } from '../../core/figures/scene';
import { inColors } from '../../core/figures/standalone';
import type { Mark, Point } from '../../core/figures/types';
import { useColorMode } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';
import { paint } from './paint';

export interface BestPoint {
  id: string;
  label: string;
  color: string;
  point: Point;
}

interface PlotProps {
  scene: Scene;
  width: number;
  height: number;
  /** The label whose curves are emphasized; the others fade. */
  emphasis?: string | undefined;
  marks?: readonly Mark[] | undefined;
  best?: readonly BestPoint[];
  cursor?: { x: number; readings: readonly Reading[] } | undefined;
  /** What is being dragged over, in pixels. */
  selection?: readonly [from: number, to: number] | undefined;
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

type CurvesProps = Pick<PlotProps, 'scene' | 'width' | 'height' | 'emphasis'>;

const Curves = memo(function Curves({ scene, width, height, emphasis }: CurvesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const mode = useColorMode();
  useLayoutEffect(() => {
    const known = new Map<string, string>();
    const colorOf = (color: string) => {
      const resolved = known.get(color) ?? inColors(color, mode);
      known.set(color, resolved);
      return resolved;
    };
    if (canvas.current) paint(canvas.current, { scene, width, height, emphasis, colorOf });
  }, [scene, width, height, emphasis, mode]);
  return <canvas ref={canvas} style={{ position: 'absolute', inset: 0, width, height }} />;
});

function Cursor({ scene, cursor }: { scene: Scene; cursor: NonNullable<PlotProps['cursor']> }) {
  const at = scene.x(cursor.x);
  return (
    <g>
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
    <g>
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

/** A ring, which is not mistaken for a point of the curve. */
function BestMark({ scene, best, faded }: { scene: Scene; best: BestPoint; faded: boolean }) {
  const [x, y] = [scene.x(best.point.x), scene.y(best.point.y)];
  const { left, right, top, bottom } = scene.plot;
  if (!(x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1)) return null;
  return (
    <circle
      cx={x}
      cy={y}
      r={5}
      fill={token('panel')}
      stroke={best.color}
      strokeWidth={2}
      opacity={faded ? 0.18 : 1}
    />
  );
}

export function Plot(props: PlotProps) {
  const { scene, width, height, emphasis, marks = [], best = [], cursor, selection } = props;
  const { top, bottom } = scene.plot;
  return (
    <>
      <svg width={width} height={height} aria-hidden="true" style={{ display: 'block' }}>
        <Axes scene={scene} height={height} />
      </svg>
      <Curves scene={scene} width={width} height={height} emphasis={emphasis} />
      <svg
        width={width}
        height={height}
        aria-hidden="true"
        style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
      >
        {best.map((one) => (
          <BestMark
            key={one.id}
            scene={scene}
            best={one}
            faded={emphasis !== undefined && emphasis !== one.label}
          />
        ))}
        {marks.map((mark) => (
          <MarkLine key={mark.label} scene={scene} mark={mark} />
        ))}
        {cursor && <Cursor scene={scene} cursor={cursor} />}
        {selection && (
          <rect
            x={Math.min(...selection)}
            width={Math.abs(selection[1] - selection[0])}
            y={top}
            height={bottom - top}
            fill={token('accent')}
            opacity={0.16}
          />
        )}
      </svg>
    </>
  );
}
