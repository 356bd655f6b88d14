import Button from '@mui/material/Button';
import { useState } from 'react';
import { formatSummary, summarize } from '../../../core/analysis/summary';
import type { GraphAnalysis } from '../../../core/analysis/types';
import { renameDocument } from '../../../core/edit';
import { formatCompact, formatCount } from '../../../core/format/number';
import { plural } from '../../../core/format/plural';
import type { GraphDocument } from '../../../core/graph/document';
import { presetFor } from '../../../core/presets';
import { publishedStyle } from '../../../core/styles';
import { notify } from '../../state/notices';
import { Field, SectionHead, StatRow } from '../../ui';
import { TextControl } from '../../ui/TextControl';
import { edit } from '../editor/actions';
import { shapeText } from '../editor/words';
import { Heading } from './Heading';
import { ProblemList } from './ProblemList';
import { SummaryTable } from './SummaryTable';

/** The whole graph, shown while nothing is selected. */
export function GraphInspector({ document, analysis }: { document: GraphDocument; analysis: GraphAnalysis }) {
  const [table, setTable] = useState(false);
  const { totals } = analysis;
  const shapeOf = (id: string | undefined) => {
    const shape = id === undefined ? undefined : analysis.nodes[id]?.outputShape;
    return shape ? shapeText(shape) : 'unknown';
  };
  const style = publishedStyle(document.preset?.style ?? '');
  const muted = document.edges.filter((edge) => edge.muted).length;
  const copy = async () => {
    const text = formatSummary(summarize(analysis, document.name));
    try {
      await navigator.clipboard.writeText(text);
      notify({ severity: 'success', text: 'Copied the summary.' });
    } catch {
      notify({ severity: 'error', text: 'The browser does not let Skipwire write to the clipboard.' });
    }
  };
  return (
    <>
      <Heading
        title={document.name}
        chip={document.preset ? presetChip(document.name, document.preset) : undefined}
        help={document.description ?? style?.help}
      />
      <SectionHead>Graph</SectionHead>
      <Field label="name" htmlFor="graph-name" labelWidth={64}>
        <TextControl
          id="graph-name"
          label="graph name"
          text={document.name}
          onCommit={(name) => edit((before) => renameDocument(before, name), 'Rename graph')}
        />
      </Field>
      <SectionHead>Totals</SectionHead>
      <StatRow label="input" value={shapeOf(analysis.inputId)} mono />
      <StatRow label="output" value={shapeOf(analysis.outputId)} mono />
      <StatRow label="depth" value={`${plural(totals.depth, 'layer')} with weights`} />
      <StatRow
        label="shortcuts"
        value={muted > 0 ? `${totals.shortcuts}, ${muted} muted` : formatCount(totals.shortcuts)}
      />
      <StatRow label="parameters" value={formatCount(totals.params)} />
      <StatRow label="trainable" value={formatCount(totals.trainable)} />
      <StatRow label="non-trainable" value={formatCount(totals.nonTrainable)} />
      <StatRow label="multiply-adds" value={formatCompact(totals.macs)} />
      <SectionHead>Problems</SectionHead>
      <ProblemList problems={analysis.problems} sound="None. The graph is ready to train." />
      <SectionHead
        action={
          <>
            <Button
              sx={{ minHeight: 24, px: 2, fontSize: 12 }}
              onClick={() => setTable(!table)}
              aria-expanded={table}
            >
              {table ? 'Hide' : 'Show'}
            </Button>
            <Button sx={{ minHeight: 24, px: 2, fontSize: 12 }} onClick={() => void copy()}>
              Copy
            </Button>
          </>
        }
      >
        Summary
      </SectionHead>
      {table && <SummaryTable analysis={analysis} />}
    </>
  );
}

/** "study" for a preset that has its own name still, "ResNet-50 · study" for one that was renamed. */
function presetChip(name: string, preset: { id: string; style: string }): string {
  const title = presetFor(preset.id)?.title ?? preset.id;
  return name.startsWith(title) ? preset.style : `${title} · ${preset.style}`;
}
