import { useStore } from '@xyflow/react';
import type { Box } from '../layout';
import type { SceneNode } from '../sceneTypes';

/** The name of what the pointer is on, where names are too small to read. */
export function FarTip({ node, box }: { node: SceneNode; box: Box }) {
  const [x, y, zoom] = useStore((state) => state.transform);
  const { title, name } = node.data;
  const more = node.type === 'frame' ? node.data.subtitle : node.data.caption;
  const words = title === name || node.type !== 'layer' ? title : `${title} ${name}`;
  return (
    <div
      className="sw-tip"
      style={{
        left: (box.x + box.width / 2) * zoom + x,
        top: box.y * zoom + y - 6,
        transform: 'translate(-50%, -100%)',
      }}
    >
      {words} {more && <small>{more}</small>}
    </div>
  );
}
