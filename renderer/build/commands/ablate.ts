/** Ablations of the active graph. */

import { ACTIVATION_NAMES } from '../../../core/figures/layer-words';
import type { GraphDocument } from '../../../core/graph/document';
import { type Key, type Message, message, t, textOf } from '../../../core/messages';
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { analysisOf } from '../../state/analysis';
import { activeDocument } from '../../state/documents';
import { useNavigation } from '../../state/navigation';
import { notify } from '../../state/notices';
import { useSelection } from '../../state/selection';
import { HIDDEN_ACTIVATIONS, removeBatchNorm, swapActivations } from '../editor/ablations';
import {
  edit,
  openPlainTwin,
  removeLiveShortcuts,
  reportEdit,
  restoreGoneShortcuts,
  selectedShortcuts,
} from '../editor/actions';
import { halveWidth } from '../editor/halveWidth';

const hasNodes = () => (activeDocument()?.document.nodes.length ?? 0) > 0;

/** Edges of the selected shortcuts that are removed, or in place. */
function selectedWith(muted: boolean): string[] {
  const open = activeDocument();
  if (!open || useNavigation.getState().view !== 'build') return [];
  return selectedShortcuts(open.document, useSelection.getState())
    .filter((shortcut) => shortcut.muted === muted)
    .map(({ id }) => id);
}

/** The label for the whole graph, or for the shortcuts of the selection if it has any. */
function ofSelection(
  all: Key,
  selected: 'commands.removeSelectedShortcuts' | 'commands.restoreSelectedShortcuts',
  muted: boolean,
): Message {
  const count = selectedWith(muted).length;
  return count > 0 ? message(selected, { count }) : message(all);
}

/** Reports what an ablation did, or that there was `nothing` to do. `edit` shows a refusal. */
function ablate(
  change: (document: GraphDocument) => GraphDocument,
  what: Message,
  nothing: Message,
  remarkOn?: (before: GraphDocument, after: GraphDocument) => Message | undefined,
) {
  let same = false;
  let remark: Message | undefined;
  const done = edit((before) => {
    const after = change(before);
    same = after === before;
    remark = remarkOn?.(before, after);
    return after;
  }, what);
  const text = remark ? t('build.notice.done', { what, remark }) : t('build.notice.doneNoRemark', { what });
  if (done) reportEdit(text);
  else if (same) notify({ severity: 'info', text: textOf(nothing) });
}

export const removeShortcutsCommand: Command = {
  id: 'ablate.shortcuts',
  section: 'ablate',
  where: 'graph',
  label: () => ofSelection('commands.removeShortcuts', 'commands.removeSelectedShortcuts', false),
  keywords: ['plain', 'skip', 'residual', 'mute'],
  keys: ['Ctrl+Shift+M'],
  when: hasNodes,
  perform: () => removeLiveShortcuts(selectedWith(false)),
};

export const restoreShortcutsCommand: Command = {
  id: 'ablate.restore',
  section: 'ablate',
  where: 'graph',
  label: () => ofSelection('commands.restoreShortcuts', 'commands.restoreSelectedShortcuts', true),
  keywords: ['residual', 'unmute', 'restore'],
  when: () => activeDocument()?.document.edges.some((edge) => edge.muted) ?? false,
  perform: () => restoreGoneShortcuts(selectedWith(true)),
};

export const twinCommand: Command = {
  id: 'ablate.twin',
  section: 'ablate',
  where: 'graph',
  label: 'commands.openTwin',
  keywords: ['new tab', 'shortcuts', 'ablation', 'compare'],
  when: () => {
    const open = activeDocument();
    return open !== undefined && analysisOf(open.document).totals.shortcuts > 0;
  },
  perform: openPlainTwin,
};

export const removeBatchNormCommand: Command = {
  id: 'ablate.batchnorm',
  section: 'ablate',
  where: 'graph',
  label: 'commands.removeBatchNorm',
  keywords: ['normalization', 'batch normalization'],
  when: hasNodes,
  perform: () =>
    ablate(removeBatchNorm, message('commands.removeBatchNorm'), message('build.notice.noBatchNorm')),
};

/** Other channel groups change what the network computes, so the notice mentions them. */
function regrouped(before: GraphDocument, after: GraphDocument): Message | undefined {
  const count = after.nodes.filter(
    ({ params }, index) => params.groups !== before.nodes[index]?.params.groups,
  ).length;
  return count === 0 ? undefined : message('build.notice.regrouped', { count });
}

export const halveWidthCommand: Command = {
  id: 'ablate.width',
  section: 'ablate',
  where: 'graph',
  label: 'commands.halveWidth',
  keywords: ['filters', 'channels', 'narrow'],
  when: hasNodes,
  perform: () =>
    ablate(halveWidth, message('commands.halveWidth'), message('build.notice.noFilters'), regrouped),
};

export const swapActivationCommands: readonly (Command & { activation: string })[] = HIDDEN_ACTIVATIONS.map(
  (to) => {
    const name = ACTIVATION_NAMES[to] ?? to;
    const label = message('commands.swapActivation', { name });
    const nothing = message('build.notice.sameActivation', { name });
    return {
      id: `ablate.activation.${to}`,
      activation: name,
      section: 'ablate',
      where: 'graph',
      label,
      keywords: ['activation', 'function', to],
      when: hasNodes,
      perform: () => ablate((document) => swapActivations(document, to), label, nothing),
    };
  },
);

registerCommands('ablate', [
  removeShortcutsCommand,
  restoreShortcutsCommand,
  twinCommand,
  removeBatchNormCommand,
  ...swapActivationCommands,
  halveWidthCommand,
]);
