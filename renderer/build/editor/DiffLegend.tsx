/** What differs between the open graph and another: colors on the canvas, and a list of the rest. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { Panel } from '@xyflow/react';
import { X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { diffLines, diffSummary } from '../../../core/edit/describe-diff';
import { t, textOf } from '../../../core/messages';
import type { OpenDocument } from '../../state/documents';
import {
  comparedDiff,
  diffMarks,
  stopComparing,
  useComparedGraph,
  useDiffMarks,
} from '../../state/graphDiff';
import { CanvasBox } from '../../ui';
import { DiffList } from '../../ui/DiffList';
import { token } from '../../ui/theme/tokens';

export function DiffLegend({ open: { id, document } }: { open: OpenDocument }) {
  const found = useComparedGraph((state) => state.compared);
  const compared = found?.documentId === id ? found : undefined;
  const [listed, setListed] = useState(false);
  const diff = useMemo(() => compared && comparedDiff(document, compared.graph), [document, compared]);
  const marks = useMemo(() => (diff ? diffMarks(document, diff) : {}), [document, diff]);
  useEffect(() => {
    useDiffMarks.setState(marks, true);
    return () => useDiffMarks.setState({}, true);
  }, [marks]);
  if (!compared || !diff) return null;
  const lines = diffLines(diff);
  return (
    <Panel position="top-left" style={{ margin: '8px 8px 8px 40px' }}>
      <CanvasBox
        role="group"
        aria-label={t('diff.view.legend')}
        sx={{
          flexDirection: 'column',
          alignItems: 'stretch',
          px: '12px',
          py: '6px',
          maxWidth: 380,
          fontSize: 12,
        }}
      >
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
          <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
            <Box sx={{ fontWeight: 600 }}>{t('diff.view.against', { name: compared.name })}</Box>
            <Box sx={{ color: token('muted') }}>{textOf(diffSummary(diff))}</Box>
          </Box>
          {lines.length > 0 && (
            <Button variant="text" aria-expanded={listed} onClick={() => setListed(!listed)}>
              {t(listed ? 'diff.view.hideList' : 'diff.view.showList')}
            </Button>
          )}
          <IconButton aria-label={t('diff.view.stop')} title={t('diff.view.stop')} onClick={stopComparing}>
            <X size={14} />
          </IconButton>
        </Box>
        {listed && <DiffList lines={lines} />}
      </CanvasBox>
    </Panel>
  );
}
