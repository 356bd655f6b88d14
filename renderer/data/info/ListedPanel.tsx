/** Files that were skipped or are unusual, and why. */
import Box from '@mui/material/Box';
import { useState } from 'react';
import { matchesWords, searchWords } from '../../../core/basics/search';
import type { DatasetReport, ListedFile } from '../../../core/contract/report';
import { t, textOf } from '../../../core/messages';
import { Note, Panel, SearchField } from '../../ui';
import { Toggle } from '../../ui/Choice';
import { focusRing, MONO } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';

/** Most rows shown; the filter finds the others. */
const ROWS = 300;

export function ListedPanel({ report }: { report: DatasetReport }) {
  const { dropped, odd, listed } = report;
  const [state, setState] = useState<'all' | ListedFile['state']>('all');
  const [query, setQuery] = useState('');
  const words = searchWords(query);
  const found = listed.filter(
    (file) =>
      (state === 'all' || file.state === state) && matchesWords(words, [file.file, textOf(file.reason)]),
  );
  const shown = found.slice(0, ROWS);
  return (
    <Panel
      title={t('data.info.listed.title')}
      sx={{ flexShrink: 0 }}
      action={
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
          <SearchField
            label={t('data.info.listed.find')}
            value={query}
            onChange={setQuery}
            sx={{ width: 180 }}
          />
          <Toggle
            small
            label={t('data.info.listed.filter')}
            value={state}
            options={[
              { value: 'all', label: t('data.info.listed.all') },
              { value: 'dropped', label: t('data.info.listed.skippedTab', { count: dropped }) },
              { value: 'odd', label: t('data.info.listed.oddTab', { count: odd }) },
            ]}
            onChange={setState}
          />
        </Box>
      }
    >
      <Box sx={{ color: token('muted'), mb: 2 }}>
        {[
          ...(dropped > 0 ? [t('data.info.listed.skipped', { count: dropped })] : []),
          ...(odd > 0 ? [t('data.info.listed.odd', { count: odd })] : []),
        ].join(' ')}
      </Box>
      <Box
        role="group"
        aria-label={t('data.info.listed.scrolls')}
        tabIndex={0}
        sx={{
          maxHeight: 340,
          overflow: 'auto',
          '&:focus-visible': focusRing,
        }}
      >
        <Box component="table" aria-label={t('data.info.listed.title')} sx={table}>
          <thead>
            <tr>
              <th scope="col">{t('data.info.listed.file')}</th>
              <th scope="col">{t('data.info.listed.status')}</th>
              <th scope="col">{t('data.info.listed.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ file, state: is, reason }) => (
              <tr key={`${is} ${file} ${textOf(reason)}`}>
                <Box component="td" sx={{ fontFamily: MONO, overflowWrap: 'anywhere', minWidth: 160 }}>
                  {file}
                </Box>
                <Box component="td" sx={{ color: is === 'dropped' ? token('bad') : token('warning') }}>
                  {t(is === 'dropped' ? 'data.info.listed.skippedState' : 'data.info.listed.kept')}
                </Box>
                <td>{textOf(reason)}</td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
      <Note aria-live="polite" sx={{ mt: 2 }}>
        {found.length === 0
          ? t('data.info.listed.none')
          : found.length > shown.length
            ? t('data.info.listed.narrow', { shown: shown.length, count: found.length })
            : t('data.files', { count: found.length })}
        {dropped + odd > listed.length &&
          ` ${t('data.info.listed.reportKeeps', { count: listed.length, all: dropped + odd })}`}
      </Note>
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
