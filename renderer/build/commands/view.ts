/** View of the graph: zoom, folding, panels. */

import { message } from '../../../core/messages';
import type { Command } from '../../commands/command';
import { onCanvas, registerCommands } from '../../commands/registry';
import { activeDocument } from '../../state/documents';
import { useComparedGraph } from '../../state/graphDiff';
import { useNavigation } from '../../state/navigation';
import { usePreferences } from '../../state/preferences';
import { useSelection } from '../../state/selection';
import { ARRANGEMENT_LIST, ARRANGEMENTS, layOut, openSelected } from '../editor/actions';
import {
  fitView,
  openMenuOfSelection,
  openSearchAtCenter,
  showStart,
  toggleDrag,
  useCanvasView,
  zoomBy,
} from '../editor/canvasView';
import { setAllFolded, setFolded } from '../editor/folding';
import { groupOfKey } from '../editor/outline';
import { OVERLAY_LIST, OVERLAYS, toggleOverlay } from '../views/overlays';

const hasNodes = () => (activeDocument()?.document.nodes.length ?? 0) > 0;
const hasGroups = () => (activeDocument()?.document.groups.length ?? 0) > 0;
const selectedGroups = () => useSelection.getState().items.flatMap((key) => groupOfKey(key) ?? []);

function toggle(preference: 'paletteOpen' | 'inspectorOpen' | 'codeOpen' | 'minimap') {
  const { set, [preference]: on } = usePreferences.getState();
  set({ [preference]: !on });
}

function foldAll(folded: boolean, show: () => void) {
  setAllFolded(folded);
  setTimeout(show, 60);
}

export const layOutCommand: Command = {
  id: 'view.layout',
  section: 'graph',
  label: 'commands.layOut',
  keywords: ['arrange', 'tidy', 'positions'],
  where: 'graph',
  when: hasNodes,
  perform: () => layOut(),
};

registerCommands('view', [
  ...onCanvas('graph', [
    {
      id: 'graph.search',
      label: 'commands.addNode',
      keywords: ['search', 'insert', 'layer', 'block'],
      keys: ['Tab'],
      perform: openSearchAtCenter,
    },
  ]),
  layOutCommand,
  ...ARRANGEMENT_LIST.map((arrangement) => ({
    ...layOutCommand,
    id: `view.layout.${arrangement}`,
    label: ARRANGEMENTS[arrangement].command,
    keywords: ['arrange', 'wrap', 'layout'],
    perform: () => layOut(arrangement),
  })),
  ...onCanvas('graph', [
    {
      id: 'graph.compare',
      label: 'commands.compareGraph',
      keywords: ['diff', 'difference', 'changes', 'versus'],
      when: hasNodes,
      perform: () => useComparedGraph.setState({ choosing: true }),
    },
  ]),
  ...onCanvas('view', [
    {
      id: 'view.fit-selection',
      label: 'commands.fitSelection',
      keywords: ['fit', 'zoom'],
      keys: ['F', '.'],
      when: hasNodes,
      perform: () => fitView(useSelection.getState().items),
    },
    {
      id: 'view.fit',
      label: 'commands.fit',
      keywords: ['fit', 'zoom', 'home'],
      keys: ['Home'],
      when: hasNodes,
      perform: () => fitView(),
    },
    { id: 'view.zoom-in', label: 'commands.zoomIn', keys: ['+', '='], perform: () => zoomBy(1.25) },
    { id: 'view.zoom-out', label: 'commands.zoomOut', keys: ['-'], perform: () => zoomBy(0.8) },
    {
      id: 'view.fold',
      label: 'commands.fold',
      keywords: ['collapse', 'expand'],
      keys: ['Alt+C'],
      when: () => selectedGroups().length > 0,
      perform: () => {
        const groups = new Map(activeDocument()?.document.groups.map((group) => [group.id, group]));
        for (const id of selectedGroups()) setFolded(id, !groups.get(id)?.collapsed);
      },
    },
    {
      id: 'view.fold-all',
      label: 'commands.foldAll',
      keywords: ['collapse'],
      when: hasGroups,
      perform: () => foldAll(true, fitView),
    },
    {
      id: 'view.unfold-all',
      label: 'commands.unfoldAll',
      keywords: ['expand'],
      when: hasGroups,
      perform: () => foldAll(false, showStart),
    },
    { id: 'view.palette', label: 'commands.togglePalette', perform: () => toggle('paletteOpen') },
    {
      id: 'view.inspector',
      label: 'commands.toggleInspector',
      keys: ['I'],
      perform: () => toggle('inspectorOpen'),
    },
    {
      id: 'view.code',
      label: 'commands.toggleCode',
      keywords: ['python', 'keras', 'pytorch', 'source', 'script', 'export'],
      keys: ['C'],
      when: () => activeDocument() !== undefined,
      perform: () => toggle('codeOpen'),
    },
    {
      id: 'view.find',
      label: 'commands.find',
      keywords: ['search', 'go to', 'layer'],
      keys: ['Ctrl+F'],
      whileTyping: true,
      when: hasNodes,
      perform: () => useCanvasView.setState({ finding: true }),
    },
    {
      id: 'view.open',
      label: 'commands.openSelected',
      keywords: ['unfold', 'expand', 'settings', 'parameters'],
      keys: ['Enter'],
      when: () => useSelection.getState().items.length === 1,
      perform: openSelected,
    },
    {
      id: 'view.menu',
      label: 'commands.contextMenu',
      keywords: ['context', 'right click'],
      keys: ['Shift+F10', 'ContextMenu'],
      when: () => activeDocument() !== undefined,
      perform: openMenuOfSelection,
    },
    {
      id: 'view.drag',
      label: () =>
        message(usePreferences.getState().drag === 'pan' ? 'commands.dragSelects' : 'commands.dragPans'),
      keywords: ['mouse', 'rubber band', 'box', 'hand'],
      perform: toggleDrag,
    },
    { id: 'view.minimap', label: 'commands.toggleMinimap', perform: () => toggle('minimap') },
    ...OVERLAY_LIST.map((overlay) => ({
      id: `view.overlay.${overlay}`,
      label: OVERLAYS[overlay].label,
      keywords: ['overlay', 'show', 'hide'],
      perform: () => toggleOverlay(overlay),
    })),
  ]),
  {
    id: 'view.problems',
    section: 'view',
    label: 'commands.toggleProblems',
    keywords: ['errors', 'warnings'],
    perform: () => {
      useNavigation.getState().go('build');
      useCanvasView.setState(({ problemsOpen }) => ({ problemsOpen: !problemsOpen }));
    },
  },
]);
