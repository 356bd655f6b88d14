import type { GraphAnalysis } from '../../../core/analysis/types';
import { elementCount } from '../../../core/basics/element-count';
import { formatCount } from '../../../core/format/number';
import type { GraphDocument, GraphEdge } from '../../../core/graph/document';
import { type Key, t } from '../../../core/messages';
import { findShortcuts } from '../../../core/network/shortcuts';
import { SectionHead, StatRow } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { deleteSelection, setWiresMuted } from '../editor/actions';
import { sceneOf } from '../editor/sceneCache';
import { MuteButton, ProblemSection, ShapeRow, WideButton } from './Facts';
import { Heading } from './Heading';

const SHORTCUTS = {
  identity: { title: 'build.inspector.identityShortcut', help: 'build.inspector.identityHelp' },
  projection: { title: 'build.inspector.projectionShortcut', help: 'build.inspector.projectionHelp' },
  padded: { title: 'build.inspector.paddedShortcut', help: 'build.inspector.paddedHelp' },
} as const satisfies Record<string, { title: Key; help: Key }>;

/** One edge: its ends, what it carries, and buttons to remove or delete it. */
export function EdgeInspector({
  document,
  analysis,
  edge,
}: {
  document: GraphDocument;
  analysis: GraphAnalysis;
  edge: GraphEdge;
}) {
  const part = sceneOf(document).edges.find((wire) => wire.id === edge.id)?.data?.part;
  const shortcut = findShortcuts(document).find(
    ({ edgeId, nodes }) =>
      edgeId === edge.id || (part && (nodes.includes(edge.target) || nodes.includes(edge.source))),
  );
  const muteId = shortcut?.edgeId ?? edge.id;
  const muted = document.edges.find((each) => each.id === muteId)?.muted === true;
  const shape = analysis.nodes[edge.source]?.outputShape;
  return (
    <>
      <Heading
        color={token(shortcut ? 'shortcut' : 'wire')}
        title={t(shortcut ? SHORTCUTS[shortcut.kind].title : 'build.inspector.edge')}
        help={t(shortcut ? SHORTCUTS[shortcut.kind].help : 'build.inspector.edgeHelp')}
      />
      <SectionHead>{t('build.inspector.edge')}</SectionHead>
      <ShapeRow label={t('build.facts.shape')} shape={shape} />
      {shape && <StatRow label={t('build.facts.valuesPerImage')} value={formatCount(elementCount(shape))} />}
      <StatRow label={t('build.facts.from')} value={edge.source} mono />
      <StatRow label={t('build.facts.to')} value={edge.target} mono />
      {shortcut && shortcut.nodes.length > 0 && (
        <StatRow
          label={t('build.facts.parametersOnIt')}
          value={formatCount(
            shortcut.nodes.reduce((sum, id) => sum + (analysis.nodes[id]?.paramCount ?? 0), 0),
          )}
        />
      )}
      <StatRow
        label={t('build.facts.state')}
        value={t(muted ? 'build.inspector.removed' : 'build.inspector.inPlace')}
      />
      {shortcut ? (
        <MuteButton shortcuts={[{ id: muteId, muted }]} />
      ) : (
        <WideButton command="edit.mute" onClick={() => setWiresMuted([muteId], !muted)}>
          {t(muted ? 'build.inspector.restoreEdge' : 'build.inspector.removeEdge')}
        </WideButton>
      )}
      <WideButton command="edit.delete" onClick={deleteSelection}>
        {t('build.inspector.deleteEdge')}
      </WideButton>
      <ProblemSection problems={analysis.problems.filter((problem) => problem.edgeId === edge.id)} />
    </>
  );
}
