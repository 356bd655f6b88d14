/** The window's title: the progress of the training. */
import { useEffect } from 'react';
import { titleOf } from '../../core/study/progress';
import { useTraining } from '../client/training';

export function useTitle(): void {
  const title = useTraining(({ order, runs, active }) =>
    titleOf(
      order.flatMap((id) => {
        const run = runs[id];
        return run ? [{ record: run.record, step: run.lastStep?.step }] : [];
      }),
      active,
    ),
  );
  useEffect(() => {
    document.title = title;
  }, [title]);
}
