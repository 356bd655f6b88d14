/** Above the arms: a problem that several of them have, with the remedy for all. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { joinSome, t } from '../../core/messages';
import { Note } from '../ui';
import { token } from '../ui/theme/tokens';
import type { SharedProblem, Troubled } from './sharedProblems';

export function SharedProblems<Arm extends Troubled>({
  shared,
  remedy,
}: {
  shared: readonly SharedProblem<Arm>[];
  /** Buttons. */
  remedy?(arms: readonly Arm[]): ReactNode;
}) {
  return shared.map(({ arms, problems }) => {
    const names = joinSome(arms.map(({ name }) => name));
    return (
      <Box
        key={names}
        role="note"
        aria-label={t('train.arms.sharedProblem', { names })}
        sx={{ p: '9px 10px', mb: 2, borderRadius: '7px', backgroundColor: token('raised') }}
      >
        <Box sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}>{names}</Box>
        {problems.map((problem) => (
          <Note key={problem} tone="bad">
            {problem}
          </Note>
        ))}
        {remedy?.(arms)}
      </Box>
    );
  });
}
