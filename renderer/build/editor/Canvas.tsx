import {
  Background,
  BackgroundVariant,
  type Connection,
  getViewportForBounds,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  type ReactFlowInstance,
  SelectionMode,
  useStore,
  useStoreApi,
  type Viewport,
} from '@xyflow/react';
import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { t } from '../../../core/messages';
import { palette } from '../../../core/ops/palette';
import { CanvasLegend } from '../../diagnostics/CanvasLegend';
import { keysInText } from '../../layout/CommandKeys';
import type { OpenDocument } from '../../state/documents';
import { useComparison } from '../../state/graphDiff';
import { usePreferences } from '../../state/preferences';
import { type Selection, useSelection } from '../../state/selection';
import { useColorMode } from '../../ui/theme/theme';
import { addAt, addToWire, connectByHand, dropOnWire, moveItems } from './actions';
import { isLoose, refusal } from './adding';
import { DiffLegend } from './DiffLegend';
import { buildScene } from './scene';
import { sceneOf } from './sceneCache';
import './canvas.css';
import './edges/wires.css';
import './nodes/nodes.css';
import { CanvasControls } from './CanvasControls';
import {
  canvasRect,
  fitView,
  itemAt,
  leastZoom,
  openMenuOfSelection,
  ROOM_FOR_MINIMAP,
  type SearchRequest,
  useCanvasView,
} from './canvasView';
import { carryOver } from './carryOver';
import { idOf, markWire, nodeAt, PALETTE_TYPE, type ScreenPoint, screenPoint, wireAt } from './dragging';
import { Wire } from './edges/Wire';
import { BoxSelection } from './far/BoxSelection';
import { FarCanvas } from './far/FarCanvas';
import { FarTip } from './far/FarTip';
import { FAR } from './far/levels';
import { Minimap } from './far/Minimap';
import { type Hit, hitAt, placesOf } from './far/places';
import { useMoving } from './far/useMoving';
import { useInView, useShown } from './far/useShown';
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

