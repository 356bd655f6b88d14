/** Looking at the graph: zoom, folding, panels. */

import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { activeDocument } from '../../state/documents';
import { useNavigation } from '../../state/navigation';
import { usePreferences } from '../../state/preferences';
import { useSelection } from '../../state/selection';
import { layOut } from '../editor/actions';
import { fitView, showStart, useCanvasView, zoomBy } from '../editor/canvasView';
import { setAllFolded, setFolded } from '../editor/folding';
import { groupOfKey } from '../editor/outline';
import { openSearchAtCenter } from '../editor/search';

const hasNodes = () => (activeDocument()?.document.nodes.length ?? 0) > 0;
const hasGroups = () => (activeDocument()?.document.groups.length ?? 0) > 0;
const selectedGroups = () => useSelection.getState().items.flatMap((key) => groupOfKey(key) ?? []);

export const layOutCommand: Command = {
  id: 'view.layout',
  section: 'graph',
  label: 'commands.layOut',
  keywords: ['arrange', 'tidy', 'positions'],
  canvasOnly: true,
  when: hasNodes,
  perform: layOut,
};

registerCommands('view', [
  {
    id: 'graph.search',
    section: 'graph',
    label: 'commands.addNode',
    keywords: ['search', 'insert', 'layer', 'block'],
    keys: ['Tab'],
    canvasOnly: true,
    perform: openSearchAtCenter,
  },
  layOutCommand,
  {
    id: 'view.fit-selection',
    section: 'view',
    label: 'commands.fitSelection',
    keywords: ['fit', 'zoom'],
    keys: ['.'],
    canvasOnly: true,
    when: hasNodes,
    perform: () => fitView(useSelection.getState().items),
  },
  {
    id: 'view.fit',
    section: 'view',
    label: 'commands.fit',
    keywords: ['fit', 'zoom', 'home'],
    keys: ['Home'],
    canvasOnly: true,
    when: hasNodes,
    perform: () => fitView(),
  },
  {
    id: 'view.zoom-in',
    section: 'view',
    label: 'commands.zoomIn',
    keys: ['+', '='],
    canvasOnly: true,
    perform: () => zoomBy(1.25),
  },
  {
    id: 'view.zoom-out',
    section: 'view',
    label: 'commands.zoomOut',
    keys: ['-'],
    canvasOnly: true,
    perform: () => zoomBy(0.8),
  },
  {
    id: 'view.fold',
    section: 'view',
    label: 'commands.fold',
    keywords: ['collapse', 'expand'],
    keys: ['Alt+C'],
    canvasOnly: true,
    when: () => selectedGroups().length > 0,
    perform: () => {
      const groups = new Map(activeDocument()?.document.groups.map((group) => [group.id, group]));
      for (const id of selectedGroups()) setFolded(id, !groups.get(id)?.collapsed);
    },
  },
  {
    id: 'view.fold-all',
    section: 'view',
    label: 'commands.foldAll',
    keywords: ['collapse'],
    canvasOnly: true,
    when: hasGroups,
    perform: () => {
      setAllFolded(true);
      setTimeout(() => fitView(), 60);
    },
  },
  {
    id: 'view.unfold-all',
    section: 'view',
    label: 'commands.unfoldAll',
    keywords: ['expand'],
    canvasOnly: true,
    when: hasGroups,
    perform: () => {
      setAllFolded(false);
      setTimeout(showStart, 60);
    },
  },
  {
    id: 'view.palette',
    section: 'view',
    label: 'commands.togglePalette',
    canvasOnly: true,
    perform: () => usePreferences.getState().set({ paletteOpen: !usePreferences.getState().paletteOpen }),
  },
  {
    id: 'view.inspector',
    section: 'view',
    label: 'commands.toggleInspector',
    keys: ['I'],
    canvasOnly: true,
    perform: () => usePreferences.getState().set({ inspectorOpen: !usePreferences.getState().inspectorOpen }),
  },
  {
    id: 'view.minimap',
    section: 'view',
    label: 'commands.toggleMinimap',
    canvasOnly: true,
    perform: () => usePreferences.getState().set({ minimap: !usePreferences.getState().minimap }),
  },
  {
    id: 'view.problems',
    section: 'view',
    label: 'commands.toggleProblems',
    keywords: ['errors', 'warnings'],
    perform: () => {
      const { problemsOpen, setProblemsOpen } = useCanvasView.getState();
      useNavigation.getState().go('build');
      setProblemsOpen(!problemsOpen);
    },
  },
]);
