import Box from '@mui/material/Box';
import { memo, useState } from 'react';
import { costsOf } from '../../../core/analysis/costs';
import { formatCount } from '../../../core/format/number';
import type { GraphDocument } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import { analysisOf } from '../../state/analysis';
import type { OpenDocument } from '../../state/documents';
import { type Selection, useSelection } from '../../state/selection';
import { SectionHead, StatRow } from '../../ui';
import { token } from '../../ui/theme/tokens';
import {
  deleteSelection,
  duplicateSelection,
  groupSelection,
  selectedLayers,
  selectedShortcuts,
} from '../editor/actions';
import { useCanvasView } from '../editor/canvasView';
import { groupOfKey } from '../editor/outline';
import { BrokenBy } from './BrokenBy';
import { EdgeInspector } from './EdgeInspector';
import { BypassButton, CostRows, MuteButton, WideButton } from './Facts';
import { GraphInspector } from './GraphInspector';
import { GroupInspector } from './GroupInspector';
import { Heading } from './Heading';
import { NodeInspector } from './NodeInspector';
import { SharedParams } from './SharedParams';
import { Tuning } from './Tuning';

/** Details of the selection; the graph itself while nothing is selected. */
export function Inspector({ open }: { open: OpenDocument }) {
  const selection = useSettledSelection();
  return (
    <Box
      component="aside"
      aria-label={t('build.panels.inspector')}
      data-inspector
      sx={{ height: '100%', overflowY: 'auto', p: '12px 16px 24px', backgroundColor: token('panel') }}
    >
      <BrokenBy open={open} ids={selectedIds(open.document, selection)} />
      <Subject open={open} selection={selection} />
    </Box>
  );
}

/** During a drag, what was selected before it: to show what is dragged takes longer than a frame. */
function useSettledSelection(): Selection {
  const selection = useSelection();
  const dragging = useCanvasView((state) => state.dragging);
  const [settled, setSettled] = useState<Selection>(selection);
  if (!dragging && settled !== selection) setSettled(selection);
  return dragging ? settled : selection;
}

/** Layers, groups, and the ends of edges. */
function selectedIds(document: GraphDocument, { items, edges }: Selection): string[] {
  const chosen = new Set(edges);
  return [
    ...selectedLayers(document, { items }),
    ...items.flatMap((key) => groupOfKey(key) ?? []),
    ...document.edges.flatMap(({ id, source, target }) => (chosen.has(id) ? [source, target] : [])),
  ];
}

const Subject = memo(function Subject({ open, selection }: { open: OpenDocument; selection: Selection }) {
  const { document } = open;
  const analysis = analysisOf(document);
  const { items, edges } = selection;
  const common = { document, analysis };
  if (items.length + edges.length > 1) return <Several {...common} selection={selection} />;
  const [key] = items;
  if (key !== undefined) {
    const groupId = groupOfKey(key);
    const group = document.groups.find((each) => each.id === groupId);
    if (group) return <GroupInspector key={key} {...common} group={group} />;
    const node = document.nodes.find((each) => each.id === key);
    if (node) return <NodeInspector key={key} {...common} node={node} />;
  }
  const edge = document.edges.find((each) => each.id === edges[0]);
  if (edge) return <EdgeInspector key={edge.id} {...common} edge={edge} />;
  return <GraphInspector key={open.id} {...common} />;
});

function Several({
  document,
  analysis,
  selection,
}: Pick<Parameters<typeof GraphInspector>[0], 'document' | 'analysis'> & { selection: Selection }) {
  const layers = selectedLayers(document, selection);
  const chosen = new Set(layers);
  const nodes = document.nodes.filter(({ id }) => chosen.has(id));
  const totals = costsOf(layers, analysis.nodes);
  const shortcuts = selectedShortcuts(document, selection);
  return (
    <>
      <Heading
        title={t('build.inspector.selected', { count: selection.items.length + selection.edges.length })}
      />
      <SectionHead>{t('build.inspector.together')}</SectionHead>
      <StatRow label={t('build.facts.layers')} value={formatCount(layers.length)} />
      <CostRows {...totals} />
      <SharedParams nodes={nodes} />
      <Tuning nodes={nodes} />
      {shortcuts.length > 0 && <MuteButton shortcuts={shortcuts} />}
      <BypassButton nodes={nodes} />
      {selection.items.length > 0 && (
        <>
          <WideButton command="edit.duplicate" onClick={duplicateSelection}>
            {t('build.inspector.duplicate')}
          </WideButton>
          <WideButton command="edit.group" onClick={groupSelection}>
            {t('build.inspector.groupAction')}
          </WideButton>
        </>
      )}
      <WideButton command="edit.delete" onClick={deleteSelection}>
        {t('build.inspector.delete')}
      </WideButton>
    </>
  );
}
