import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { X } from 'lucide-react';
import type { Problem } from '../../core/graph/problem';
import { t } from '../../core/messages';
import { SectionHead } from '../ui';
import { token } from '../ui/theme/tokens';
import { useFocusBack } from '../ui/useFocusBack';
import { useCanvasView } from './editor/canvasView';
import { ProblemList } from './inspector/ProblemList';

/** All problems of the graph, below the canvas; opened from the status bar. */
export function ProblemsPanel({ problems }: { problems: readonly Problem[] }) {
  const open = useCanvasView((state) => state.problemsOpen);
  return open && <OpenPanel problems={problems} />;
}

function OpenPanel({ problems }: { problems: readonly Problem[] }) {
  useFocusBack();
  return (
    <Box
      component="section"
      aria-label={t('build.problems.title')}
      sx={{
        height: 190,
        flexShrink: 0,
        overflowY: 'auto',
        px: 4,
        pb: 3,
        backgroundColor: token('panel'),
        borderTop: `1px solid ${token('line')}`,
      }}
    >
      <SectionHead
        action={
          <IconButton
            aria-label={t('build.problems.close')}
            onClick={() => useCanvasView.setState({ problemsOpen: false })}
            sx={{ width: 24, height: 24 }}
          >
            <X size={14} />
          </IconButton>
        }
      >
        {t('build.problems.title')}
      </SectionHead>
      <ProblemList problems={problems} sound={t('build.problems.none')} />
    </Box>
  );
}