/** How far beside a thing the pointer may be in far views, in pixels of the screen. */
const REACH = 4;
const NO_HIT: Hit = {};

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
  const folds = usePreferences((state) => state.foldFar);
  const flow = useRef<ReactFlowInstance<SceneNode, SceneEdge>>(null);
  const store = useStoreApi();
  const places = useMemo(() => placesOf(scene), [scene]);
  const inView = useInView(scene, places, folds);
  const { far, closed } = inView;
  const { moving, pinned: dragged, onMoves, end } = useMoving(nodes, places, selection.items, setNodes);
  const walk = useWalk(places, closed, selectedNodes, selectedEdges);
  const [pointed, setPointed] = useState(NO_HIT);
  const hit = far ? pointed : NO_HIT;
  const pinned = useMemo(
    () => new Set([...dragged, ...walk.pinned, hit.node, hit.edge].flatMap((id) => id ?? [])),
    [dragged, walk.pinned, hit],
  );
  const given = useShown(scene, { nodes: selectedNodes, edges: walk.edges }, inView, pinned);
  const mode = useColorMode();
  useEffect(() => {
    if (!isActive) return;
    useCanvasView.setState({ flow: flow.current ?? undefined });
    return () => useCanvasView.setState({ flow: undefined, places: undefined, dragging: false });
  }, [isActive]);
  useEffect(() => {
    if (isActive) useCanvasView.setState({ places });
  }, [isActive, places]);
  const fitBeside = () => {
    const { width, height } = store.getState();
    const limits = [leastZoom(places.bounds), 1] as const;
    void flow.current?.setViewport(getViewportForBounds(places.bounds, width, height, ...limits, FIT_BESIDE));
  };
  const besideThen = useRef(beside);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when their number changes
  useEffect(() => {
    if (beside === besideThen.current) return;
    besideThen.current = beside;
    // React Flow learns its new width from an observer.
    const timer = setTimeout(fitBeside, 80);
    return () => clearTimeout(timer);
  }, [beside]);
  const search = (screen: ScreenPoint, from?: SearchRequest['from']) =>
    useCanvasView.setState({
      search: { screen, drop: flow.current?.screenToFlowPosition(screen), ...(from && { from }) },
    });

  /** In far views, what is drawn on the canvas gets an element once the pointer is on it. */
  const pointAt = (event: MouseEvent<Element>): Hit => {
    const at = far && flow.current?.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    if (!at) return NO_HIT;
    const next = hitAt(scene, places, at, REACH / flow.current!.getZoom(), closed);
    if (next.node !== pointed.node || next.edge !== pointed.edge) setPointed(next);
    return next;
  };

  const onNodesChange = (changes: NodeChange<SceneNode>[]) => {
    if (!store.getState().userSelectionActive) select(changes, 'items');
    // Only drags are accepted, since we compute the sizes; the graph gets them when they end.
    onMoves(changes);
  };

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
    pointAt(event);
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

  const pointedNode = moving.size > 0 ? undefined : scene.nodes.find(({ id }) => id === hit.node);
  const tip = pointedNode && { node: pointedNode, box: places.boxes.get(pointedNode.id)! };
  return (
    <div
      className={isActive ? 'sw-canvas active' : 'sw-canvas'}
      data-testid="canvas"
      role="application"
      aria-label={t('build.canvas.label', { name: document.name })}
      aria-description={t('build.canvas.keys', { connect: keysInText('edit.connect') })}
      {...walk.canvas}
      style={{ position: 'absolute', inset: 0 }}
      onPointerDownCapture={leaveFields}
      onPointerMove={(event) => {
        if (event.buttons === 0) pointAt(event);
      }}
      onPointerLeave={() => setPointed(NO_HIT)}
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
        ariaLabelConfig={{ 'edge.a11yDescription.default': t('build.canvas.edgeKeys') }}
        nodes={given.nodes}
        edges={given.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={mode}
        zIndexMode="manual"
        onlyRenderVisibleElements
        onInit={(instance) => {
          flow.current = instance;
          if (isActive) useCanvasView.setState({ flow: instance, places });
          const before = viewports.get(id);
          if (before?.beside === beside) void instance.setViewport(before.viewport);
          else if (beside > 0) fitBeside();
          else if (scene.nodes.length > 0) fitView(undefined, { duration: 0 });
          else void instance.setViewport(startOfEmpty());
        }}
        onMoveEnd={(_, viewport) => {
          viewports.set(id, { viewport, beside });
          walk.settle();
        }}
        onNodesChange={onNodesChange}
        onEdgesChange={(changes) => {
          if (!store.getState().userSelectionActive) select(changes, 'edges');
        }}
        // A touch does not point before it presses.
        onPaneClick={(event) => {
          const { node, edge } = pointAt(event);
          if (node ?? edge) setTimeout(() => useSelection.getState().select(picked({ node, edge })));
        }}
        onConnect={({ source, target }) => connectByHand(source, target)}
        onConnectEnd={onConnectEnd}
        isValidConnection={isValid}
        onNodeDoubleClick={(_, node) => {
          const group = groupOfKey(node.id);
          if (closed.closed.has(node.id)) return fitView([node.id]);
          if (group !== undefined) setFolded(group, node.type === 'frame');
        }}
        onNodeDragStart={() => useCanvasView.setState({ dragging: true })}
        onNodeDrag={(event, node) => {
          if (isLoose(document, node.id)) markWire(wireAt(screenPoint(event)));
        }}
        onNodeDragStop={(event, node, moved) => {
          useCanvasView.setState({ dragging: false });
          const wire = idOf(wireAt(screenPoint(event)));
          const corners = end(moved);
          markWire(undefined);
          if (corners.size === 1 && wire !== undefined && dropOnWire(node.id, wire)) return;
          moveItems(corners);
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
        minZoom={leastZoom(places.bounds)}
        maxZoom={2.5}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.3} />
        {far && (
          <FarCanvas
            nodes={selectedNodes}
            edges={selectedEdges}
            {...{ places, closed, moving, pointed: hit.node }}
          />
        )}
        {isActive && <CanvasControls arrangement={document.arrangement ?? 'down'} />}
        <CanvasLegend document={document} />
        {comparison && <DiffLegend comparison={comparison} />}
        {isActive && minimap && hasRoom && scene.nodes.length > 0 && (
          <Minimap nodes={scene.nodes} places={places} />
        )}
        {isActive && <BoxSelection scene={scene} places={places} closed={closed} />}
        {tip && <FarTip {...tip} />}
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

const picked = ({ node, edge }: Hit) => (node === undefined ? { edges: [edge ?? ''] } : { items: [node] });

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

/** Chromium's for events that no button of a mouse caused. */
const NO_BUTTON = -1;

/** Selects what is not selected, and opens the menu where the pointer is. */
function openMenu(event: MouseEvent<HTMLElement>) {
  const target = event.target as Element;
  if (target.closest('.react-flow__panel')) return;
  event.preventDefault();
  // From the menu key, while no command takes it: a menu that has just been closed may still be there.
  if (event.button === NO_BUTTON) return openMenuOfSelection();
  const found = itemAt(target);
  const at = { x: event.clientX, y: event.clientY };
  if (!found) return useCanvasView.setState({ menu: { on: 'canvas', at } });
  const { what, id } = found;
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
