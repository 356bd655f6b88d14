import { type NodeProps, Position, useNodeConnections } from '@xyflow/react';
import { memo } from 'react';
import { t } from '../../../../core/messages';
import { kindColor } from '../../../ui/theme/tokens';
import type { LayerNode as LayerNodeType } from '../sceneTypes';
import { NodeBox, Port } from './NodeBox';

/** One layer on the canvas. */
export const LayerNode = memo(function LayerNode({ data }: NodeProps<LayerNodeType>) {
  const { name, kind, problem, ghost, takesInput, merges, mark } = data;
  const hint = (measured: string) => {
    if (problem) return undefined;
    if (mark === 'removed') return t('diff.view.gone', { title: name });
    return ghost ? t('build.canvas.leftOut', { title: name }) : [name, measured].filter(Boolean).join(': ');
  };
  return (
    <NodeBox
      data={data}
      color={kindColor(kind)}
      className={ghost ? 'ghost' : ''}
      hint={hint}
      takesInput={takesInput}
    >
      {merges && <SidePort name={name} />}
    </NodeBox>
  );
});

/** The port for shortcuts. It is seen when used, or when something could be connected to it. */
function SidePort({ name }: { name: string }) {
  const connections = useNodeConnections({ handleType: 'target', handleId: 'side' });
  return (
    <Port
      type="target"
      id="side"
      position={Position.Right}
      className={connections.length === 0 ? 'idle' : ''}
      label={t('build.canvas.sideInputOf', { name })}
    />
  );
}
