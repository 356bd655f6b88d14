import { type EdgeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import type { SceneEdge } from '../sceneTypes';
import { arcPath, forkPath, joinPath, mainPath, type Point, roundedPath } from './path';

/** A wire with the shape that it carries. Shortcuts have a pill that names them. */
export const Wire = memo(function Wire(props: EdgeProps<SceneEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, data, targetPosition } = props;
  if (!data) return null;
  const source = { x: sourceX, y: sourceY };
  const target = { x: targetX, y: targetY };
  const drawn = geometry(source, target, data, targetPosition === Position.Right);
  const path = roundedPath(drawn.points);
  const kind = `sw-wire${data.part ? ' shortcut' : ''}${data.muted ? ' muted' : ''}${data.broken ? ' broken' : ''}${data.mark ? ` diff-${data.mark}` : ''}`;
  const width = data.part ? 2.2 : data.width;
  return (
    <g>
      <title>{data.description}</title>
      <path
        d={path}
        fill="none"
        stroke="transparent"
        strokeWidth={22}
        className="react-flow__edge-interaction"
      />
      <path
        d={path}
        className={kind}
        strokeWidth={width}
        style={{ '--wide': data.wide } as React.CSSProperties}
      />
      {drawn.label && (
        <text
          className={`sw-wire-label${data.quiet ? ' quiet' : ''}`}
          x={drawn.label.x}
          y={drawn.label.y}
          textAnchor={drawn.label.anchor}
          dominantBaseline="central"
          data-testid={`wire-${id}`}
        >
          {data.shape}
          {data.weight && (
            <tspan className="weight" dx="7">
              {data.weight}
            </tspan>
          )}
        </text>
      )}
      {data.pill && drawn.pill && (
        <g
          className={`sw-pill${data.muted ? ' muted' : ''}${data.mark ? ` diff-${data.mark}` : ''}`}
          transform={`translate(${drawn.pill.x} ${drawn.pill.y})`}
        >
          <rect x="-36" y="-11" width="72" height="22" rx="11" />
          <text className="words">{data.pill}</text>
        </g>
      )}
    </g>
  );
});

interface Drawn {
  points: Point[];
  label?: Point & { anchor: 'start' | 'end' };
  pill?: Point;
}

function geometry(source: Point, target: Point, data: NonNullable<SceneEdge['data']>, side: boolean): Drawn {
  const ends = { source, target };
  if (data.part === 'arc') {
    const { points, laneX } = arcPath(ends, data);
    const top = points.at(-3)!.y;
    return {
      points,
      pill: { x: laneX, y: (top + target.y) / 2 },
      label: { x: laneX - 12, y: target.y - 10, anchor: 'end' },
    };
  }
  if (data.part === 'fork')
    return { points: forkPath(ends, data), label: { x: target.x + 10, y: target.y - 14, anchor: 'start' } };
  if (data.part === 'join' || side) {
    const points = joinPath(ends);
    const lane = points.at(-2)!.x;
    return {
      points,
      pill: { x: lane, y: source.y + Math.max(24, (target.y - source.y) / 2) },
      label: { x: lane - 12, y: target.y - 10, anchor: 'end' },
    };
  }
  // Several wires may leave one port.
  if (Math.abs(source.x - target.x) > 20 && target.y > source.y)
    return { points: mainPath(ends), label: { x: target.x + 11, y: target.y - 13, anchor: 'start' } };
  const gap = target.y - source.y;
  const drop = gap > 0 ? Math.min(gap / 2, 17) : 12;
  return { points: mainPath(ends), label: { x: source.x + 11, y: source.y + drop, anchor: 'start' } };
}
