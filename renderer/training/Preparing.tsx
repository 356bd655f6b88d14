/** At the top of the main pane: what is prepared, how far it is, and what comes next. */
import Box from '@mui/material/Box';
import { joinSome, t } from '../../core/messages';
import { EmptyState, Note, Panel } from '../ui';
import { ProgressLine } from '../ui/ProgressLine';
import type { Preparation } from './preparation';

export function Preparing({
  preparation: { title, progress },
  names,
  alone,
}: {
  preparation: Preparation;
  /** Names of the networks that are trained next. */
  names: readonly string[];
  /** Nothing else is shown. */
  alone: boolean;
}) {
  const next = names.length > 0 && t('train.preparing.then', { names: joinSome(names) });
  const line = <ProgressLine label={title} progress={progress} />;
  if (!alone) {
    return (
      <Panel title={title} role="group" aria-label={title}>
        {line}
        {next && <Note sx={{ mt: 2 }}>{next}</Note>}
      </Panel>
    );
  }
  return (
    <EmptyState
      title={title}
      action={<Box sx={{ width: 'min(420px, 60vw)', textAlign: 'left', fontSize: 12 }}>{line}</Box>}
    >
      {next}
    </EmptyState>
  );
}
