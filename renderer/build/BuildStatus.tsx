import ButtonBase from '@mui/material/ButtonBase';
import { useEffect } from 'react';
import { formatCompact, formatCount } from '../../core/format/number';
import { isUnfinished } from '../../core/graph/problem';
import { t } from '../../core/messages';
import { MemoryStat } from '../memory/MemoryStat';
import { analysisOf } from '../state/analysis';
import { useActiveDocument } from '../state/documents';
import { useStatus } from '../state/status';
import { Stat } from '../ui';
import { token } from '../ui/theme/tokens';
import { useCanvasView } from './editor/canvasView';

/** Puts the totals of the active graph into the status bar while Build is shown. */
export function BuildStatus() {
  const open = useActiveDocument();
  const document = open?.document;
  useEffect(() => {
    useStatus.setState({ left: document ? <Totals document={document} /> : t('build.status.noGraph') });
    return () => useStatus.setState({ left: null });
  }, [document]);
  return null;
}

function Totals({ document }: { document: Parameters<typeof analysisOf>[0] }) {
  const { totals, problems } = analysisOf(document);
  const problemsOpen = useCanvasView((state) => state.problemsOpen);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const missing = problems.filter(isUnfinished).length;
  const color = errors > missing ? 'bad' : missing > 0 ? 'muted' : problems.length > 0 ? 'warning' : 'good';
  return (
    <>
      <Stat label={t('build.facts.parameters')} value={formatCount(totals.params)} />
      <Stat
        label={t('build.facts.multiplyAdds')}
        value={formatCompact(totals.macs)}
        title={t('build.facts.multiplyAddsHelp')}
      />
      <Stat label={t('build.facts.shortcuts')} value={formatCount(totals.shortcuts)} />
      <MemoryStat document={document} sound={errors === 0 && document.nodes.length > 0} />
      <ButtonBase
        aria-expanded={problemsOpen}
        onClick={() => useCanvasView.setState({ problemsOpen: !problemsOpen })}
        sx={{
          fontSize: 12,
          height: 22,
          px: '6px',
          mx: '-6px',
          borderRadius: '5px',
          color: token(color),
          '&:hover': { backgroundColor: token('raised') },
        }}
      >
        {missing > 0 && errors === missing
          ? t('build.problems.unfinished', { count: missing })
          : t('build.problems.count', { count: problems.length })}
      </ButtonBase>
    </>
  );
}
