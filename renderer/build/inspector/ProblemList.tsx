import Box from '@mui/material/Box';
import { AlertTriangle, CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { isUnfinished, type Problem } from '../../../core/graph/problem';
import { t, textOf } from '../../../core/messages';
import { RowButton } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { reveal } from '../editor/actions';

/** Problems, errors first; a click shows the place on the canvas. */
export function ProblemList({ problems, sound }: { problems: readonly Problem[]; sound: string }) {
  if (problems.length === 0)
    return (
      <Box sx={{ display: 'flex', gap: 2, color: token('muted') }}>
        <CircleCheck size={16} color={token('good')} style={{ flexShrink: 0, marginTop: 1 }} aria-hidden />
        {sound}
      </Box>
    );
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, mx: '-6px' }}>
      {problems.map((problem) => (
        <li key={`${problem.code} ${problem.message}`}>
          <RowButton
            onClick={() => reveal(problem)}
            title={t('build.problems.show')}
            sx={{
              alignItems: 'flex-start',
              gap: 2,
              p: '5px 6px',
              lineHeight: '18px',
              color: token('text'),
              overflowWrap: 'anywhere',
              '& > svg': { flexShrink: 0, mt: '1px' },
            }}
          >
            {isUnfinished(problem) ? (
              <CircleDashed size={16} color={token('muted')} aria-label={t('build.problems.unfinishedOne')} />
            ) : problem.severity === 'error' ? (
              <CircleAlert size={16} color={token('bad')} aria-label={t('build.problems.error')} />
            ) : (
              <AlertTriangle size={16} color={token('warning')} aria-label={t('build.problems.warning')} />
            )}
            <span>{textOf(problem.said)}</span>
          </RowButton>
        </li>
      ))}
    </Box>
  );
}
