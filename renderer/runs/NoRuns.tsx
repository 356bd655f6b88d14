/** Shown instead of runs while they are being read, cannot be read, or do not exist. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { t } from '../../core/messages';
import { refreshRuns, useRuns } from '../client/runs';
import { EmptyState } from '../ui';
import { token } from '../ui/theme/tokens';

export function NoRuns({
  icon,
  title,
  help,
  action,
}: {
  icon: ReactNode;
  title: string;
  help: string;
  action: ReactNode;
}) {
  const { state, error } = useRuns();
  const failed = state === 'failed';
  const known = state === 'known';
  return (
    <Box sx={{ height: '100%', backgroundColor: token('background') }}>
      <EmptyState
        icon={icon}
        title={failed ? t('train.runs.failed') : known ? title : t('train.runs.loading')}
        action={
          failed ? (
            <Button variant="outlined" onClick={() => void refreshRuns()}>
              {t('common.tryAgain')}
            </Button>
          ) : (
            known && action
          )
        }
      >
        {failed ? error : known && help}
      </EmptyState>
    </Box>
  );
}
