/** F1: the help of what has the focus, of the selected layer, or of the view. */
import { create } from 'zustand';
import { type Key, t } from '../../../core/messages';
import { operatorFor } from '../../../core/ops/registry';
import { keysInText } from '../../layout/CommandKeys';
import { activeDocument } from '../../state/documents';
import { useNavigation, type View } from '../../state/navigation';
import { useSelection } from '../../state/selection';
import { VIEW_NAMES } from '../viewNames';

interface HelpHere {
  /** What it is about; absent while it is closed. */
  at?: Element | undefined;
  title: string;
  text: string;
}

export const useHelpHere = create<HelpHere>(() => ({ title: '', text: '' }));

const VIEW_HELP = {
  build: 'help.views.build',
  data: 'help.views.data',
  train: 'help.views.train',
  compare: 'help.views.compare',
  predict: 'help.views.predict',
  export: 'help.views.export',
} as const satisfies Record<View, Key>;

/** A field's row, or the heading of a column, says its help itself. */
function ofElement(focus: Element): HelpHere | undefined {
  const field = focus.closest<HTMLElement>('[data-help]');
  if (field) {
    const { help = '', helpTitle = '' } = field.dataset;
    return { at: field, title: helpTitle, text: help };
  }
  const heading = focus.closest<HTMLElement>('th, [role=columnheader]');
  const title = heading?.textContent?.trim();
  return heading?.title && title ? { at: heading, title, text: heading.title } : undefined;
}

function ofSelection(): HelpHere | undefined {
  if (useNavigation.getState().view !== 'build') return undefined;
  const [key] = useSelection.getState().items;
  const node = activeDocument()?.document.nodes.find(({ id }) => id === key);
  const operator = node && operatorFor(node.type);
  const at =
    key === undefined
      ? null
      : document.querySelector(`.sw-canvas.active .react-flow__node[data-id="${CSS.escape(key)}"]`);
  return operator && at ? { at, title: operator.type, text: t(operator.help) } : undefined;
}

function ofView(): HelpHere | undefined {
  const { view } = useNavigation.getState();
  const at = document.querySelector('nav [aria-current=page]');
  return at
    ? { at, title: t(VIEW_NAMES[view]), text: t(VIEW_HELP[view], { keys: keysInText('help.here') }) }
    : undefined;
}

export function helpHere(focus: Element = document.activeElement ?? document.body): void {
  const found = ofElement(focus) ?? ofSelection() ?? ofView();
  if (found) useHelpHere.setState(found);
}
