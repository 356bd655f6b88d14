import type { GraphDocument } from '../../../core/graph/document';
import { halveWidthCommand, removeBatchNormCommand } from '../../../renderer/build/commands/ablate';
import { useDocuments } from '../../../renderer/state/documents';
import { useNotices } from '../../../renderer/state/notices';
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
    'success: Halve width: done. The groups of 1 layer were adjusted to its channels. Press Ctrl+Z to undo.',
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
