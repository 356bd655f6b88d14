import type { NodeProps } from '@xyflow/react';
import { ChevronUp } from 'lucide-react';
import { memo } from 'react';
import { t } from '../../../../core/messages';
import { useBlockColor } from '../../../diagnostics/useBlockColor';
import { setFolded } from '../folding';
import type { FrameNode as FrameNodeType } from '../sceneTypes';
import { FrozenMark } from './FrozenMark';

/** An unfolded group: a frame around what is inside. */
export const FrameNode = memo(function FrameNode({ data }: NodeProps<FrameNodeType>) {
  const { name, title, subtitle, costs, axis, frozen, mark } = data;
  const measured = useBlockColor(name);
  return (
    <div
      className={`sw-frame${measured.className}${mark ? ` diff-${mark}` : ''}`}
      style={measured.style as React.CSSProperties}
      data-testid={`frame-${name}`}
    >
      <div className="frame-head" title={measured.words || undefined}>
        {/* The main path runs through the head, between its texts. */}
        <span className="name" title={title} style={{ width: Math.max(40, axis - 24) }}>
          <FrozenMark frozen={frozen} />
          {title}
        </span>
        <span className="subtitle" title={subtitle}>
          {subtitle}
        </span>
        <span className="subtitle costs" title={t('build.views.costsParts')}>
          {costs}
        </span>
        <button
          type="button"
          className="fold-button nodrag"
          tabIndex={-1}
          aria-keyshortcuts="Alt+C"
          aria-label={t('build.canvas.fold', { title })}
          title={t('build.canvas.foldHelp')}
          onClick={(event) => {
            // The canvas would select it, in a comparison too.
            event.stopPropagation();
            setFolded(name, true);
          }}
        >
          <ChevronUp size={15} />
        </button>
      </div>
    </div>
  );
});
