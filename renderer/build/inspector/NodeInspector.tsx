import { costsOf } from '../../../core/analysis/costs';
import type { GraphAnalysis } from '../../../core/analysis/types';
import type { GraphDocument, GraphNode } from '../../../core/graph/document';
import { message, t } from '../../../core/messages';
import { headOf } from '../../../core/network/fitted';
import { type ParamIssue, parseParams } from '../../../core/ops/checked-params';
import { visibleFields } from '../../../core/ops/fields';
import type { Operator } from '../../../core/ops/operator';
import { operatorFor } from '../../../core/ops/registry';
import { canRun, labelOf } from '../../commands/command';
import { BlockFacts } from '../../diagnostics/BlockFacts';
import { Field, SectionHead, StatRow } from '../../ui';
import { ParamControl } from '../../ui/ParamControl';
import { TextControl } from '../../ui/TextControl';
import { kindColor } from '../../ui/theme/tokens';
import { newHeadCommand } from '../commands/tuning';
import { changeParams, rename, selectedShortcuts } from '../editor/actions';
import { layerTitle } from '../editor/captions';
import { BypassButton, CostRows, MuteButton, ProblemSection, ShapeRow, WideButton } from './Facts';
import { Heading } from './Heading';
import { Tuning } from './Tuning';

/** One layer: its name, parameters, shapes, costs and problems. */
export function NodeInspector({
  document,
  analysis,
  node,
}: {
  document: GraphDocument;
  analysis: GraphAnalysis;
  node: GraphNode;
}) {
  const operator = operatorFor(node.type);
  const facts = analysis.nodes[node.id];
  const problems = analysis.problems.filter((problem) => problem.nodeId === node.id);
  const shortcuts = selectedShortcuts(document, { items: [node.id], edges: [] });
  const parsed = operator && parseParams(operator, node.params);
  const values = parsed?.ok ? parsed.params : node.params;
  const errors = new Map(
    parsed && !parsed.ok ? parsed.issues.map((issue) => [issue.name, inWordsOf(operator, issue)]) : [],
  );
  const feedsNorm = document.edges.some(
    (edge) =>
      edge.source === node.id &&
      document.nodes.some((other) => other.id === edge.target && other.type === 'BatchNormalization'),
  );

  return (
    <>
      <Heading
        color={kindColor(operator?.kind ?? 'shape')}
        title={layerTitle(node)}
        chip={operator && operator.type !== layerTitle(node) ? operator.type : undefined}
        help={operator && t(operator.help)}
      />
      <SectionHead>{t('build.inspector.parameters')}</SectionHead>
      <Field label={t('build.inspector.name')} htmlFor="node-name">
        <TextControl
          id="node-name"
          label={t('build.inspector.name')}
          text={node.id}
          mono
          onCommit={(name) => rename(node.id, name)}
        />
      </Field>
      {visibleFields(operator?.fields ?? [], values).map((field) => (
        <ParamControl
          key={`${node.id} ${field.name}`}
          field={field}
          value={values[field.name]}
          error={errors.get(field.name)}
          note={
            field.name === 'useBias' && values.useBias === true && feedsNorm
              ? t('build.inspector.biasNote')
              : undefined
          }
          onChange={(value) => changeParams([node.id], { [field.name]: value })}
        />
      ))}
      <SectionHead>{t('build.inspector.inAndOut')}</SectionHead>
      {facts ? (
        <>
          {facts.inputShapes.map((shape, index) => (
            <ShapeRow
              // biome-ignore lint/suspicious/noArrayIndexKey: the index is the input's port
              key={index}
              label={
                facts.inputShapes.length > 1 ? t('build.facts.inputAt', { index }) : t('build.facts.input')
              }
              shape={shape}
            />
          ))}
          <ShapeRow label={t('build.facts.output')} shape={facts.outputShape} />
          <CostRows {...costsOf([node.id], analysis.nodes)} />
          {facts.receptiveField !== undefined && (
            <StatRow
              label={t('build.facts.receptiveField')}
              value={t('build.facts.pixels', { count: facts.receptiveField })}
            />
          )}
        </>
      ) : (
        t(node.bypassed ? 'build.inspector.bypassed' : 'build.inspector.leftOut')
      )}
      <Tuning nodes={[node]} />
      {headOf(document) === node.id && canRun(newHeadCommand) && (
        <WideButton onClick={() => void newHeadCommand.perform()}>{labelOf(newHeadCommand)}</WideButton>
      )}
      {shortcuts.length > 0 && <MuteButton shortcuts={shortcuts} />}
      <BypassButton nodes={[node]} />
      <BlockFacts id={node.id} />
      <ProblemSection problems={problems} />
    </>
  );
}

/** An issue's rule with the field's label, instead of the parameter's name in the graph's file: `kernelSize[1]`. */
function inWordsOf(operator: Operator | undefined, { name, rule, problem, received }: ParamIssue): string {
  const label = operator?.fields.find((field) => field.name === name)?.label;
  const said = label && problem ? message('graph.field', { field: message(label), problem }) : rule;
  return t('build.inspector.received', { rule: said, received });
}
