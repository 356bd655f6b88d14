import Button from '@mui/material/Button';
import type { GraphAnalysis } from '../../../core/analysis/types';
import { formatCount } from '../../../core/format/number';
import type { GraphDocument, GraphEdge } from '../../../core/graph/document';
import { findShortcuts } from '../../../core/network/shortcuts';
import { SectionHead, StatRow } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { deleteSelection, setWiresMuted } from '../editor/actions';
import { sceneOf } from '../editor/scenes';
import { shapeText } from '../editor/words';
import { Heading } from './Heading';
import { ProblemList } from './ProblemList';

const KINDS = {
  identity: 'Carries its input to the Add unchanged; it has no parameters.',
  projection:
    'Brings its input to the shape of the Add with a convolution of its own (option B of the paper).',
  padded:
    'Brings its input to the shape of the Add with zeros; it has no parameters (option A of the paper).',
};

/** One wire: what it carries, from where to where; muting and deleting. */
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
  const source = analysis.nodes[edge.source];
  const shape = source?.outputShape;
  return (
    <>
      <Heading
        color={token(shortcut ? 'shortcut' : 'wire')}
        title={
          shortcut ? `${shortcut.kind.charAt(0).toUpperCase()}${shortcut.kind.slice(1)} shortcut` : 'Wire'
        }
        help={shortcut ? KINDS[shortcut.kind] : 'Carries the output of one layer to the input of another.'}
      />
      <SectionHead>Wire</SectionHead>
      <StatRow label="shape" value={shape ? shapeText(shape) : 'unknown'} mono />
      {shape && <StatRow label="numbers per image" value={formatCount(shape.reduce((a, b) => a * b, 1))} />}
      <StatRow label="from" value={edge.source} mono />
      <StatRow label="to" value={edge.target} mono />
      {shortcut && shortcut.nodes.length > 0 && (
        <StatRow
          label="parameters on it"
          value={formatCount(
            shortcut.nodes.reduce((sum, id) => sum + (analysis.nodes[id]?.paramCount ?? 0), 0),
          )}
        />
      )}
      <StatRow label="state" value={muted ? 'muted: left out of the network' : 'in force'} />
      <Button
        fullWidth
        variant="outlined"
        sx={{ mt: 3 }}
        title="M"
        onClick={() => setWiresMuted([muteId], !muted)}
      >
        {muted ? 'Bring back' : 'Mute'} {shortcut ? 'the shortcut' : 'the wire'}
      </Button>
      <Button fullWidth variant="outlined" sx={{ mt: 2 }} title="Delete" onClick={deleteSelection}>
        Delete the wire
      </Button>
      <SectionHead>Problems</SectionHead>
      <ProblemList
        problems={analysis.problems.filter((problem) => problem.edgeId === edge.id)}
        sound="None here."
      />
    </>
  );
}
