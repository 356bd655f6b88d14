import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { GraphAnalysis } from '../../../core/analysis/types';
import { groupEntries, setMuted } from '../../../core/edit';
import { formatCompact, formatCount } from '../../../core/format/number';
import type { BlockParams, GraphDocument, GraphGroup, Shape } from '../../../core/graph/document';
import { groupTitle } from '../../../core/graph/group-title';
import { message, t } from '../../../core/messages';
import { findShortcuts } from '../../../core/network/shortcuts';
import { fieldOf } from '../../../core/ops/fields';
import { blockChannels, blockFilters } from '../../../core/presets/blocks';
import { publishedStyle, styleOf } from '../../../core/styles';
import { BlockFacts } from '../../diagnostics/BlockFacts';
import { Field, SectionHead, StatRow } from '../../ui';
import { TextControl } from '../../ui/TextControl';
import { kindColor, token } from '../../ui/theme/tokens';
import { changeBlock, edit, rename, ungroupSelection } from '../editor/actions';
import { setFolded } from '../editor/folding';
import { groupKey, membersOf } from '../editor/outline';
import { outputOf } from '../editor/place';
import { blockKind, groupCaption, shapeText, totalsOf } from '../editor/words';
import { Heading } from './Heading';
import { MuteButton } from './NodeInspector';
import { ParamControl } from './ParamControl';
import { ProblemList } from './ProblemList';

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
  const members = membersOf(document, group.id);
  const inside = new Set(members);
  const totals = totalsOf(members, analysis.nodes);
  const entry = groupEntries(document, group.id).find((each) => each.source !== undefined)?.source;
  const input = entry === undefined ? undefined : analysis.nodes[entry]?.outputShape;
  const outputId = outputOf(document, groupKey(group.id));
  const output = outputId === undefined ? undefined : analysis.nodes[outputId]?.outputShape;
  const shortcuts = findShortcuts(document).filter((shortcut) => inside.has(shortcut.addId));
  const problems = analysis.problems.filter(
    (problem) => problem.groupId === group.id || (problem.nodeId !== undefined && inside.has(problem.nodeId)),
  );
  const { block } = group;

  return (
    <>
      <Heading
        color={
          block && shortcuts.some((shortcut) => !shortcut.muted)
            ? token('shortcut')
            : kindColor('convolution')
        }
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
      <StatRow
        label={t('build.facts.input')}
        value={input ? shapeText(input) : t('build.facts.unknown')}
        mono
      />
      <StatRow
        label={t('build.facts.output')}
        value={output ? shapeText(output) : t('build.facts.unknown')}
        mono
      />
      <StatRow label={t('build.facts.layers')} value={formatCount(members.length)} />
      <StatRow label={t('build.facts.parameters')} value={formatCount(totals.params)} />
      <StatRow label={t('build.facts.multiplyAdds')} value={formatCompact(totals.macs)} />
      <StatRow
        label={t('build.facts.shortcuts')}
        value={
          shortcuts.some((shortcut) => shortcut.muted)
            ? t('build.facts.shortcutsOf', {
                live: shortcuts.filter((shortcut) => !shortcut.muted).length,
                all: shortcuts.length,
              })
            : formatCount(shortcuts.length)
        }
      />
      {shortcuts.length > 0 && !block && (
        <MuteButton shortcuts={shortcuts.map(({ edgeId, muted }) => ({ id: edgeId, muted }))} />
      )}
      <Button
        fullWidth
        variant="outlined"
        sx={{ mt: 2 }}
        onClick={() => setFolded(group.id, !group.collapsed)}
        title="Alt+C"
      >
        {t(group.collapsed ? 'build.inspector.unfold' : 'build.inspector.fold')}
      </Button>
      {group.kind === 'group' && (
        <Button fullWidth variant="outlined" sx={{ mt: 2 }} onClick={ungroupSelection} title="Ctrl+Shift+G">
          {t('build.inspector.ungroup')}
        </Button>
      )}
      <BlockFacts id={group.id} />
      <SectionHead>{t('build.problems.title')}</SectionHead>
      <ProblemList problems={problems} sound={t('build.problems.noneHere')} />
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
  const setShortcut = (residual: boolean) => {
    if (shortcuts.length > 0)
      edit(
        (before) =>
          setMuted(
            before,
            shortcuts.map((shortcut) => shortcut.edgeId),
            !residual,
          ),
        message(residual ? 'build.edit.restoreShortcut' : 'build.edit.removeShortcut'),
      );
    else if (residual) {
      const same = block.strides === 1 && input?.at(-1) === blockChannels(block);
      changeBlock(group.id, { shortcut: same ? 'identity' : 'projection' });
    }
  };
  /** With other filters or strides an identity may not fit any more, and a projection need not be. */
  const rebuild = (change: Partial<BlockParams>) => {
    const next = { ...block, ...change };
    const same = next.strides === 1 && input?.at(-1) === blockChannels(next);
    const shortcut =
      next.shortcut === 'none' || next.shortcut === 'padded'
        ? next.shortcut
        : same && next.shortcut === 'identity'
          ? 'identity'
          : 'projection';
    changeBlock(group.id, { ...change, shortcut });
  };
  const styleName = styleOf(block.style).name;
  const style = publishedStyle(styleName);
  const muted = shortcuts.find((shortcut) => shortcut.muted);
  const kind = shortcuts.find((shortcut) => !shortcut.muted)?.kind ?? muted?.kind;
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
        <ToggleButtonGroup
          exclusive
          fullWidth
          aria-label={t('build.inspector.strides')}
          value={block.strides}
          onChange={(_, value: number | null) => value !== null && rebuild({ strides: value })}
        >
          <ToggleButton value={1}>1</ToggleButton>
          <ToggleButton value={2}>2</ToggleButton>
        </ToggleButtonGroup>
      </Field>
      <Field
        label={t('build.inspector.shortcut')}
        help={t('build.inspector.shortcutHelp')}
        note={
          kind && t(live ? 'build.inspector.shortcutKind' : 'build.inspector.shortcutKindRemoved', { kind })
        }
      >
        <ToggleButtonGroup
          exclusive
          fullWidth
          aria-label={t('build.inspector.shortcut')}
          value={live ? 'residual' : 'none'}
          onChange={(_, value: string | null) => value !== null && setShortcut(value === 'residual')}
        >
          <ToggleButton value="residual">{t('build.inspector.residual')}</ToggleButton>
          <ToggleButton value="none">{t('build.inspector.none')}</ToggleButton>
        </ToggleButtonGroup>
      </Field>
      <Field label={t('build.inspector.style')} help={style && t(style.help)}>
        {style?.title ?? styleName}
      </Field>
    </>
  );
}
