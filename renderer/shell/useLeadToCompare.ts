/** When the first study has finished, the window switches to Compare, or offers to. */

import { useEffect, useRef } from 'react';
import { t } from '../../core/messages';
import { useTraining } from '../client/training';
import type { TrainingState } from '../client/trainingState';
import { isFirstStudy } from '../firstStudy/recognize';
import { useSelection } from '../runs/selection';
import { useNavigation } from '../state/navigation';
import { notify } from '../state/notices';

export function firstStudyDone({ active, order, runs }: TrainingState): boolean {
  const records = order.flatMap((id) => runs[id]?.record ?? []);
  return (
    !active &&
    records.every(({ state }) => state === 'finished') &&
    isFirstStudy(records.map(({ network }) => network.graphKey))
  );
}

function showInCompare(): void {
  // Compare shows the newest study unless the person selected others.
  useSelection.setState({ chosen: undefined, study: undefined });
  useNavigation.getState().go('compare');
}

const isTyping = () => document.activeElement?.matches('input, textarea, [contenteditable]') ?? false;

export function useLeadToCompare(): void {
  const active = useTraining((state) => state.active);
  const done = useTraining(firstStudyDone);
  const wasActive = useRef(false);
  useEffect(() => {
    const ended = wasActive.current && !active;
    wasActive.current = active;
    if (!ended || !done) return;
    // The person is not interrupted.
    const watching = useNavigation.getState().view === 'train' && !isTyping();
    if (watching) showInCompare();
    notify(
      watching
        ? {
            severity: 'success',
            text: t('shell.firstStudy.endedHere'),
            view: 'compare',
            action: {
              label: t('shell.firstStudy.backToTrain'),
              perform: () => useNavigation.getState().go('train'),
            },
          }
        : {
            severity: 'success',
            text: t('shell.firstStudy.ended'),
            action: { label: t('shell.firstStudy.showInCompare'), perform: showInCompare },
          },
    );
  }, [active, done]);
}
