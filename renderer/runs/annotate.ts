/** Writes on runs: names, notes, tags, stars. What is not plain to see can be undone. */
import { t } from '../../core/messages';
import { type AnnotationChange, inverseChange } from '../../core/study/annotations';
import type { RunRecord } from '../../core/study/run';
import { notifyError } from '../client/errors';
import { annotateRuns } from '../client/runs';
import { notify } from '../state/notices';

/** @param said what was done; absent if everybody sees it */
export async function annotate(
  runs: readonly RunRecord[],
  change: AnnotationChange,
  said?: string,
): Promise<void> {
  const changes = Object.fromEntries(runs.map(({ id }) => [id, change]));
  const inverse = Object.fromEntries(
    runs.map(({ id, annotations = {} }) => [id, inverseChange(annotations, change)]),
  );
  try {
    await annotateRuns(changes);
    if (said === undefined) return;
    const undo = () => void annotateRuns(inverse).catch(notifyError);
    notify({ severity: 'info', text: said, action: { label: t('shell.undo'), perform: undo } });
  } catch (error) {
    notifyError(error);
  }
}
