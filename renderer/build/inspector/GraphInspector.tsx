import Button from '@mui/material/Button';
import { useState } from 'react';
import { costsOf } from '../../../core/analysis/costs';
import { formatSummary, summarize } from '../../../core/analysis/summary';
import type { GraphAnalysis } from '../../../core/analysis/types';
import { renameDocument } from '../../../core/edit';
import { formatBytes } from '../../../core/format/bytes';
import { formatCompact, formatCount } from '../../../core/format/number';
import type { GraphDocument } from '../../../core/graph/document';
import { message, t } from '../../../core/messages';
import { presetFor } from '../../../core/presets';
import { publishedStyle } from '../../../core/styles';
import { copyText } from '../../layout/copy';
import { Field, SectionHead, StatRow } from '../../ui';
import { TextControl } from '../../ui/TextControl';
import { edit } from '../editor/actions';
import { CostBars } from './CostBars';
import { ProblemSection, ShapeRow } from './Facts';
import { Heading } from './Heading';
import { SummaryTable } from './SummaryTable';

const small = { minHeight: 24, px: 2, fontSize: 12 };

/** The whole graph, shown while nothing is selected. */
export function GraphInspector({ document, analysis }: { document: GraphDocument; analysis: GraphAnalysis }) {
  const [table, setTable] = useState(false);
  const { totals } = analysis;
  const shapeOf = (id: string | undefined) => analysis.nodes[id ?? '']?.outputShape;
  const style = publishedStyle(document.preset?.style ?? '');
  const muted = document.edges.filter((edge) => edge.muted).length;
  const text = () => formatSummary(summarize(analysis, document.name));
  return (
    <>
      <Heading
        title={document.name}
        chip={document.preset ? presetChip(document.name, document.preset) : undefined}
        help={document.description ?? (style && t(style.help))}
      />
      <SectionHead>{t('build.inspector.graph')}</SectionHead>
      <Field label={t('build.inspector.name')} htmlFor="graph-name" labelWidth={64}>
        <TextControl
          id="graph-name"
          label={t('build.inspector.graphName')}
          text={document.name}
          onCommit={(name) =>
            edit((before) => renameDocument(before, name), message('build.edit.renameGraph'))
          }
        />
      </Field>
      <SectionHead>{t('build.inspector.totals')}</SectionHead>
      <ShapeRow label={t('build.facts.input')} shape={shapeOf(analysis.inputId)} />
      <ShapeRow label={t('build.facts.output')} shape={shapeOf(analysis.outputId)} />
      <StatRow label={t('build.facts.depth')} value={t('build.facts.depthLayers', { count: totals.depth })} />
      <StatRow
        label={t('build.facts.shortcuts')}
        value={
          muted > 0
            ? t('build.facts.shortcutsRemoved', { count: totals.shortcuts, removed: muted })
            : formatCount(totals.shortcuts)
        }
      />
      <StatRow label={t('build.facts.parameters')} value={formatCount(totals.params)} />
      <StatRow label={t('build.facts.trainable')} value={formatCount(totals.trainable)} />
      <StatRow label={t('build.facts.nonTrainable')} value={formatCount(totals.nonTrainable)} />
      <StatRow label={t('build.facts.multiplyAdds')} value={formatCompact(totals.macs)} />
      <StatRow
        label={t('build.facts.activations')}
        value={formatBytes(costsOf(analysis.order, analysis.nodes).activations)}
      />
      <CostBars document={document} analysis={analysis} />
      <ProblemSection problems={analysis.problems} sound={t('build.problems.none')} />
      <SectionHead
        action={
          <>
            <Button sx={small} onClick={() => setTable(!table)} aria-expanded={table}>
              {t(table ? 'build.inspector.hide' : 'build.inspector.show')}
            </Button>
            <Button sx={small} onClick={() => void copyText(text(), t('build.inspector.theSummary'))}>
              {t('build.inspector.copy')}
            </Button>
          </>
        }
      >
        {t('build.inspector.summary')}
      </SectionHead>
      {table && <SummaryTable analysis={analysis} />}
    </>
  );
}

/** "study", or "ResNet-50 · study" if the graph was renamed. */
function presetChip(name: string, preset: { id: string; style: string }): string {
  const title = presetFor(preset.id)?.title ?? preset.id;
  return name.startsWith(title) ? preset.style : `${title} · ${preset.style}`;
}
