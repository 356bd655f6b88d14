/** At the end of a study: the accuracy of each network, and a link to Compare. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { ArrowRight } from 'lucide-react';
import { t } from '../../core/messages';
import { givenUp } from '../../core/study/halved-runs';
import type { RunRecord } from '../../core/study/run';
import { undecidedSentences } from '../../core/study/undecided';
import { useNavigation } from '../state/navigation';
import { Card } from '../ui';
import { token } from '../ui/theme/tokens';
import { studyWords } from './describeRun';

export function StudyEnded({ records }: { records: readonly RunRecord[] }) {
  const go = useNavigation((state) => state.go);
  const finished = records.filter(({ state }) => state === 'finished');
  if (finished.length === 0) return null;
  const left = records.length - finished.length;
  const isGivenUp = givenUp(records);
  const counted = finished.filter((run) => !isGivenUp(run));
  return (
    <Card
      role="status"
      aria-label={t('train.study.ended')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: '8px 16px',
        py: '11px',
        borderColor: token('lineStrong'),
      }}
    >
      <Box sx={{ flex: '1 1 320px', minWidth: 0 }}>
        <Box component="span" sx={{ fontWeight: 600 }}>
          {left > 0
            ? t('train.study.finishedSome', { count: finished.length, left })
            : t('train.study.finished', { count: finished.length })}
        </Box>{' '}
        {[...(counted.length > 0 ? [studyWords(counted)] : []), ...undecidedSentences(records)].join(' ')}
      </Box>
      <Button
        variant="contained"
        color="primary"
        endIcon={<ArrowRight size={14} />}
        onClick={() => go('compare')}
      >
        {t('train.study.compare')}
      </Button>
    </Card>
  );
}
