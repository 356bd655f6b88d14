import Button from '@mui/material/Button';
import { History } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../../../core/messages';
import { useTraining } from '../../client/training';
import { WindowBar } from '../../ui/WindowBar';
import { unfinishedWords } from './describeUnfinished';
import { forget, loadUnfinished, resume, useUnfinished } from './state';

export function UnfinishedBar() {
  const runs = useUnfinished((state) => state.runs);
  const training = useTraining((state) => state.active);
  useEffect(loadUnfinished, []);
  if (runs.length === 0 || training) return null;
  return (
    <WindowBar
      role="status"
      aria-label={t('train.unfinished.title')}
      icon={History}
      color="accent"
      actions={
        <>
          <Button variant="contained" color="primary" onClick={() => void resume()}>
            {t('train.resume.runs', { count: runs.length })}
          </Button>
          <Button variant="outlined" onClick={() => void forget()}>
            {t('train.unfinished.later')}
          </Button>
        </>
      }
    >
      {unfinishedWords(runs)}
    </WindowBar>
  );
}
