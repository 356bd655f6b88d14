import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { GraphAnalysis } from '../../../core/analysis/types';
import { groupEntries, setMuted } from '../../../core/edit';
import { formatCompact, formatCount } from '../../../core/format/number';
import { plural } from '../../../core/format/plural';
import type { BlockParams, GraphDocument, GraphGroup, Shape } from '../../../core/graph/document';
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
import { blockKind, groupCaption, groupTitle, shapeText, totalsOf } from '../editor/words';
import { Heading } from './Heading';
import { MuteButton } from './NodeInspector';
import { ParamControl } from './ParamControl';
import { ProblemList } from './ProblemList';

const HELP = {
  stem: 'The layers between the images and the first block.',
  stage:
    'Blocks that work on one size of image. The first block of a later stage halves it and doubles the channels.',
  group: 'Layers that were grouped by hand.',
};

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
        help={
          block
            ? `${block.kind === 'basic' ? 'Two 3×3 convolutions' : 'A 1×1, a 3×3 and a 1×1 convolution'}, as in figure 5 of the paper.`
            : HELP[group.kind === 'block' ? 'group' : group.kind]
        }
      />
      <SectionHead>{block ? 'Block' : 'Group'}</SectionHead>
      <Field label="label" htmlFor="group-label">
        <TextControl
          id="group-label"
          label="label"
          text={groupTitle(group, group.parent)}
          onCommit={(name) => rename(groupKey(group.id), name)}
        />
      </Field>
      {block && <BlockFields group={group} block={block} input={input} shortcuts={shortcuts} />}
      <SectionHead>In and out</SectionHead>
      <StatRow
        label="holds"
        value={groupCaption(document, group, members) || plural(members.length, 'layer')}
      />
      <StatRow label="input" value={input ? shapeText(input) : 'unknown'} mono />
      <StatRow label="output" value={output ? shapeText(output) : 'unknown'} mono />
      <StatRow label="layers" value={formatCount(members.length)} />
      <StatRow label="parameters" value={formatCount(totals.params)} />
      <StatRow label="multiply-adds" value={formatCompact(totals.macs)} />
      <StatRow
        label="shortcuts"
        value={
          shortcuts.some((shortcut) => shortcut.muted)
            ? `${shortcuts.filter((shortcut) => !shortcut.muted).length} of ${shortcuts.length}`
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
        {group.collapsed ? 'Unfold' : 'Fold'}
      </Button>
      {group.kind === 'group' && (
        <Button fullWidth variant="outlined" sx={{ mt: 2 }} onClick={ungroupSelection} title="Ctrl+Shift+G">
          Ungroup
        </Button>
      )}
      <BlockFacts id={group.id} />
      <SectionHead>Problems</SectionHead>
      <ProblemList problems={problems} sound="None here." />
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
        residual ? 'Bring shortcut back' : 'Mute shortcut',
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
  const muted = shortcuts.find((shortcut) => shortcut.muted);
  const now = live
    ? `${shortcuts.find((shortcut) => !shortcut.muted)?.kind}`
    : muted
      ? `${muted.kind}, muted`
      : 'none';
  return (
    <>
      <Field label="kind">{blockKind(block.kind)}</Field>
      <ParamControl
        key={`${group.id} filters`}
        field={fieldOf('filters', blockFilters, {
          label: 'filters',
          step: 16,
          help:
            block.kind === 'basic'
              ? 'Channels of both convolutions.'
              : 'Channels inside; the output has four times as many.',
        })}
        value={block.filters}
        error={block.filters >= 1 ? undefined : 'filters must be at least 1.'}
        onChange={(value) => blockFilters.safeParse(value).success && rebuild({ filters: Number(value) })}
      />
      <Field label="strides" help="2 halves the image.">
        <ToggleButtonGroup
          exclusive
          fullWidth
          aria-label="strides"
          value={block.strides}
          onChange={(_, value: number | null) => value !== null && rebuild({ strides: value })}
        >
          <ToggleButton value={1}>1</ToggleButton>
          <ToggleButton value={2}>2</ToggleButton>
        </ToggleButtonGroup>
      </Field>
      <Field
        label="shortcut"
        help="Residual: the block's input is added to its output. None: the plain block."
        note={now === 'none' ? undefined : `${now.charAt(0).toUpperCase()}${now.slice(1)}.`}
      >
        <ToggleButtonGroup
          exclusive
          fullWidth
          aria-label="shortcut"
          value={live ? 'residual' : 'none'}
          onChange={(_, value: string | null) => value !== null && setShortcut(value === 'residual')}
        >
          <ToggleButton value="residual">residual</ToggleButton>
          <ToggleButton value="none">none</ToggleButton>
        </ToggleButtonGroup>
      </Field>
      <Field label="style" help={publishedStyle(styleName)?.help}>
        {publishedStyle(styleName)?.title ?? styleName}
      </Field>
    </>
  );
}
