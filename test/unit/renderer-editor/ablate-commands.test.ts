import { renameDocument } from '../../../core/edit';
import type { GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import {
  halveWidthCommand,
  removeBatchNormCommand,
  removeShortcutsCommand,
  restoreShortcutsCommand,
} from '../../../renderer/build/commands/ablate';
import { labelOf } from '../../../renderer/commands/command';
import { activeDocument, useDocuments } from '../../../renderer/state/documents';
import { useNotices } from '../../../renderer/state/notices';
import { useSelection } from '../../../renderer/state/selection';
import { contradictoryWidths, conv, graph, input, withHead } from '../core/support/graphs';

beforeEach(() => useNotices.setState({ notices: [] }));

/** The notice of the command for this graph. */
function noticesOf(command: typeof halveWidthCommand, document: GraphDocument): string[] {
  useDocuments.getState().open(document);
  void command.perform();
  return useNotices.getState().notices.map(({ severity, text }) => `${severity}: ${text}`);
}

test('the notice mentions changed groups, which change the network', () => {
  const document = withHead(
    graph([input(), conv('conv', { filters: 32 }), ['norm', 'GroupNormalization']], ['in>conv', 'conv>norm']),
    'norm',
  );
  expect(noticesOf(halveWidthCommand, document)).toEqual([
    'success: Halve width: done. The groups of 1 layer were adjusted to its channels.',
  ]);
});

test('a refusal is shown once, with its reason, and the graph stays', () => {
  const document = contradictoryWidths();
  expect(noticesOf(halveWidthCommand, document)).toEqual([
    expect.stringMatching(
      /^error: Halving the width would break this network, so nothing was changed\. add: /,
    ),
  ]);
  const { documents, activeId } = useDocuments.getState();
  expect(documents.find(({ id }) => id === activeId)?.document.nodes).toBe(document.nodes);
});

test('a notice says when there is nothing to change', () => {
  expect(noticesOf(removeBatchNormCommand, graph([input()], []))).toEqual([
    'info: This graph has no BatchNormalization to remove.',
  ]);
});

describe('shortcuts of the selection', () => {
  const removed = () => activeDocument()!.document.edges.filter(({ muted }) => muted).length;
  const labels = () => [removeShortcutsCommand, restoreShortcutsCommand].map(labelOf);
  const notices = () => useNotices.getState().notices;
  beforeEach(() => {
    useDocuments.getState().open(buildPreset('resnet20'));
    useSelection.getState().select({});
  });

  test('are the only ones that are removed and restored, and the labels say so', () => {
    expect(labels()).toEqual(['Remove shortcuts', 'Restore shortcuts']);
    useSelection.getState().select({ items: ['group:stage1'] });
    expect(labels()).toEqual(['Remove 3 shortcuts', 'Restore shortcuts']);
    void removeShortcutsCommand.perform();
    expect(removed()).toBe(3);
    expect(notices().map(({ text }) => text)).toEqual(['Removed 3 shortcuts. 6 shortcuts are left.']);
    expect(labels()).toEqual(['Remove shortcuts', 'Restore 3 shortcuts']);
    useSelection.getState().select({});
    void removeShortcutsCommand.perform();
    expect(removed()).toBe(9);
    useSelection.getState().select({ items: ['group:stage1.block2'] });
    void restoreShortcutsCommand.perform();
    expect(removed()).toBe(8);
  });

  test('the notice goes with its step: undone, followed by another edit, or off the screen', () => {
    const { undo, apply, open } = useDocuments.getState();
    const id = activeDocument()!.id;
    void removeShortcutsCommand.perform();
    expect(notices()).toHaveLength(1);
    undo(id);
    expect(notices()).toHaveLength(0);
    void removeShortcutsCommand.perform();
    const { action } = notices()[0]!;
    apply(id, (document) => renameDocument(document, 'Other'), { label: 'Rename' });
    expect(notices()).toHaveLength(0);
    action?.perform();
    expect(activeDocument()!.document.name).toBe('Other');
    void restoreShortcutsCommand.perform();
    void removeShortcutsCommand.perform();
    expect(notices()).toHaveLength(1);
    notices()[0]!.action?.perform();
    expect(removed()).toBe(0);
    void removeShortcutsCommand.perform();
    open(buildPreset('plain20'));
    expect(notices()).toHaveLength(0);
  });
});
