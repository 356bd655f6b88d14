/** The window's title: the progress of the training, or of its start. */
import { useEffect } from 'react';
import { titleOf } from '../../core/study/progress';
import { useTraining } from '../client/training';
import { useStartingTitle } from '../training/preparation';

export function useTitle(): void {
  const starting = useStartingTitle();
  const training = useTraining(({ order, runs, active }) =>
    titleOf(
      order.flatMap((id) => {
        const run = runs[id];
        return run ? [{ record: run.record, step: run.lastStep?.step }] : [];
      }),
      active,
    ),
  );
  const title = starting === undefined ? training : `${starting} · Skipwire`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
