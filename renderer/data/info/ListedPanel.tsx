/** Files that were dropped or are odd, and why. */

import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import { matchesWords, searchWords } from '../../../core/basics/search';
import type { DatasetReport, ListedFile } from '../../../core/contract/report';
import { formatCount } from '../../../core/format/number';
import { plural } from '../../../core/format/plural';
import { Panel } from '../../ui';
import { MONO } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';

/** Rows that are drawn; a filter finds the others. */
const ROWS = 300;

export function ListedPanel({ report }: { report: DatasetReport }) {
  const { dropped, odd, listed } = report;
  const [state, setState] = useState<'all' | ListedFile['state']>('all');
  const [query, setQuery] = useState('');
  const words = searchWords(query);
  const found = listed.filter(
    (file) => (state === 'all' || file.state === state) && matchesWords(words, [file.file, file.reason]),
  );
  const shown = found.slice(0, ROWS);
  return (
    <Panel
      title="Dropped and odd files"
      sx={{ flexShrink: 0 }}
      action={
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
          <TextField
            placeholder="Find a file or reason"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            slotProps={{ htmlInput: { 'aria-label': 'Find a file or reason' } }}
            sx={{ width: 180 }}
          />
          <ToggleButtonGroup
            exclusive
            size="small"
            value={state}
            aria-label="Which files"
            onChange={(_event, next: 'all' | ListedFile['state'] | null) => next && setState(next)}
          >
            <ToggleButton value="all">All</ToggleButton>
            <ToggleButton value="dropped">Dropped {formatCount(dropped)}</ToggleButton>
            <ToggleButton value="odd">Odd {formatCount(odd)}</ToggleButton>
          </ToggleButtonGroup>
        </Box>
      }
    >
      <Box sx={{ color: token('muted'), mb: 2 }}>
        {dropped > 0 &&
          `${plural(dropped, 'file')} ${dropped === 1 ? 'was' : 'were'} left out: training never sees ${dropped === 1 ? 'it' : 'them'}. `}
        {odd > 0 &&
          `${plural(odd, 'image')} ${odd === 1 ? 'was' : 'were'} kept though something about ${odd === 1 ? 'it' : 'them'} is odd.`}
      </Box>
      <Box
        role="group"
        aria-label="Dropped and odd files, scrolls"
        tabIndex={0}
        sx={{
          maxHeight: 340,
          overflow: 'auto',
          '&:focus-visible': { outline: `2px solid ${token('accent')}`, borderRadius: '4px' },
        }}
      >
        <Box component="table" aria-label="Dropped and odd files" sx={table}>
          <thead>
            <tr>
              <th scope="col">file</th>
              <th scope="col">what became of it</th>
              <th scope="col">why</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ file, state: is, reason }) => (
              <tr key={`${is} ${file} ${reason}`}>
                <Box component="td" sx={{ fontFamily: MONO, overflowWrap: 'anywhere', minWidth: 160 }}>
                  {file}
                </Box>
                <Box component="td" sx={{ color: is === 'dropped' ? token('bad') : token('warning') }}>
                  {is === 'dropped' ? 'dropped' : 'kept, odd'}
                </Box>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
      <Box aria-live="polite" sx={{ color: token('muted'), fontSize: 12, mt: 2 }}>
        {found.length === 0
          ? 'No file fits.'
          : found.length > shown.length
            ? `${formatCount(shown.length)} of ${plural(found.length, 'file')}: narrow the filter to see the others.`
            : plural(found.length, 'file')}
        {dropped + odd > listed.length &&
          ` The report keeps the first ${formatCount(listed.length)} of ${formatCount(dropped + odd)}.`}
      </Box>
    </Panel>
  );
}

const table = {
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: 12,
  '& td, & th': {
    py: '4px',
    px: 0,
    pr: 4,
    textAlign: 'left',
    verticalAlign: 'top',
    borderBottom: `1px solid ${token('line')}`,
  },
  '& thead th': {
    color: token('muted'),
    fontWeight: 500,
    position: 'sticky',
    top: 0,
    backgroundColor: token('panel'),
    whiteSpace: 'nowrap',
  },
};
