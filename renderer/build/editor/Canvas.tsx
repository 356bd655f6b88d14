import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  MiniMap,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  type ReactFlowInstance,
  SelectionMode,
  useStore,
  type Viewport,
} from '@xyflow/react';
import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { t } from '../../../core/messages';
import { palette } from '../../../core/ops/palette';
import { CanvasLegend } from '../../diagnostics/CanvasLegend';
import type { OpenDocument } from '../../state/documents';
import { useComparison } from '../../state/graphDiff';
import { usePreferences } from '../../state/preferences';
import { type Selection, useSelection } from '../../state/selection';
import { useColorMode, useTokens } from '../../ui/theme/theme';
import { addAt, addToWire, connectByHand, dropOnWire, moveItems } from './actions';
import { isLoose, refusal } from './adding';
import { DiffLegend } from './DiffLegend';
import { buildScene } from './scene';
import { sceneOf } from './sceneCache';
import './canvas.css';
import './edges/wires.css';
import './nodes/nodes.css';
import { CanvasControls } from './CanvasControls';
import { canvasRect, fitPadding, ROOM_FOR_MINIMAP, type SearchRequest, useCanvasView } from './canvasView';
import { carryOver } from './carryOver';
import { idOf, markWire, nodeAt, PALETTE_TYPE, type ScreenPoint, screenPoint, wireAt } from './dragging';
import { Wire } from './edges/Wire';
import { setFolded } from './folding';
import { NODE_WIDTH } from './geometry';
import { FoldNode } from './nodes/FoldNode';
import { FrameNode } from './nodes/FrameNode';
import { LayerNode } from './nodes/LayerNode';
import { groupOfKey } from './outline';
import type { SceneEdge, SceneNode } from './sceneTypes';
import { useWalk } from './useWalk';

const nodeTypes = { layer: LayerNode, fold: FoldNode, frame: FrameNode };
const edgeTypes = { wire: Wire };

/** The viewport of each tab, and how many graphs were beside it. */
const viewports = new Map<string, { viewport: Viewport; beside: number }>();

/** Below this zoom, text is too small to read and is left out. */
const FAR = 0.42;

/** Below the graph is the toolbar. */
const FIT_BESIDE = { x: 0.06, top: 0.06, bottom: '68px' } as const;

const NOTHING: Selection = { items: [], edges: [] };

/**
 * The graph of one tab, in a ReactFlowProvider of its own.
 * @param isActive the selection, the commands and the panels beside it are this graph's
 * @param beside how many others are shown beside it; when that changes, the whole graph is shown in its new width
 */
