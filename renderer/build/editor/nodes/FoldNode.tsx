import type { NodeProps } from '@xyflow/react';
import { ChevronDown } from 'lucide-react';
import { memo } from 'react';
import { t } from '../../../../core/messages';
import { kindColor } from '../../../ui/theme/tokens';
import { setFolded } from '../folding';
import { NODE_TALL } from '../geometry';
import type { FoldNode as FoldNodeType } from '../sceneTypes';
import { BlockArc, StageLoops } from './Arc';
import { NodeBox } from './NodeBox';

/** A folded stem, stage or block: one node for everything inside. */
export const FoldNode = memo(function FoldNode({ data }: NodeProps<FoldNodeType>) {
  const { name, title, shortcuts, muted, isBlock, mark, costs, changes } = data;
  return (
    <NodeBox
      data={data}
      color={kindColor('convolution')}
      className={mark === 'removed' ? 'fold ghost' : 'fold'}
    >
      <span className="caption costs" title={t('build.views.costsParts')}>
        {costs}
      </span>
      {changes && <span className="changes">{changes}</span>}
      {isBlock && shortcuts + muted > 0 && <BlockArc height={NODE_TALL} muted={shortcuts === 0} />}
      {!isBlock && <StageLoops height={NODE_TALL} live={shortcuts} muted={muted} />}
      <button
        type="button"
        className="fold-button nodrag"
        tabIndex={-1}
        aria-keyshortcuts="Alt+C"
        aria-label={t('build.canvas.unfold', { title })}
        title={t('build.canvas.unfoldHelp')}
        onClick={(event) => {
          // The canvas would select it, in a comparison too.
          event.stopPropagation();
          setFolded(name, false);
        }}
      >
        <ChevronDown size={15} />
      </button>
    </NodeBox>
  );
});
