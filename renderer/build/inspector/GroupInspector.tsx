import { costsOf } from '../../../core/analysis/costs';
import type { GraphAnalysis } from '../../../core/analysis/types';
import { groupEntries, membersOf } from '../../../core/edit';
import { formatCount } from '../../../core/format/number';
import type { BlockParams, GraphDocument, GraphGroup, Shape } from '../../../core/graph/document';
import { groupTitle } from '../../../core/graph/group-title';
import { t } from '../../../core/messages';
import { findShortcuts } from '../../../core/network/shortcuts';
import { fieldOf } from '../../../core/ops/fields';
import { blockChannels, blockFilters } from '../../../core/presets/blocks';
import { publishedStyle, styleOf } from '../../../core/styles';
import { BlockFacts } from '../../diagnostics/BlockFacts';
import { Field, SectionHead, StatRow } from '../../ui';
import { Toggle } from '../../ui/Choice';
import { ParamControl } from '../../ui/ParamControl';
import { TextControl } from '../../ui/TextControl';
import { kindColor, token } from '../../ui/theme/tokens';
import { changeBlock, rename, setWiresMuted, ungroupSelection } from '../editor/actions';
import { blockKind, groupCaption } from '../editor/captions';
import { setFolded } from '../editor/folding';
import { groupKey } from '../editor/outline';
import { outputOf } from '../editor/place';
import { CostRows, MuteButton, ProblemSection, ShapeRow, WideButton } from './Facts';
import { Heading } from './Heading';
import { Tuning } from './Tuning';

const HELP = {
  stem: 'build.inspector.stemHelp',
  stage: 'build.inspector.stageHelp',
  group: 'build.inspector.groupHelp',
} as const;

const BLOCK_HELP = {
  basic: 'build.inspector.basicHelp',
  bottleneck: 'build.inspector.bottleneckHelp',
} as const;

/** A stem, stage, block or group: its parameters (for a block), its totals, its shortcut. */
export function GroupInspector({
  document,
  analysis,
  group,
}: {
  document: GraphDocument;
  analysis: GraphAnalysis;
  group: GraphGroup;
}) {
  const inside = membersOf(document, group.id);
  const members = [...inside];
  const totals = costsOf(members, analysis.nodes);
  const shapeOf = (id: string | undefined) => analysis.nodes[id ?? '']?.outputShape;
  const input = shapeOf(groupEntries(document, group.id).find(({ source }) => source !== undefined)?.source);
  const output = shapeOf(outputOf(document, groupKey(group.id)));
  const shortcuts = findShortcuts(document).filter((shortcut) => inside.has(shortcut.addId));
  const live = shortcuts.filter((shortcut) => !shortcut.muted).length;
  const problems = analysis.problems.filter(
    (problem) => problem.groupId === group.id || (problem.nodeId !== undefined && inside.has(problem.nodeId)),
  );
  const { block } = group;

  return (
    <>
      <Heading
        color={block && live > 0 ? token('shortcut') : kindColor('convolution')}
        title={groupTitle(group, group.parent)}
        chip={group.id}
        help={t(block ? BLOCK_HELP[block.kind] : HELP[group.kind === 'block' ? 'group' : group.kind])}
      />
      <SectionHead>{t(block ? 'build.inspector.block' : 'build.inspector.group')}</SectionHead>
      <Field label={t('build.inspector.label')} htmlFor="group-label">
        <TextControl
          id="group-label"
          label={t('build.inspector.label')}
          text={groupTitle(group, group.parent)}
          onCommit={(name) => rename(groupKey(group.id), name)}
        />
      </Field>
      {block && <BlockFields group={group} block={block} input={input} shortcuts={shortcuts} />}
      <SectionHead>{t('build.inspector.inAndOut')}</SectionHead>
      <StatRow
        label={t('build.facts.contents')}
        value={groupCaption(document, group, members) || t('build.layer.layers', { count: members.length })}
      />
      <ShapeRow label={t('build.facts.input')} shape={input} />
      <ShapeRow label={t('build.facts.output')} shape={output} />
      <StatRow label={t('build.facts.layers')} value={formatCount(members.length)} />
      <CostRows {...totals} />
      <StatRow
        label={t('build.facts.shortcuts')}
        value={
          live < shortcuts.length
            ? t('build.facts.shortcutsOf', { live, all: shortcuts.length })
            : formatCount(live)
        }
      />
      <Tuning nodes={document.nodes.filter(({ id }) => inside.has(id))} />
      {shortcuts.length > 0 && !block && (
        <MuteButton shortcuts={shortcuts.map(({ edgeId, muted }) => ({ id: edgeId, muted }))} />
      )}
      <WideButton command="view.fold" onClick={() => setFolded(group.id, !group.collapsed)}>
        {t(group.collapsed ? 'build.inspector.unfold' : 'build.inspector.fold')}
      </WideButton>
      {group.kind === 'group' && (
        <WideButton command="edit.ungroup" onClick={ungroupSelection}>
          {t('build.inspector.ungroup')}
        </WideButton>
      )}
      <BlockFacts id={group.id} />
      <ProblemSection problems={problems} />
    </>
  );
}