export function Canvas({
  open,
  isActive,
  beside,
}: {
  open: OpenDocument;
  isActive: boolean;
  beside: number;
}) {
  const { document, id } = open;
  const comparison = useComparison(open);
  const compared = useMemo(
    () => comparison && buildScene(comparison.document, comparison.analysis, comparison),
    [comparison],
  );
  const scene = compared ?? sceneOf(document);
  const [nodes, setNodes] = useState<SceneNode[]>(scene.nodes);
  const [edges, setEdges] = useState<SceneEdge[]>(scene.edges);
  const [shown, setShown] = useState(scene);
  if (shown !== scene) {
    setShown(scene);
    setNodes(carryOver(nodes, scene.nodes));
    setEdges(carryOver(edges, scene.edges));
  }

  const selected = useSelection();
  const selection = isActive ? selected : NOTHING;
  const selectedNodes = useMemo(() => withSelection(nodes, selection.items), [nodes, selection.items]);
  const selectedEdges = useMemo(() => withSelection(edges, selection.edges), [edges, selection.edges]);

  const minimap = usePreferences((state) => state.minimap);
  const hasRoom = useStore(({ width }) => width >= ROOM_FOR_MINIMAP);
  const drag = usePreferences((state) => state.drag);
  const flow = useRef<ReactFlowInstance<SceneNode, SceneEdge>>(null);
  const walk = useWalk(flow, selectedNodes, selectedEdges);
  const mode = useColorMode();
  const tokens = useTokens();
  useEffect(() => {
    if (!isActive) return;
    useCanvasView.setState({ flow: flow.current ?? undefined });
    return () => useCanvasView.setState({ flow: undefined });
  }, [isActive]);
  const besideThen = useRef(beside);
  useEffect(() => {
    if (beside === besideThen.current) return;
    besideThen.current = beside;
    // React Flow learns its new width from an observer.
    const timer = setTimeout(() => void flow.current?.fitView({ padding: FIT_BESIDE, maxZoom: 1 }), 80);
    return () => clearTimeout(timer);
  }, [beside]);
  const search = (screen: ScreenPoint, from?: SearchRequest['from']) =>
    useCanvasView.setState({
      search: { screen, drop: flow.current?.screenToFlowPosition(screen), ...(from && { from }) },
    });

  const onNodesChange = useCallback((changes: NodeChange<SceneNode>[]) => {
    select(changes, 'items');
    // Only drags are accepted, since we compute the sizes; the graph gets them when they end.
    const moves = changes.filter((change) => change.type === 'position');
    if (moves.length > 0) setNodes((now) => applyNodeChanges(moves, now));
  }, []);

  // React Flow calls this at every mouse move.
  const isValid = useMemo(() => {
    const known = new Map<string, boolean>();
    return ({ source, target }: Connection | SceneEdge): boolean => {
      const key = `${source}>${target}`;
      const valid = known.get(key) ?? refusal(document, source, target) === undefined;
      known.set(key, valid);
      return valid;
    };
  }, [document]);

  const onConnectEnd: OnConnectEnd = (event, state) => {
    if (!state.fromNode || state.isValid) return;
    const point = screenPoint(event);
    const over = state.toNode?.id ?? nodeAt(point);
    const key = state.fromNode.id;
    const side = state.fromHandle?.type === 'source' ? 'output' : 'input';
    if (over === undefined) {
      if ((event.target as Element | null)?.closest('.sw-canvas')) search(point, { key, side });
    } else if (over !== key) {
      const [from, to] = side === 'output' ? [key, over] : [over, key];
      connectByHand(from, to);
    }
  };

  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(PALETTE_TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    markWire(wireAt({ x: event.clientX, y: event.clientY }));
  };
  const onDrop = (event: DragEvent) => {
    const wanted = event.dataTransfer.getData(PALETTE_TYPE);
    const item = palette.flatMap((section) => section.items).find((each) => each.id === wanted);
    markWire(undefined);
    if (!item) return;
    event.preventDefault();
    const point = { x: event.clientX, y: event.clientY };
    const wire = idOf(wireAt(point));
    const at = flow.current?.screenToFlowPosition(point);
    if (wire !== undefined) addToWire(item, wire);
    else if (at) addAt(item, { x: Math.round(at.x - NODE_WIDTH / 2), y: Math.round(at.y - 20) });
  };

  return (
    <div
      className={isActive ? 'sw-canvas active' : 'sw-canvas'}
      data-testid="canvas"
      role="application"
      aria-label={t('build.canvas.label', { name: document.name })}
      aria-description={t('build.canvas.keys')}
      {...walk.canvas}
      style={{ position: 'absolute', inset: 0 }}
      onPointerDownCapture={leaveFields}
      // With Shift, the browser would select the text between here and the last click.
      onMouseDown={(event) => {
        if (event.shiftKey) event.preventDefault();
      }}
      onKeyDown={(event) => {
        if (walk.onKey(event) || selectFocused(event)) event.preventDefault();
      }}
      onContextMenu={openMenu}
      onDragOver={onDragOver}
      onDragLeave={() => markWire(undefined)}
      onDrop={onDrop}
      onDoubleClick={(event) => {
        if (!(event.target as Element).classList.contains('react-flow__pane')) return;
        search({ x: event.clientX, y: event.clientY });
      }}
    >
      <ReactFlow<SceneNode, SceneEdge>
        id={id}
        nodes={selectedNodes}
        edges={walk.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={mode}
        zIndexMode="manual"
        onlyRenderVisibleElements
        onInit={(instance) => {
          flow.current = instance;
          if (isActive) useCanvasView.setState({ flow: instance });
          const before = viewports.get(id);
          if (before?.beside === beside) void instance.setViewport(before.viewport);
          else if (beside > 0) void instance.fitView({ padding: FIT_BESIDE, maxZoom: 1 });
          else if (scene.nodes.length > 0)
            void instance.fitView({ padding: fitPadding(instance.getNodesBounds(scene.nodes)), maxZoom: 1 });
          else void instance.setViewport(startOfEmpty());
        }}
        onMoveEnd={(_, viewport) => {
          viewports.set(id, { viewport, beside });
          walk.settle();
        }}
        onNodesChange={onNodesChange}
        onEdgesChange={(changes) => select(changes, 'edges')}
        onConnect={({ source, target }) => connectByHand(source, target)}
        onConnectEnd={onConnectEnd}
        isValidConnection={isValid}
        onNodeDoubleClick={(_, node) => {
          const group = groupOfKey(node.id);
          if (group !== undefined) setFolded(group, node.type === 'frame');
        }}
        onNodeDrag={(event, node) => {
          if (isLoose(document, node.id)) markWire(wireAt(screenPoint(event)));
        }}
        onNodeDragStop={(event, node, moved) => {
          const wire = idOf(wireAt(screenPoint(event)));
          markWire(undefined);
          if (moved.length === 1 && wire !== undefined && dropOnWire(node.id, wire)) return;
          moveItems(new Map(moved.map((each) => [each.id, each.position])));
        }}
        // The other graph's layers move the own ones aside.
        nodesDraggable={!comparison}
        nodeDragThreshold={3}
        connectionRadius={26}
        deleteKeyCode={null}
        disableKeyboardA11y
        elevateNodesOnSelect={false}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={['Control', 'Meta', 'Shift']}
        selectionKeyCode="Shift"
        selectionOnDrag={drag === 'select'}
        // The middle button and the space bar always pan.
        panOnDrag={drag === 'pan' ? [0, 1] : [1]}
        panOnScroll
        zoomOnDoubleClick={false}
        zoomActivationKeyCode={['Control', 'Meta']}
        minZoom={0.04}
        maxZoom={2.5}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.3} />
        {isActive && <CanvasControls />}
        <CanvasLegend document={document} />
        {comparison && <DiffLegend comparison={comparison} />}
        {isActive && minimap && hasRoom && nodes.length > 0 && (
          <MiniMap
            pannable
            zoomable
            position="bottom-right"
            style={{ width: 148, height: 104 }}
            ariaLabel={t('build.canvas.minimap')}
            nodeColor={(node) => (node.type === 'frame' ? tokens.raised : tokens.lineStrong)}
            nodeStrokeColor={tokens.line}
            maskColor="color-mix(in srgb, var(--sw-background) 55%, transparent)"
            maskStrokeColor={tokens.accent}
            maskStrokeWidth={2}
            nodeBorderRadius={6}
          />
        )}
        <FarAway />
      </ReactFlow>
    </div>
  );
}

