/** Graphs side by side. */
import { onCanvas, registerCommands } from '../../commands/registry';
import { canShowBeside, shownNow, useDocuments } from '../../state/documents';
import { closePane, focusCanvas } from '../editor/canvasView';

const isSplit = () => shownNow().panes.length > 1;

function goToNextPane() {
  const { panes, activeId } = shownNow();
  const next = panes[(activeId === undefined ? 0 : panes.indexOf(activeId) + 1) % panes.length];
  if (next === undefined) return;
  useDocuments.getState().activate(next);
  focusCanvas();
}

registerCommands(
  'panes',
  onCanvas('view', [
    {
      id: 'view.beside',
      label: 'commands.showBeside',
      keywords: ['split', 'pane', 'side', 'right', 'two'],
      keys: ['Ctrl+\\'],
      when: canShowBeside,
      perform: () => useDocuments.getState().showBeside(),
    },
    {
      id: 'view.closePane',
      label: 'commands.closePane',
      keywords: ['split', 'side'],
      when: isSplit,
      perform: () => {
        const { activeId } = shownNow();
        if (activeId !== undefined) closePane(activeId);
      },
    },
    {
      id: 'view.nextPane',
      label: 'commands.nextPane',
      keywords: ['split', 'side', 'focus', 'switch'],
      when: isSplit,
      perform: goToNextPane,
    },
  ]),
);
