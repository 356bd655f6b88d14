import { Handle, type NodeProps, Position, useNodeConnections } from '@xyflow/react';
import { AlertTriangle, CircleAlert } from 'lucide-react';
import { memo } from 'react';
import { t } from '../../../../core/messages';
import { useBlockColor } from '../../../diagnostics/useBlockColor';
import { kindColor } from '../../../ui/theme/tokens';
import type { LayerNode as LayerNodeType } from '../sceneTypes';

/** One layer on the canvas. */
export const LayerNode = memo(function LayerNode({ data }: NodeProps<LayerNodeType>) {
  const { name, title, caption, kind, problem, severity, ghost, takesInput, merges } = data;
  const measured = useBlockColor(name);
  return (
    <div
      className={`sw-node ${severity}${ghost ? ' ghost' : ''}${measured.className}`}
      style={{ '--node-color': kindColor(kind), ...measured.style } as React.CSSProperties}
      data-testid={`node-${name}`}
      data-severity={severity || undefined}
      title={
        problem
          ? undefined
          : ghost
            ? t('build.canvas.leftOut', { title: name })
            : [name, measured.words].filter(Boolean).join(': ')
      }
    >
      {takesInput && (
        <Handle
          type="target"
          id="in"
          position={Position.Top}
          role="img"
          aria-label={t('build.canvas.inputOf', { name })}
        />
      )}
      <span className="name">{title}</span>
      {caption && <span className="caption">{caption}</span>}
      {severity && <Problem severity={severity} text={problem} />}
      {merges && <SidePort name={name} />}
      <Handle
        type="source"
        id="out"
        position={Position.Bottom}
        role="img"
        aria-label={t('build.canvas.outputOf', { name })}
      />
    </div>
  );
});

/** The port for shortcuts; it shows itself when used, or when something may be connected. */
function SidePort({ name }: { name: string }) {
  const connections = useNodeConnections({ handleType: 'target', handleId: 'side' });
  return (
    <Handle
      type="target"
      id="side"
      position={Position.Right}
      className={connections.length === 0 ? 'idle' : ''}
      role="img"
      aria-label={t('build.canvas.sideInputOf', { name })}
    />
  );
}

export function Problem({ severity, text }: { severity: 'error' | 'warning'; text: string }) {
  const Icon = severity === 'error' ? CircleAlert : AlertTriangle;
  return (
    <>
      <span
        className={`badge ${severity}`}
        role="img"
        aria-label={t('build.canvas.badge', { severity, text })}
      >
        <Icon size={15} />
      </span>
      <span className="tip" aria-hidden="true">
        {text}
      </span>
    </>
  );
}
