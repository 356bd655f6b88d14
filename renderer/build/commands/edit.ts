/** Undo, clipboard, deleting, grouping, moving. */

import { labelOfStep, type Step } from '../../../core/edit/history';
import { type Key, type Message, message } from '../../../core/messages';
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

/** "Undo", or "Undo: Move" where there is a step. */
const labelWith = (alone: Key, of: Key, step: Step | undefined): Message =>
  step ? message(of, { what: labelOfStep(step) }) : message(alone);

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
  section: 'edit',
  label: () => labelWith('commands.undo', 'commands.undoOf', past()),
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
  section: 'edit',
  label: () => labelWith('commands.redo', 'commands.redoOf', future()),
  keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
  when: () => future() !== undefined,
  perform: () => {
    const open = activeDocument();
    if (open) useDocuments.getState().redo(open.id);
    afterTravel();
  },
};

interface Arrow {
  name: string;
  key: string;
  dx: number;
  dy: number;
  label: Key;
  far: Key;
}

const arrows: readonly Arrow[] = [
  { name: 'up', key: 'ArrowUp', dx: 0, dy: -1, label: 'commands.nudge.up', far: 'commands.nudgeFar.up' },
  {
    name: 'down',
    key: 'ArrowDown',
    dx: 0,
    dy: 1,
    label: 'commands.nudge.down',
    far: 'commands.nudgeFar.down',
  },
  {
    name: 'left',
    key: 'ArrowLeft',
    dx: -1,
    dy: 0,
    label: 'commands.nudge.left',
    far: 'commands.nudgeFar.left',
  },
  {
    name: 'right',
    key: 'ArrowRight',
    dx: 1,
    dy: 0,
    label: 'commands.nudge.right',
    far: 'commands.nudgeFar.right',
  },
];

registerCommands('edit', [
  undo,
  redo,
  {
    id: 'edit.copy',
    section: 'edit',
    label: 'commands.copy',
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
    section: 'edit',
    label: 'commands.cut',
    keys: ['Ctrl+X'],
    canvasOnly: true,
    when: hasItems,
    perform: () => {
      if (copySelection()) deleteSelection();
    },
  },
  {
    id: 'edit.paste',
    section: 'edit',
    label: 'commands.paste',
    keys: ['Ctrl+V'],
    canvasOnly: true,
    when: hasClipboard,
    perform: () => paste(false),
  },
  {
    id: 'edit.paste-linked',
    section: 'edit',
    label: 'commands.pasteLinked',
    keywords: ['links', 'edges'],
    keys: ['Ctrl+Shift+V'],
    canvasOnly: true,
    when: hasClipboard,
    perform: () => paste(true),
  },
  {
    id: 'edit.duplicate',
    section: 'edit',
    label: 'commands.duplicate',
    keys: ['Ctrl+D'],
    canvasOnly: true,
    when: hasItems,
    perform: duplicateSelection,
  },
  {
    id: 'edit.delete',
    section: 'edit',
    label: 'commands.delete',
    keywords: ['remove'],
    keys: ['Delete', 'Backspace'],
    canvasOnly: true,
    when: hasSelection,
    perform: deleteSelection,
  },
  {
    id: 'edit.mute',
    section: 'edit',
    label: 'commands.toggleShortcut',
    keywords: ['skip', 'ablate', 'residual'],
    keys: ['M'],
    canvasOnly: true,
    when: hasSelection,
    perform: toggleMuted,
  },
  {
    id: 'edit.group',
    section: 'edit',
    label: 'commands.group',
    keys: ['Ctrl+G'],
    canvasOnly: true,
    when: hasItems,
    perform: groupSelection,
  },
  {
    id: 'edit.ungroup',
    section: 'edit',
    label: 'commands.ungroup',
    keys: ['Ctrl+Shift+G'],
    canvasOnly: true,
    when: () => useSelection.getState().items.some((key) => groupOfKey(key) !== undefined),
    perform: ungroupSelection,
  },
  {
    id: 'select.all',
    section: 'select',
    label: 'commands.selectAll',
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
    section: 'select',
    label: 'commands.selectNone',
    keys: ['Escape'],
    canvasOnly: true,
    when: hasSelection,
    perform: () => useSelection.getState().select({}),
  },
  {
    id: 'select.members',
    section: 'select',
    label: 'commands.selectMembers',
    canvasOnly: true,
    when: () => useSelection.getState().items.some((key) => groupOfKey(key) !== undefined),
    perform: () => {
      const open = activeDocument();
      if (open)
        useSelection.getState().select({ items: selectedLayers(open.document, useSelection.getState()) });
    },
  },
  ...arrows.flatMap(({ name, key, dx, dy, label, far }): Command[] => [
    {
      id: `edit.nudge-${name}`,
      section: 'edit',
      label,
      keys: [key],
      canvasOnly: true,
      when: hasItems,
      perform: () => nudge(dx * 4, dy * 4),
    },
    {
      id: `edit.nudge-${name}-far`,
      section: 'edit',
      label: far,
      keys: [`Shift+${key}`],
      canvasOnly: true,
      when: hasItems,
      perform: () => nudge(dx * 20, dy * 20),
    },
  ]),
]);
