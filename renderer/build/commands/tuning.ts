/** Fine-tuning of the active graph. */
import { message } from '../../../core/messages';
import { useDatasetsStore } from '../../client/datasets';
import type { Command } from '../../commands/command';
import { onCanvas, registerCommands } from '../../commands/registry';
import { datasetOf, useTrainForm } from '../../settings/form';
import { analysisOf } from '../../state/analysis';
import { activeDocument } from '../../state/documents';
import { useSelection } from '../../state/selection';
import {
  freezeBackbone,
  freezeBeforeSelection,
  giveNewHead,
  toggleSelectionFrozen,
  unfreezeEverything,
} from '../editor/actions';

/** The data set chosen in Train, once the host has listed it. */
function chosenSet() {
  const id = datasetOf(useTrainForm.getState().draft);
  return useDatasetsStore.getState().datasets.find((one) => one.id === id);
}

const hasWeights = () => {
  const open = activeDocument();
  return open !== undefined && analysisOf(open.document).totals.params > 0;
};

export const freezeAllButHeadCommand: Command = {
  id: 'tuning.backbone',
  section: 'graph',
  where: 'graph',
  label: 'commands.freezeAllButHead',
  keywords: ['fine-tune', 'transfer learning', 'backbone', 'trainable'],
  when: hasWeights,
  perform: freezeBackbone,
};

export const unfreezeAllCommand: Command = {
  id: 'tuning.unfreeze',
  section: 'graph',
  where: 'graph',
  label: 'commands.unfreezeAll',
  keywords: ['fine-tune', 'trainable'],
  when: () => activeDocument()?.document.nodes.some(({ trainable }) => trainable === false) ?? false,
  perform: unfreezeEverything,
};

/** For the data set chosen in Train. */
export const newHeadCommand: Command = {
  id: 'tuning.head',
  section: 'graph',
  where: 'graph',
  label: () => {
    const set = chosenSet();
    return set
      ? message('commands.newHeadFor', { classes: set.classes.length, set: set.name })
      : message('commands.newHeadForSet');
  },
  keywords: ['fine-tune', 'transfer learning', 'classes', 'dense'],
  when: () => hasWeights() && chosenSet() !== undefined,
  perform: () => {
    const set = chosenSet();
    if (set) giveNewHead(set.classes.length);
  },
};

registerCommands('tuning', [
  newHeadCommand,
  freezeAllButHeadCommand,
  unfreezeAllCommand,
  ...onCanvas('edit', [
    {
      id: 'edit.freeze',
      label: 'commands.toggleFrozen',
      keywords: ['freeze', 'unfreeze', 'fine-tune', 'trainable'],
      keys: ['Shift+F'],
      when: () => useSelection.getState().items.length > 0,
      perform: toggleSelectionFrozen,
    },
    {
      id: 'edit.freezeBefore',
      label: 'commands.freezeBefore',
      keywords: ['freeze', 'fine-tune', 'backbone', 'trainable'],
      keys: ['Ctrl+Shift+F'],
      when: () => useSelection.getState().items.length > 0,
      perform: freezeBeforeSelection,
    },
  ]),
]);