/** Sets classes of the canvas, without rendering it at each step of a zoom. */
function FarAway() {
  const far = useStore((state) => state.transform[2] < FAR);
  const connecting = useStore((state) => state.connection.inProgress);
  const root = useStore((state) => state.domNode);
  useEffect(() => {
    const canvas = root?.closest('.sw-canvas');
    canvas?.classList.toggle('far', far);
    canvas?.classList.toggle('connecting', connecting);
  }, [root, far, connecting]);
  return null;
}

function startOfEmpty(): Viewport {
  const canvas = canvasRect();
  return { x: (canvas?.width ?? 0) / 2, y: 84, zoom: 1 };
}

/** Enter and Space select what has the focus. @returns whether they did. */
function selectFocused(event: KeyboardEvent<HTMLElement>): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  const focus = event.target as Element;
  const id = focus.getAttribute('data-id');
  if (id === null) return false;
  // Enter opens what is selected already.
  const { items, edges } = useSelection.getState();
  if ([...items, ...edges].includes(id)) return false;
  if (!focus.classList.contains('selectable')) return false;
  if (focus.classList.contains('react-flow__node')) useSelection.getState().select({ items: [id] });
  else if (focus.classList.contains('react-flow__edge')) useSelection.getState().select({ edges: [id] });
  else return false;
  return true;
}

/** Selects what is not selected, and opens the menu where the pointer is. */
function openMenu(event: MouseEvent<HTMLElement>) {
  const target = event.target as Element;
  if (target.closest('.react-flow__panel')) return;
  event.preventDefault();
  const found = target.closest('.react-flow__node, .react-flow__edge');
  const id = found?.getAttribute('data-id');
  const at = { x: event.clientX, y: event.clientY };
  if (!found || id == null) return useCanvasView.setState({ menu: { on: 'canvas', at } });
  const what = found.classList.contains('react-flow__node') ? 'items' : 'edges';
  const { select, ...now } = useSelection.getState();
  if (!now[what].includes(id)) select({ [what]: [id] });
  useCanvasView.setState({ menu: { on: what === 'items' ? 'nodes' : 'edges', at } });
}

/** The pane does not take the focus on a click, so a field would keep it in the middle of its input. */
function leaveFields(event: PointerEvent<HTMLElement>) {
  // Copying would copy it instead of the nodes.
  window.getSelection()?.removeAllRanges();
  const focus = window.document.activeElement;
  if (focus instanceof HTMLElement && !event.currentTarget.contains(focus)) focus.blur();
}

function withSelection<T extends SceneNode | SceneEdge>(all: T[], ids: readonly string[]): T[] {
  if (ids.length === 0 && !all.some((one) => one.selected)) return all;
  const chosen = new Set(ids);
  return all.map((one) =>
    Boolean(one.selected) === chosen.has(one.id) ? one : { ...one, selected: chosen.has(one.id) },
  );
}

/** Takes over React Flow's changes of the selection. */
function select(changes: readonly { type: string }[], what: 'items' | 'edges') {
  const picks = changes.filter(
    (change): change is { type: 'select'; id: string; selected: boolean } => change.type === 'select',
  );
  if (picks.length === 0) return;
  const now = useSelection.getState();
  const chosen = new Set(now[what]);
  for (const { id, selected } of picks) {
    if (selected) chosen.add(id);
    else chosen.delete(id);
  }
  now.select({ items: now.items, edges: now.edges, [what]: [...chosen] });
}
