import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { AlertTriangle, CircleAlert, CircleCheck } from 'lucide-react';
import type { Problem } from '../../../core/graph/problem';
import { t, textOf } from '../../../core/messages';
import { token } from '../../ui/theme/tokens';
import { reveal } from '../editor/actions';

/** Problems, errors first; each leads to its place on the canvas. */
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
          <ButtonBase
            onClick={() => reveal(problem)}
            title={t('build.problems.show')}
            sx={{
              width: '100%',
              display: 'flex',
              alignItems: 'flex-start',
              justifyContent: 'flex-start',
              gap: 2,
              p: '5px 6px',
              borderRadius: '7px',
              fontSize: 13,
              lineHeight: '18px',
              textAlign: 'left',
              color: token('text'),
              overflowWrap: 'anywhere',
              '&:hover': { backgroundColor: token('raised') },
              '&:focus-visible': { outline: `2px solid ${token('accent')}` },
            }}
          >
            {problem.severity === 'error' ? (
              <CircleAlert
                size={16}
                color={token('bad')}
                style={{ flexShrink: 0, marginTop: 1 }}
                aria-label={t('build.problems.error')}
              />
            ) : (
              <AlertTriangle
                size={16}
                color={token('warning')}
                style={{ flexShrink: 0, marginTop: 1 }}
                aria-label={t('build.problems.warning')}
              />
            )}
            <span>{textOf(problem.said)}</span>
          </ButtonBase>
        </li>
      ))}
    </Box>
  );
}
