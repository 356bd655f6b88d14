import { setMuted } from '../../edit';
import { removeShortcuts } from '../../network/shortcuts';
import { blocksField, defineEdit } from './edit';
import { shortcutsIn } from './parts';

export const removeShortcutsEdit = defineEdit({
  kind: 'remove-shortcuts',
  label: 'ablation.edits.removeShortcuts.label',
  help: 'ablation.edits.removeShortcuts.help',
  fields: { blocks: blocksField },
  apply(document, { blocks }) {
    const found = shortcutsIn(document, blocks);
    if (!blocks) return removeShortcuts(document);
    return setMuted(
      document,
      found.map(({ edgeId }) => edgeId),
      true,
    );
  },
});
