import Button, { type ButtonProps } from '@mui/material/Button';
import type { Costs } from '../../../core/analysis/costs';
import { canBypass } from '../../../core/edit';
import { formatBytes } from '../../../core/format/bytes';
import { formatCompact, formatCount } from '../../../core/format/number';
import { formatShape } from '../../../core/format/shape';
import type { GraphNode, Shape } from '../../../core/graph/document';
import type { Problem } from '../../../core/graph/problem';
import { t } from '../../../core/messages';
import { CommandKeys } from '../../layout/CommandKeys';
import { SectionHead, StatRow } from '../../ui';
import { setWiresMuted, toggleBypassed } from '../editor/actions';
import { ProblemList } from './ProblemList';

/** A row for a shape. */
export function ShapeRow({ label, shape }: { label: string; shape: Shape | undefined }) {
  return <StatRow label={label} value={shape ? formatShape(shape) : t('build.facts.unknown')} mono />;
}

/**
 * A button as wide as the inspector.
 * @param command id of the command that does the same, whose keys are shown
 */
export function WideButton({ command, children, ...button }: ButtonProps & { command?: string }) {
  return (
    <Button fullWidth variant="outlined" {...button} sx={{ mt: 2, gap: 2 }}>
      {children} {command !== undefined && <CommandKeys of={command} />}
    </Button>
  );
}

/** Removes the shortcuts, or restores them if all are removed. */
export function MuteButton({ shortcuts }: { shortcuts: readonly { id: string; muted: boolean }[] }) {
  const mute = shortcuts.some((shortcut) => !shortcut.muted);
  const ids = shortcuts.map((shortcut) => shortcut.id);
  return (
    <WideButton command="edit.mute" onClick={() => setWiresMuted(ids, mute)}>
      {t(mute ? 'build.inspector.removeShortcuts' : 'build.inspector.restoreShortcuts', {
        count: shortcuts.length,
      })}
    </WideButton>
  );
}

/** Bypasses the layers with one input, or restores them if all are bypassed. Renders nothing if there are none. */
export function BypassButton({ nodes }: { nodes: readonly GraphNode[] }) {
  const able = nodes.filter(canBypass);
  if (able.length === 0) return null;
  const restores = able.every(({ bypassed }) => bypassed);
  return (
    <WideButton command="edit.bypass" onClick={() => toggleBypassed(able.map(({ id }) => id))}>
      {t(restores ? 'build.inspector.restoreLayer' : 'build.inspector.bypass', { count: able.length })}
    </WideButton>
  );
}

/** What can be trained has a row of its own if it is less than all. */
export function CostRows({ params, trainable, macs, activations }: Costs) {
  return (
    <>
      <StatRow label={t('build.facts.parameters')} value={formatCount(params)} />
      {trainable < params && <StatRow label={t('build.facts.trainable')} value={formatCount(trainable)} />}
      <StatRow label={t('build.facts.multiplyAdds')} value={formatCompact(macs)} />
      <StatRow label={t('build.facts.activations')} value={formatBytes(activations)} />
    </>
  );
}

export function ProblemSection({
  problems,
  sound = t('build.problems.noneHere'),
}: {
  problems: readonly Problem[];
  sound?: string;
}) {
  return (
    <>
      <SectionHead>{t('build.problems.title')}</SectionHead>
      <ProblemList problems={problems} sound={sound} />
    </>
  );
}
