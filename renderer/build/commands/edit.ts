/** Undo, clipboard, deleting, grouping, moving. */

import { labelOfStep, type Step } from '../../../core/edit/history';
import { type Key, message } from '../../../core/messages';
import type { Command } from '../../commands/command';
import { onCanvas, registerCommands } from '../../commands/registry';
import { activeDocument, type OpenDocument } from '../../state/documents';
import { useSelection } from '../../state/selection';
import {
  copySelection,
  deleteSelection,
  duplicateSelection,
  groupSelection,
  hasClipboard,
  nudge,
  paste,
  renameSelected,
  selectAlong,
  selectedLayers,
  toggleBypassed,
  toggleMuted,
  travel,
  ungroupSelection,
} from '../editor/actions';
import { useCanvasView } from '../editor/canvasView';
import { groupOfKey } from '../editor/outline';
import { sceneOf } from '../editor/sceneCache';
import type { Way } from '../editor/walk';

const { select } = useSelection.getState();
const hasItems = () => useSelection.getState().items.length > 0;
const hasGroup = () => useSelection.getState().items.some((key) => groupOfKey(key) !== undefined);
const isOne = () => useSelection.getState().items.length === 1;
const hasSelection = () => hasItems() || useSelection.getState().edges.length > 0;

/** Calls `run` with the open graph, if one is open. */
const withOpen = (perform: (open: OpenDocument) => void) => () => {
  const open = activeDocument();
  if (open) perform(open);
};

/** Undo or redo; `named` is its label if there is a step: "Undo: Move". */
function traveling(
  name: 'undo' | 'redo',
  label: Key,
  named: 'commands.undoOf' | 'commands.redoOf',
  keys: string[],
  step: () => Step | undefined,
): Command {
  return {
    id: `edit.${name}`,
    section: 'edit',
    where: 'canvas',
    label: () => {
      const next = step();
      return next ? message(named, { what: labelOfStep(next) }) : message(label);
    },
    keys,
    when: () => step() !== undefined,
    perform: () => travel(name),
  };
}

export const undo = traveling('undo', 'commands.undo', 'commands.undoOf', ['Ctrl+Z'], () =>
  activeDocument()?.history.past.at(-1),
);
export const redo = traveling('redo', 'commands.redo', 'commands.redoOf', ['Ctrl+Shift+Z', 'Ctrl+Y'], () =>
  activeDocument()?.history.future.at(-1),
);

const arrows: readonly { key: string; dx: number; dy: number; label: Key; far: Key }[] = [
  { key: 'Up', dx: 0, dy: -1, label: 'commands.nudge.up', far: 'commands.nudgeFar.up' },
  { key: 'Down', dx: 0, dy: 1, label: 'commands.nudge.down', far: 'commands.nudgeFar.down' },
  { key: 'Left', dx: -1, dy: 0, label: 'commands.nudge.left', far: 'commands.nudgeFar.left' },
  { key: 'Right', dx: 1, dy: 0, label: 'commands.nudge.right', far: 'commands.nudgeFar.right' },
];

const walks: readonly { key: string; way: Way; label: Key }[] = [
  { key: 'Down', way: 'next', label: 'commands.walk.next' },
  { key: 'Up', way: 'previous', label: 'commands.walk.previous' },
  { key: 'Left', way: 'left', label: 'commands.walk.left' },
  { key: 'Right', way: 'right', label: 'commands.walk.right' },
];

registerCommands('edit', [
  undo,
  redo,
  ...onCanvas('edit', [
    {
      id: 'edit.copy',
      label: 'commands.copy',
      keys: ['Ctrl+C'],
      yieldsToText: true,
      when: hasItems,
      perform: () => void copySelection(),
    },
    {
      id: 'edit.cut',
      label: 'commands.cut',
      keys: ['Ctrl+X'],
      yieldsToText: true,
      when: hasItems,
      perform: () => {
        if (copySelection()) deleteSelection();
      },
    },
    {
      id: 'edit.paste',
      label: 'commands.paste',
      keys: ['Ctrl+V'],
      when: hasClipboard,
      perform: () => paste(false),
    },
    {
      id: 'edit.paste-linked',
      label: 'commands.pasteLinked',
      keywords: ['links', 'edges'],
      keys: ['Ctrl+Shift+V'],
      when: hasClipboard,
      perform: () => paste(true),
    },
    {
      id: 'edit.duplicate',
      label: 'commands.duplicate',
      keys: ['Ctrl+D'],
      when: hasItems,
      perform: duplicateSelection,
    },
    {
      id: 'edit.delete',
      label: 'commands.delete',
      keywords: ['remove'],
      keys: ['Delete', 'Backspace'],
      when: hasSelection,
      perform: deleteSelection,
    },
    {
      id: 'edit.mute',
      label: 'commands.toggleShortcut',
      keywords: ['skip', 'ablate', 'residual'],
      keys: ['M'],
      when: hasSelection,
      perform: toggleMuted,
    },
    {
      id: 'edit.bypass',
      label: 'commands.bypass',
      keywords: ['mute', 'skip', 'disable', 'ablate', 'without'],
      keys: ['B'],
      when: hasItems,
      perform: withOpen(({ document }) => toggleBypassed(selectedLayers(document, useSelection.getState()))),
    },
    {
      id: 'edit.rename',
      label: 'commands.rename',
      keywords: ['name', 'label'],
      keys: ['F2'],
      when: () => activeDocument() !== undefined && (!hasSelection() || isOne()),
      perform: renameSelected,
    },
    {
      id: 'edit.connect',
      label: 'commands.connect',
      keywords: ['edge', 'wire', 'link', 'port', 'feed'],
      keys: ['L'],
      when: isOne,
      perform: () => useCanvasView.setState({ connecting: useSelection.getState().items[0] }),
    },
    { id: 'edit.group', label: 'commands.group', keys: ['Ctrl+G'], when: hasItems, perform: groupSelection },
    {
      id: 'edit.ungroup',
      label: 'commands.ungroup',
      keys: ['Ctrl+Shift+G'],
      when: hasGroup,
      perform: ungroupSelection,
    },
    ...arrows.flatMap(({ key, dx, dy, label, far }) => [
      {
        id: `edit.nudge-${key.toLowerCase()}`,
        label,
        keys: [`Arrow${key}`],
        when: hasItems,
        perform: () => nudge(dx * 4, dy * 4),
      },
      {
        id: `edit.nudge-${key.toLowerCase()}-far`,
        label: far,
        keys: [`Shift+Arrow${key}`],
        when: hasItems,
        perform: () => nudge(dx * 20, dy * 20),
      },
    ]),
  ]),
  ...onCanvas('select', [
    {
      id: 'select.all',
      label: 'commands.selectAll',
      keys: ['Ctrl+A'],
      when: () => (activeDocument()?.document.nodes.length ?? 0) > 0,
      perform: withOpen(({ document }) =>
        select({ items: sceneOf(document).outline.roots.map(({ key }) => key) }),
      ),
    },
    {
      id: 'select.none',
      label: 'commands.selectNone',
      keys: ['Escape'],
      when: hasSelection,
      perform: () => select({}),
    },
    ...walks.map(({ key, way, label }) => ({
      id: `select.${way}`,
      label,
      keywords: ['walk', 'edge', 'wire'],
      keys: [`Ctrl+Arrow${key}`],
      when: isOne,
      perform: () => selectAlong(way),
    })),
    {
      id: 'select.members',
      label: 'commands.selectMembers',
      when: hasGroup,
      perform: withOpen(({ document }) =>
        select({ items: selectedLayers(document, useSelection.getState()) }),
      ),
    },
  ]),
]);
