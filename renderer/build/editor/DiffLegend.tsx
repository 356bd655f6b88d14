/** Says that the canvas shows two graphs, and what its colors mean. */
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { Panel } from '@xyflow/react';
import { X } from 'lucide-react';
import { DIFF_SIGNS, type DiffMark } from '../../../core/graph/diff-marks';
import { t } from '../../../core/messages';
import { type Comparison, stopComparing } from '../../state/graphDiff';
import { CanvasBox } from '../../ui';
import { DIFF_COLORS } from '../../ui/DiffList';
import { focusCanvas } from './canvasView';

/** What was pressed goes with the legend. */
function stop() {
  stopComparing();
  focusCanvas();
}

export function DiffLegend({ comparison: { name, marks } }: { comparison: Comparison }) {
  const found = new Set([...Object.values(marks.items), ...Object.values(marks.edges)]);
  const shown = (Object.keys(DIFF_SIGNS) as DiffMark[]).filter((mark) => found.has(mark));
  return (
    <Panel position="top-left" style={{ margin: '8px 40px' }}>
      <CanvasBox
        role="group"
        aria-label={t('diff.view.legend')}
        sx={{ alignItems: 'center', columnGap: 2, pl: '12px', pr: '4px', py: '4px', fontSize: 12 }}
      >
        <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', columnGap: 3 }}>
          <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{t('diff.view.against', { name })}</Box>
          {shown.map((mark) => (
            <Box key={mark} sx={{ color: DIFF_COLORS[mark], whiteSpace: 'nowrap' }}>
              <Box component="span" aria-hidden="true" sx={{ fontWeight: 700, mr: '4px' }}>
                {DIFF_SIGNS[mark]}
              </Box>
              {t('diff.view.kind', { kind: mark })}
            </Box>
          ))}
        </Box>
        <IconButton aria-label={t('diff.view.stop')} title={t('diff.view.stop')} onClick={stop}>
          <X size={14} />
        </IconButton>
      </CanvasBox>
    </Panel>
  );
}
