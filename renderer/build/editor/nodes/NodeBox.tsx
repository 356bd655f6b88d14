import { Handle, type HandleProps, Position } from '@xyflow/react';
import { AlertTriangle, CircleAlert, CircleDashed } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../../../core/messages';
import { useBlockColor } from '../../../diagnostics/useBlockColor';
import type { NodeData } from '../sceneTypes';
import { FrozenMark } from './FrozenMark';

export function Port({ label, ...handle }: HandleProps & { label: string; className?: string }) {
  return <Handle {...handle} role="img" aria-label={label} />;
}

const ICONS = { error: CircleAlert, unfinished: CircleDashed, warning: AlertTriangle };

/** What layers and folded groups have in common: color, name, caption, problem, and the ports above and below. */
export function NodeBox({
  data: { name, title, caption, problem, severity, frozen, mark, field },
  color,
  className = '',
  hint,
  takesInput = true,
  children,
}: {
  data: NodeData;
  /** CSS color of the bar at the left. */
  color: string;
  className?: string;
  /** The tooltip; by default, what was measured while it trains. */
  hint?: (measured: string) => string | undefined;
  takesInput?: boolean;
  children?: ReactNode;
}) {
  const measured = useBlockColor(name);
  const words = measured.words || '';
  const Icon = severity ? ICONS[severity] : AlertTriangle;
  return (
    <div
      className={`sw-node ${className} ${severity}${measured.className}${mark ? ` diff-${mark}` : ''}`}
      style={{ '--node-color': color, ...measured.style } as React.CSSProperties}
      title={(hint ? hint(words) : words) || undefined}
      data-testid={`node-${name}`}
      data-severity={severity || undefined}
    >
      {takesInput && (
        <Port type="target" id="in" position={Position.Top} label={t('build.canvas.inputOf', { name })} />
      )}
      <span className="name">
        <FrozenMark frozen={frozen} />
        {title}
      </span>
      {caption && <span className="caption">{caption}</span>}
      {field && (
        <span className="field" title={t('build.facts.receptiveField')}>
          {field}
        </span>
      )}
      {children}
      {severity && (
        <>
          <span
            className={`badge ${severity}`}
            role="img"
            aria-label={t('build.canvas.badge', { severity, text: problem })}
          >
            <Icon size={15} />
          </span>
          <span className="tip" aria-hidden="true">
            {problem}
          </span>
        </>
      )}
      <Port type="source" id="out" position={Position.Bottom} label={t('build.canvas.outputOf', { name })} />
    </div>
  );
}
