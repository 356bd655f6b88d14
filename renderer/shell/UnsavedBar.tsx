/** What could not be saved, below the top bar until it is: it takes room, and blocks nothing. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { TriangleAlert } from 'lucide-react';
import { join, t } from '../../core/messages';
import { problemsOf, useUnsaved } from '../state/unsaved';
import { token } from '../ui/theme/tokens';

export function UnsavedBar() {
  const things = useUnsaved((state) => state.things);
  return (
    <Box aria-live="assertive">
      {problemsOf(things).map(({ whats, why, next, action }) => (
        <Box
          key={why + next}
          role="alert"
          sx={{
            display: 'flex',
            alignItems: 'center',
            gap: 3,
            minHeight: 38,
            px: '14px',
            py: '6px',
            borderBottom: `1px solid ${token('line')}`,
            borderLeft: `4px solid ${token('bad')}`,
            backgroundColor: token('raised'),
            color: token('text'),
          }}
        >
          <Box sx={{ color: token('bad'), display: 'flex' }}>
            <TriangleAlert size={16} aria-hidden />
          </Box>
          <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
            <Box component="strong" sx={{ fontWeight: 600 }}>
              {t('shell.save.notSavedList', { things: join(whats) })}
            </Box>{' '}
            {why} {next}
          </Box>
          {action && (
            <Button variant="outlined" onClick={action.perform} sx={{ flexShrink: 0 }}>
              {action.label}
            </Button>
          )}
        </Box>
      ))}
    </Box>
  );
}
