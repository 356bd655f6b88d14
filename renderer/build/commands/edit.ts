/** Undo, clipboard, deleting, grouping, moving. */

import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { activeDocument, useDocuments } from '../../state/documents';
import { useSelection } from '../../state/selection';
import {
  copySelection,
  deleteSelection,
  duplicateSelection,
  groupSelection,
  hasClipboard,
  nudge,
  paste,
  selectedLayers,
  toggleMuted,
  ungroupSelection,
} from '../editor/actions';
import { groupOfKey } from '../editor/outline';
import { sceneOf } from '../editor/scenes';

const hasItems = () => useSelection.getState().items.length > 0;
const hasSelection = () => hasItems() || useSelection.getState().edges.length > 0;
const past = () => activeDocument()?.history.past.at(-1);
const future = () => activeDocument()?.history.future.at(-1);

/** Selection keys of what is gone would be stale after a step in time. */
function afterTravel() {
  const open = activeDocument();
  if (!open) return;
  const { items, edges } = useSelection.getState();
  const scene = sceneOf(open.document);
  const wires = new Set(scene.edges.map((edge) => edge.id));
  useSelection.getState().select({
    items: items.filter((key) => scene.outline.items.has(key)),
    edges: edges.filter((id) => wires.has(id)),
  });
}

export const undo: Command = {
  id: 'edit.undo',
  section: 'Edit',
  label: () => (past() ? `Undo: ${past()!.label}` : 'Undo'),
  keys: ['Ctrl+Z'],
  when: () => past() !== undefined,
  perform: () => {
    const open = activeDocument();
    if (open) useDocuments.getState().undo(open.id);
    afterTravel();
  },
};

export const redo: Command = {
  id: 'edit.redo',
  section: 'Edit',
  label: () => (future() ? `Redo: ${future()!.label}` : 'Redo'),
  keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
  when: () => future() !== undefined,
  perform: () => {
    const open = activeDocument();
    if (open) useDocuments.getState().redo(open.id);
    afterTravel();
  },
};

const arrows: readonly [string, string, number, number][] = [
  ['up', 'ArrowUp', 0, -1],
  ['down', 'ArrowDown', 0, 1],
  ['left', 'ArrowLeft', -1, 0],
  ['right', 'ArrowRight', 1, 0],
];

registerCommands('edit', [
  undo,
  redo,
  {
    id: 'edit.copy',
    section: 'Edit',
    label: 'Copy',
    keys: ['Ctrl+C'],
    canvasOnly: true,
    when: () => {
      // Words that a person has marked go to the system's clipboard as ever.
      if (window.getSelection()?.toString()) return false;
      return hasItems();
    },
    perform: () => void copySelection(),
  },
  {
    id: 'edit.cut',
    section: 'Edit',
    label: 'Cut',
    keys: ['Ctrl+X'],
    canvasOnly: true,
    when: hasItems,
    perform: () => {
      if (copySelection()) deleteSelection();
    },
  },
  {
    id: 'edit.paste',
    section: 'Edit',
    label: 'Paste',
    keys: ['Ctrl+V'],
    canvasOnly: true,
    when: hasClipboard,
    perform: () => paste(false),
  },
  {
    id: 'edit.paste-linked',
    section: 'Edit',
    label: 'Paste with incoming wires',
    keywords: ['links', 'edges'],
    keys: ['Ctrl+Shift+V'],
    canvasOnly: true,
    when: hasClipboard,
    perform: () => paste(true),
  },
  {
    id: 'edit.duplicate',
    section: 'Edit',
    label: 'Duplicate',
    keys: ['Ctrl+D'],
    canvasOnly: true,
    when: hasItems,
    perform: duplicateSelection,
  },
  {
    id: 'edit.delete',
    section: 'Edit',
    label: 'Delete',
    keywords: ['remove'],
    keys: ['Delete', 'Backspace'],
    canvasOnly: true,
    when: hasSelection,
    perform: deleteSelection,
  },
  {
    id: 'edit.mute',
    section: 'Edit',
    label: 'Mute or bring back the selected shortcut',
    keywords: ['skip', 'ablate', 'residual'],
    keys: ['M'],
    canvasOnly: true,
    when: hasSelection,
    perform: toggleMuted,
  },
  {
    id: 'edit.group',
    section: 'Edit',
    label: 'Group the selection',
    keys: ['Ctrl+G'],
    canvasOnly: true,
    when: hasItems,
    perform: groupSelection,
  },
  {
    id: 'edit.ungroup',
    section: 'Edit',
    label: 'Ungroup',
    keys: ['Ctrl+Shift+G'],
    canvasOnly: true,
    when: () => useSelection.getState().items.some((key) => groupOfKey(key) !== undefined),
    perform: ungroupSelection,
  },
  {
    id: 'select.all',
    section: 'Select',
    label: 'Select all',
    keys: ['Ctrl+A'],
    canvasOnly: true,
    when: () => (activeDocument()?.document.nodes.length ?? 0) > 0,
    perform: () => {
      const open = activeDocument();
      if (!open) return;
      const { roots } = sceneOf(open.document).outline;
      useSelection.getState().select({ items: roots.map((item) => item.key) });
    },
  },
  {
    id: 'select.none',
    section: 'Select',
    label: 'Select nothing',
    keys: ['Escape'],
    canvasOnly: true,
    when: hasSelection,
    perform: () => useSelection.getState().select({}),
  },
  {
    id: 'select.members',
    section: 'Select',
    label: 'Select all layers inside the selected groups',
    canvasOnly: true,
    when: () => useSelection.getState().items.some((key) => groupOfKey(key) !== undefined),
    perform: () => {
      const open = activeDocument();
      if (open)
        useSelection.getState().select({ items: selectedLayers(open.document, useSelection.getState()) });
    },
  },
  ...arrows.flatMap(([word, key, dx, dy]): Command[] => [
    {
      id: `edit.nudge-${word}`,
      section: 'Edit',
      label: `Nudge ${word}`,
      keys: [key],
      canvasOnly: true,
      when: hasItems,
      perform: () => nudge(dx * 4, dy * 4),
    },
    {
      id: `edit.nudge-${word}-far`,
      section: 'Edit',
      label: `Nudge ${word} by 20`,
      keys: [`Shift+${key}`],
      canvasOnly: true,
      when: hasItems,
      perform: () => nudge(dx * 20, dy * 20),
    },
  ]),
]);
