/** The results of an export so far: a part for each format, and the common facts. */
import Box from '@mui/material/Box';
import { useEffect, useRef, useState } from 'react';
import { t, textOf } from '../../core/messages';
import { type ExportFormat, formatInfo } from '../../core/study/export-format';
import { describeInference } from '../../core/study/inference';
import { Panel, StatRow } from '../ui';
import { token } from '../ui/theme/tokens';
import { FormatResult } from './FormatResult';
import type { ExportJob } from './job';

export function ResultsPanel({ job }: { job: ExportJob }) {
  const ref = useRef<HTMLDivElement>(null);
  // In braces: newer browsers return a promise, which is not a cleanup function.
  useEffect(() => {
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const [opened, setOpened] = useState<ExportFormat>();
  const exports = job.formats.flatMap(({ state }) => ('exported' in state ? [state.exported] : []));
  // All are from one network.
  const inference = exports[0]?.inference;
  return (
    <div ref={ref}>
      <Panel
        title={t(job.running ? 'export.form.exporting' : 'export.result.title', { count: exports.length })}
      >
        <Box component="ul" aria-label={t('export.result.list')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {job.formats.map(({ format, state }) => (
            <Box
              component="li"
              key={format}
              aria-label={textOf(formatInfo(format).name)}
              sx={{ py: 2, '& + &': { borderTop: `1px solid ${token('line')}` } }}
            >
              <FormatResult
                format={format}
                state={state}
                open={opened === format || (opened === undefined && job.formats.length === 1)}
                onOpen={(open) => setOpened(open ? format : undefined)}
              />
            </Box>
          ))}
        </Box>
        {inference && (
          <Box sx={{ mt: 4 }}>
            {describeInference(inference).map(([label, value]) => (
              <StatRow key={label} label={label} value={value} />
            ))}
          </Box>
        )}
      </Panel>
    </div>
  );
}
