import { Handle, type NodeProps, Position } from '@xyflow/react';
import { ChevronDown } from 'lucide-react';
import { memo } from 'react';
import { t } from '../../../../core/messages';
import { useBlockColor } from '../../../diagnostics/useBlockColor';
import { kindColor } from '../../../ui/theme/tokens';
import { setFolded } from '../folding';
import { NODE_TALL } from '../geometry';
import type { FoldNode as FoldNodeType } from '../sceneTypes';
import { BlockArc, StageLoops } from './Arc';
import { Problem } from './LayerNode';

/** A folded stem, stage or block: one node for all that is inside. */
export const FoldNode = memo(function FoldNode({ data }: NodeProps<FoldNodeType>) {
  const { name, title, caption, problem, severity, shortcuts, muted, isBlock } = data;
  const measured = useBlockColor(name);
  return (
    <div
      className={`sw-node fold ${severity}${measured.className}`}
      style={{ '--node-color': kindColor('convolution'), ...measured.style } as React.CSSProperties}
      title={measured.words || undefined}
      data-testid={`node-${name}`}
      data-severity={severity || undefined}
    >
      <Handle
        type="target"
        id="in"
        position={Position.Top}
        role="img"
        aria-label={t('build.canvas.inputOf', { name })}
      />
      {isBlock && shortcuts + muted > 0 && <BlockArc height={NODE_TALL} muted={shortcuts === 0} />}
      {!isBlock && <StageLoops height={NODE_TALL} live={shortcuts} muted={muted} />}
      <span className="name">{title}</span>
      {caption && <span className="caption">{caption}</span>}
      <button
        type="button"
        className="unfold nodrag"
        aria-label={t('build.canvas.unfold', { title })}
        title={t('build.canvas.unfoldHelp')}
        onClick={() => setFolded(name, false)}
      >
        <ChevronDown size={15} />
      </button>
      {severity && <Problem severity={severity} text={problem} />}
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
