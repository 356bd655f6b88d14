/** Freezing layers, learning-rate factors, and a new head. */
import {
  freezeAllButHead,
  freezeBefore,
  newHead,
  setLearningRateFactor,
  setTrainable,
  unfreezeAll,
} from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { message, t } from '../../../../core/messages';
import { hasWeights } from '../../../../core/network/tuning';
import { activeDocument } from '../../../state/documents';
import { notify } from '../../../state/notices';
import { useSelection } from '../../../state/selection';
import { edit, selectedLayers } from './edit';
import { reportEdit } from './history';

const isFrozen = ({ nodes }: GraphDocument, ids: readonly string[]): boolean => {
  const chosen = new Set(ids);
  return nodes.every((node) => !chosen.has(node.id) || !hasWeights(node) || node.trainable === false);
};

/** Freezes the layers with weights among these, or unfreezes them if all are frozen. */
export function toggleFrozen(ids: readonly string[]): boolean {
  const open = activeDocument();
  if (!open) return false;
  const trainable = isFrozen(open.document, ids);
  return edit(
    (document) => setTrainable(document, ids, trainable),
    message(trainable ? 'build.edit.unfreeze' : 'build.edit.freeze'),
  );
}

export function toggleSelectionFrozen() {
  const open = activeDocument();
  if (!open) return;
  const done = toggleFrozen(selectedLayers(open.document, useSelection.getState()));
  if (!done) notify({ severity: 'info', text: t('build.notice.selectWeights') });
}

/** Freezes every layer with weights before these. */
export function freezeAllBefore(ids: readonly string[]) {
  const done = edit((document) => freezeBefore(document, ids), message('build.edit.freezeBefore'));
  if (!done) notify({ severity: 'info', text: t('build.notice.nothingBefore') });
}

export function freezeBeforeSelection() {
  const open = activeDocument();
  if (open) freezeAllBefore(selectedLayers(open.document, useSelection.getState()));
}

export function changeLearningRateFactor(ids: readonly string[], factor: number) {
  edit((document) => setLearningRateFactor(document, ids, factor), {
    label: message('build.edit.learningRateFactor'),
    mergeKey: `factor ${ids.join()}`,
  });
}

export function freezeBackbone() {
  if (!edit(freezeAllButHead, message('commands.freezeAllButHead'))) return;
  reportEdit(t('build.notice.headTrained'));
}

export function unfreezeEverything() {
  edit(unfreezeAll, message('commands.unfreezeAll'));
}

export function giveNewHead(classes: number) {
  edit((document) => newHead(document, classes), message('commands.newHead', { classes }));
}
