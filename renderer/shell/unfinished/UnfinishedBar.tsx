/** At the start: what was being trained when Skipwire ended, and the way to go on with it. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { History } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../../../core/messages';
import { useTraining } from '../../client/training';
import { token } from '../../ui/theme/tokens';
import { forget, loadUnfinished, resume, useUnfinished } from './state';
import { unfinishedWords } from './words';

export function UnfinishedBar() {
  const runs = useUnfinished((state) => state.runs);
  const training = useTraining((state) => state.active);
  useEffect(loadUnfinished, []);
  if (runs.length === 0 || training) return null;
  return (
    <Box
      role="status"
      aria-label={t('train.unfinished.title')}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 3,
        minHeight: 38,
        px: '14px',
        py: '6px',
        flexShrink: 0,
        borderBottom: `1px solid ${token('line')}`,
        borderLeft: `4px solid ${token('accent')}`,
        backgroundColor: token('raised'),
      }}
    >
      <Box sx={{ color: token('accent'), display: 'flex' }}>
        <History size={16} aria-hidden />
      </Box>
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{unfinishedWords(runs)}</Box>
      <Button variant="contained" color="primary" onClick={() => void resume()} sx={{ flexShrink: 0 }}>
        {t('train.unfinished.resume')}
      </Button>
      <Button variant="outlined" onClick={() => void forget()} sx={{ flexShrink: 0 }}>
        {t('train.unfinished.later')}
      </Button>
    </Box>
  );
}