function BlockFields({
  group,
  block,
  input,
  shortcuts,
}: {
  group: GraphGroup;
  block: BlockParams;
  input: Shape | undefined;
  shortcuts: readonly { edgeId: string; muted: boolean; kind: string }[];
}) {
  const live = shortcuts.some((shortcut) => !shortcut.muted);
  const fitsIdentity = (params: BlockParams) =>
    params.strides === 1 && input?.at(-1) === blockChannels(params);
  const setShortcut = (residual: boolean) => {
    if (shortcuts.length > 0)
      setWiresMuted(
        shortcuts.map(({ edgeId }) => edgeId),
        !residual,
      );
    else if (residual) changeBlock(group.id, { shortcut: fitsIdentity(block) ? 'identity' : 'projection' });
  };
  /** An identity that no longer fits after the change becomes a projection. */
  const rebuild = (change: Partial<BlockParams>) => {
    const outgrown = block.shortcut === 'identity' && !fitsIdentity({ ...block, ...change });
    changeBlock(group.id, { ...change, shortcut: outgrown ? 'projection' : block.shortcut });
  };
  const styleName = styleOf(block.style).name;
  const style = publishedStyle(styleName);
  const kind = (shortcuts.find((shortcut) => !shortcut.muted) ?? shortcuts[0])?.kind;
  return (
    <>
      <Field label={t('build.inspector.kind')}>{blockKind(block.kind)}</Field>
      <ParamControl
        key={`${group.id} filters`}
        field={fieldOf('filters', blockFilters, {
          label: 'build.inspector.filters',
          step: 16,
          help:
            block.kind === 'basic'
              ? 'build.inspector.filtersBasicHelp'
              : 'build.inspector.filtersBottleneckHelp',
        })}
        value={block.filters}
        error={block.filters >= 1 ? undefined : t('build.inspector.filtersTooFew')}
        onChange={(value) => blockFilters.safeParse(value).success && rebuild({ filters: Number(value) })}
      />
      <Field label={t('build.inspector.strides')} help={t('build.inspector.stridesHelp')}>
        <Toggle
          label={t('build.inspector.strides')}
          value={block.strides}
          options={[1, 2].map((value) => ({ value, label: value }))}
          onChange={(strides) => rebuild({ strides })}
        />
      </Field>
      <Field
        label={t('build.inspector.shortcut')}
        help={t('build.inspector.shortcutHelp')}
        note={
          kind && t(live ? 'build.inspector.shortcutKind' : 'build.inspector.shortcutKindRemoved', { kind })
        }
      >
        <Toggle
          label={t('build.inspector.shortcut')}
          value={live ? 'residual' : 'none'}
          options={[
            { value: 'residual', label: t('build.inspector.residual') },
            { value: 'none', label: t('build.inspector.none') },
          ]}
          onChange={(value) => setShortcut(value === 'residual')}
        />
      </Field>
      <Field label={t('build.inspector.style')} help={style && t(style.help)}>
        {style?.title ?? styleName}
      </Field>
    </>
  );
}
