import { type EdgeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import type { SceneEdge } from '../sceneTypes';
import { roundedPath } from './path';
import { wireShape } from './shape';

/** A wire with the shape that it carries. Shortcuts have a pill that names them. */
export const Wire = memo(function Wire(props: EdgeProps<SceneEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, data, targetPosition } = props;
  if (!data) return null;
  const source = { x: sourceX, y: sourceY };
  const target = { x: targetX, y: targetY };
  const drawn = wireShape({ source, target }, data, targetPosition === Position.Right);
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
