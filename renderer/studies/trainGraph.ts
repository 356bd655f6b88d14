/** *Train this graph*: Train opens with the graph that Build shows as its arm. */
import { t } from '../../core/messages';
import { useTrainForm } from '../settings/form';
import { openStudyNow } from '../settings/study/open';
import { activeDocument, useDocuments } from '../state/documents';
import { useNavigation } from '../state/navigation';
import { notify } from '../state/notices';
import { useArmGraphs } from './armGraphs';
import { leaveStudy, openKeptStudy } from './sync';

/** Its twin stays chosen if it was; other arms stay in the list. The graph of an open study's arm shows that study. */
export async function trainShownGraph(): Promise<void> {
  const { go } = useNavigation.getState();
  const id = activeDocument()?.id;
  if (id === undefined) return go('train');
  const study = openStudyNow();
  if (study && useArmGraphs.getState().graphs[id]?.study === study.id) return go('train');
  await leaveStudy();
  // It could not be saved, which was said.
  if (openStudyNow()) return go('train');
  const key = `doc:${id}`;
  const { added, ticked, tick } = useTrainForm.getState();
  const others = [...useDocuments.getState().documents.map((open) => `doc:${open.id}`), ...added];
  tick({
    ...Object.fromEntries(others.map((other) => [other, other === `plain:${id}` && ticked[other] !== false])),
    [key]: true,
  });
  go('train');
  if (!study) return;
  notify({
    severity: 'info',
    text: t('studies.left', { name: study.study.name }),
    action: { label: t('studies.openAgain'), perform: () => void openKeptStudy(study.id) },
  });
}
