import { applyChange, type Change, changeSchema } from '../../edit/change';
import type { GraphDocument } from '../../graph/document';
import { someOf } from '../../messages';
import { defineEdit } from './edit';
import { cannot } from './parts';

export const changeEdit = defineEdit({
  kind: 'change',
  label: 'ablation.edits.change.label',
  help: 'ablation.edits.change.help',
  fields: { change: changeSchema },
  apply(document, { change }) {
    const missing = missingFrom(document, change);
    if (missing.length > 0) throw cannot('ablation.edits.change.missing', { names: someOf(missing) });
    return applyChange(document, change);
  },
});

/** What it removes or changes that the document does not have; `applyChange` ignores it. */
function missingFrom(document: GraphDocument, change: Change): string[] {
  return (['nodes', 'edges', 'groups'] as const).flatMap((list) => {
    const there = new Set(document[list].map(({ id }) => id));
    const { remove = [], set = [] } = change[list] ?? {};
    return [...remove, ...set.map(({ id }) => id)].filter((id) => !there.has(id));
  });
}
