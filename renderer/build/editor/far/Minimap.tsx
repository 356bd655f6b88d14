import { Panel, useStore } from '@xyflow/react';
import { type PointerEvent, useEffect, useMemo, useRef, type WheelEvent } from 'react';
import { t } from '../../../../core/messages';
import { useTokens } from '../../../ui/theme/theme';
import { MINIMAP, useCanvasView } from '../canvasView';
import type { SceneNode } from '../sceneTypes';
import type { Places } from './places';

/** From the border to the graph. */
const MARGIN = 6;
/** The frame around what is in view stays visible however little that is. */
const LEAST = 8;

/** The whole graph, and what of it is in view. A drag or a click goes there. */
export function Minimap({ nodes, places }: { nodes: readonly SceneNode[]; places: Places }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tokens = useTokens();
  const { width, height } = MINIMAP;
  const { bounds, boxes } = places;
  const scale = Math.min(
    (width - 2 * MARGIN) / Math.max(1, bounds.width),
    (height - 2 * MARGIN) / Math.max(1, bounds.height),
  );
  const left = (width - bounds.width * scale) / 2 - bounds.x * scale;
  const top = (height - bounds.height * scale) / 2 - bounds.y * scale;

  const shapes = useMemo(() => {
    const frames = new Path2D();
    const layers = new Path2D();
    for (const { id, type } of nodes) {
      const box = boxes.get(id);
      if (box) (type === 'frame' ? frames : layers).rect(box.x, box.y, box.width, box.height);
    }
    return { frames, layers };
  }, [nodes, boxes]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const ratio = window.devicePixelRatio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width * ratio, height * ratio);
    context.setTransform(scale * ratio, 0, 0, scale * ratio, left * ratio, top * ratio);
    context.fillStyle = tokens.raised;
    context.strokeStyle = tokens.line;
    context.lineWidth = 1 / scale;
    context.fill(shapes.frames);
    context.stroke(shapes.frames);
    context.fillStyle = tokens.lineStrong;
    context.fill(shapes.layers);
  }, [shapes, scale, left, top, tokens]);

  const goTo = (event: PointerEvent<HTMLElement>) => {
    const flow = useCanvasView.getState().flow;
    const at = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - at.left - left) / scale;
    const y = (event.clientY - at.top - top) / scale;
    void flow?.setCenter(x, y, { zoom: flow.getZoom() });
  };
  const zoom = (event: WheelEvent<HTMLElement>) => {
    const flow = useCanvasView.getState().flow;
    void flow?.zoomTo(flow.getZoom() * 2 ** (-event.deltaY / 300));
  };
  const ratio = window.devicePixelRatio;
  return (
    <Panel
      position="bottom-right"
      className="react-flow__minimap nowheel"
      style={{ width, height }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event);
      }}
      onWheel={zoom}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('build.canvas.minimap')}
        width={Math.round(width * ratio)}
        height={Math.round(height * ratio)}
        style={{ width, height, display: 'block' }}
      />
      <InView scale={scale} left={left} top={top} />
    </Panel>
  );
}

function InView({ scale, left, top }: { scale: number; left: number; top: number }) {
  const { width: most, height: highest } = MINIMAP;
  const view = useStore(({ transform: [x, y, zoom], width, height }) => {
    const range = (start: number, length: number, end: number) => {
      const size = Math.min(Math.max(length, LEAST), end);
      return [Math.min(Math.max(start - (size - length) / 2, 0), end - size), size];
    };
    return [
      ...range((-x / zoom) * scale + left, (width / zoom) * scale, most),
      ...range((-y / zoom) * scale + top, (height / zoom) * scale, highest),
    ]
      .map((at) => Math.round(10 * at) / 10)
      .join(' ');
  });
  const [x = 0, width, y = 0, height] = view.split(' ').map(Number);
  return <div className="sw-in-view" style={{ transform: `translate(${x}px, ${y}px)`, width, height }} />;
}
