/** What the last edit broke, beside what was edited. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { applyChange } from '../../../core/edit/change';
import { labelOfStep } from '../../../core/edit/history';
import type { GraphDocument } from '../../../core/graph/document';
import { isUnfinished, type Problem } from '../../../core/graph/problem';
import { someOf, t, textOf } from '../../../core/messages';
import { analysisOf } from '../../state/analysis';
import type { OpenDocument } from '../../state/documents';
import { Caution } from '../../ui/Caution';
import { travel } from '../editor/actions';

export interface Broken {
  /** Ids of the layers, groups and ends of edges that the last edit changed. */
  edited: ReadonlySet<string>;
  /** Ids of those that fail since. */
  failing: readonly string[];
}

const known = new WeakMap<GraphDocument, Broken | undefined>();

/** Undefined if the last edit broke nothing elsewhere. */
export function brokenByLastEdit(open: Pick<OpenDocument, 'document' | 'history'>): Broken | undefined {
  const { document } = open;
  if (!known.has(document)) known.set(document, findBroken(open));
  return known.get(document);
}

const errorsOf = (document: GraphDocument): Problem[] =>
  analysisOf(document).problems.filter((problem) => problem.severity === 'error' && !isUnfinished(problem));

function findBroken({ document, history }: Pick<OpenDocument, 'document' | 'history'>): Broken | undefined {
  const step = history.past.at(-1);
  const errors = step ? errorsOf(document) : [];
  if (!step || errors.length === 0) return undefined;
  const before = new Set(
    errorsOf(applyChange(document, step.back)).map(({ code, nodeId }) => `${code} ${nodeId}`),
  );
  const { nodes, edges, groups } = step.forth;
  const rewired = new Set([
    ...(edges?.set ?? []).map(({ id }) => id),
    ...(edges?.add ?? []).map(({ item }) => item.id),
  ]);
  const edited = new Set([
    ...(nodes?.set ?? []).map(({ id }) => id),
    ...(nodes?.add ?? []).map(({ item }) => item.id),
    ...(groups?.set ?? []).map(({ id }) => id),
    ...document.edges.flatMap(({ id, source, target }) => (rewired.has(id) ? [source, target] : [])),
  ]);
  const failing = errors.flatMap(({ code, nodeId }) =>
    nodeId !== undefined && !edited.has(nodeId) && !before.has(`${code} ${nodeId}`) ? [nodeId] : [],
  );
  return failing.length === 0 ? undefined : { edited, failing: [...new Set(failing)] };
}

/** @param ids of what is selected */
export function BrokenBy({ open, ids }: { open: OpenDocument; ids: readonly string[] }) {
  const broken = brokenByLastEdit(open);
  const step = open.history.past.at(-1);
  if (!broken || !step || !ids.some((id) => broken.edited.has(id))) return null;
  return (
    <Box sx={{ mb: 3 }}>
      <Caution label={t('build.broken.title')}>
        {t('build.broken.text', { edit: textOf(labelOfStep(step)), names: someOf(broken.failing) })}
        <Button variant="outlined" onClick={() => travel('undo')} sx={{ display: 'block', mt: 2 }}>
          {t('build.broken.undo')}
        </Button>
      </Caution>
    </Box>
  );
}
