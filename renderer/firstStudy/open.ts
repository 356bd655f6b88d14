/** Opens the first study: its two networks as tabs, its settings in the Train form. */

import { foldedAtFirst } from '../../core/edit';
import { t } from '../../core/messages';
import { firstStudy, firstStudyArms, firstStudySettings } from '../../core/study/first-study';
import { draftOf } from '../settings/draft';
import { BEGINNING, datasetSettings, keptOf, useTrainForm } from '../settings/form';
import { closeStudy } from '../settings/study/open';
import { identityOf } from '../state/analysis';
import { useDocuments } from '../state/documents';
import { useNavigation } from '../state/navigation';
import { notify } from '../state/notices';

/** Graphs that are already open are used. */
function tabsOfArms(): string[] {
  const { documents, open } = useDocuments.getState();
  return firstStudyArms().map(({ graph }) => {
    const { graphKey } = identityOf(graph);
    const there = documents.find(({ document }) => identityOf(document).graphKey === graphKey);
    return there?.id ?? open(foldedAtFirst(graph), true);
  });
}

/** Undo brings back what the form had before. */
export function openFirstStudy(): void {
  closeStudy();
  const before = keptOf(useTrainForm.getState());
  const others = useDocuments.getState().documents;
  const ids = tabsOfArms();
  if (ids[0] !== undefined) useDocuments.getState().activate(ids[0]);
  const ticks = (tabs: readonly string[], on: boolean) => tabs.map((id) => [`doc:${id}`, on] as const);
  useTrainForm.setState({
    ...BEGINNING,
    draft: draftOf(firstStudySettings()),
    ofDatasets: datasetSettings(before),
    recipe: firstStudy.recipe,
    seeds: firstStudy.seeds.join(', '),
    ticked: Object.fromEntries([
      ...ticks(
        others.map(({ id }) => id),
        false,
      ),
      ...ticks(ids, true),
    ]),
  });
  useNavigation.getState().go('train');
  if (JSON.stringify(before) === JSON.stringify(BEGINNING)) return;
  notify({
    severity: 'info',
    text: t('train.firstStudy.filled'),
    action: { label: t('train.firstStudy.undo'), perform: () => useTrainForm.setState(before) },
  });
}
