/** Ablations of the active graph. */

import { plural } from '../../../core/format/plural';
import type { GraphDocument } from '../../../core/graph/document';
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { analysisOf } from '../../state/analysis';
import { activeDocument } from '../../state/documents';
import { notify } from '../../state/notices';
import { HIDDEN_ACTIVATIONS, removeBatchNorm, swapActivations } from '../editor/ablations';
import { edit, openPlainTwin, removeAllShortcuts, restoreAllShortcuts } from '../editor/actions';
import { halveWidth } from '../editor/halveWidth';
import { ACTIVATION_NAMES } from '../editor/layerWords';

const hasNodes = () => (activeDocument()?.document.nodes.length ?? 0) > 0;

/** A refusal is told by `edit`. */
function ablate(
  change: (document: GraphDocument) => GraphDocument,
  label: string,
  nothing: string,
  note?: (before: GraphDocument, after: GraphDocument) => string | undefined,
) {
  let same = false;
  let remark: string | undefined;
  const done = edit((before) => {
    const after = change(before);
    same = after === before;
    remark = note?.(before, after);
    return after;
  }, label);
  if (done)
    notify({
      severity: 'success',
      text: [`${label}: done.`, remark, 'Ctrl+Z takes it back.'].filter(Boolean).join(' '),
    });
  else if (same) notify({ severity: 'info', text: nothing });
}

export const removeShortcutsCommand: Command = {
  id: 'ablate.shortcuts',
  section: 'Ablate',
  label: 'Remove shortcuts',
  keywords: ['plain', 'skip', 'residual', 'mute'],
  keys: ['Ctrl+Shift+M'],
  when: hasNodes,
  perform: removeAllShortcuts,
};

export const restoreShortcutsCommand: Command = {
  id: 'ablate.restore',
  section: 'Ablate',
  label: 'Bring shortcuts back',
  keywords: ['residual', 'unmute', 'restore'],
  when: () => activeDocument()?.document.edges.some((edge) => edge.muted) ?? false,
  perform: restoreAllShortcuts,
};

export const twinCommand: Command = {
  id: 'ablate.twin',
  section: 'Ablate',
  label: 'Open plain twin',
  keywords: ['new tab', 'shortcuts', 'ablation', 'compare'],
  when: () => {
    const open = activeDocument();
    return open !== undefined && analysisOf(open.document).totals.shortcuts > 0;
  },
  perform: openPlainTwin,
};

export const removeBatchNormCommand: Command = {
  id: 'ablate.batchnorm',
  section: 'Ablate',
  label: 'Remove BatchNorm',
  keywords: ['normalization', 'batch normalization'],
  when: hasNodes,
  perform: () =>
    ablate(removeBatchNorm, 'Remove BatchNorm', 'This graph has no BatchNormalization to remove.'),
};

/** Groups are part of what a network is, so that their change is told. */
function regrouped(before: GraphDocument, after: GraphDocument): string | undefined {
  const count = after.nodes.filter(
    ({ params }, index) => params.groups !== before.nodes[index]?.params.groups,
  ).length;
  if (count === 0) return undefined;
  return `The groups of ${plural(count, 'layer')} follow the channels.`;
}

export const halveWidthCommand: Command = {
  id: 'ablate.width',
  section: 'Ablate',
  label: 'Halve width',
  keywords: ['filters', 'channels', 'narrow'],
  when: hasNodes,
  perform: () => ablate(halveWidth, 'Halve width', 'This graph has no filters to halve.', regrouped),
};

export const swapActivationCommands: readonly Command[] = HIDDEN_ACTIVATIONS.map((to) => {
  const name = ACTIVATION_NAMES[to] ?? to;
  return {
    id: `ablate.activation.${to}`,
    section: 'Ablate',
    label: `Swap activation to ${name}`,
    keywords: ['activation', 'function', to],
    when: hasNodes,
    perform: () =>
      ablate(
        (document) => swapActivations(document, to),
        `Swap activation to ${name}`,
        `Every activation of this graph is ${name} already, or softmax.`,
      ),
  };
});

registerCommands('ablate', [
  removeShortcutsCommand,
  restoreShortcutsCommand,
  twinCommand,
  removeBatchNormCommand,
  ...swapActivationCommands,
  halveWidthCommand,
]);
