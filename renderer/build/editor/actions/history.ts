/** Undo, redo, and notices of edits. */
import { labelOfStep } from '../../../../core/edit/history';
import { t, textOf } from '../../../../core/messages';
import { announce } from '../../../state/announce';
import { activeDocument, useDocuments } from '../../../state/documents';
import { useNavigation } from '../../../state/navigation';
import { useNotices } from '../../../state/notices';
import { useSelection } from '../../../state/selection';
import { sceneOf } from '../sceneCache';

export function travel(way: 'undo' | 'redo') {
  const open = activeDocument();
  if (!open) return;
  const step = (way === 'undo' ? open.history.past : open.history.future).at(-1);
  useDocuments.getState()[way](open.id);
  deselectMissing();
  if (!step) return;
  const what = textOf(labelOfStep(step));
  announce({ text: t(way === 'undo' ? 'build.edit.undone' : 'build.edit.redone', { what }) });
}

/** Deselects what an undo or redo removed. */
function deselectMissing() {
  const open = activeDocument();
  if (!open) return;
  const { items, edges, select } = useSelection.getState();
  const scene = sceneOf(open.document);
  const wires = new Set(scene.edges.map((edge) => edge.id));
  select({
    items: items.filter((key) => scene.outline.items.has(key)),
    edges: edges.filter((id) => wires.has(id)),
  });
}

/** The last step of the graph that is shown. */
const lastStep = (): string | undefined => activeDocument()?.history.past.at(-1)?.id;

/** Reports the last edit, with a button that undoes it and nothing else: the notice goes with the step. */
export function reportEdit(text: string) {
  const step = lastStep();
  const { add, dismiss } = useNotices.getState();
  const notice = add({
    severity: 'success',
    text,
    action: {
      label: t('common.undo'),
      perform: () => {
        if (lastStep() !== step) return;
        useNavigation.getState().go('build');
        travel('undo');
      },
    },
  });
  const stop = useDocuments.subscribe(() => {
    if (lastStep() === step) return;
    stop();
    dismiss(notice);
  });
}
