/** Images per class and split, for two classes or a thousand. */
import Box from '@mui/material/Box';
import { useMemo, useState } from 'react';
import { matchesWords, searchWords } from '../../../core/basics/search';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { formatCount } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { Panel, SearchField } from '../../ui';
import { Choice } from '../../ui/Choice';
import { focusRing } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';
import { type SplitId, splitsOf } from '../splits';
import { balanceText } from './balance';

type Order = 'class' | 'most' | 'fewest';

/** With this many classes they can be sorted and searched. */
const MANY = 12;
const OPACITY: Readonly<Record<SplitId, number>> = { train: 1, val: 0.5, test: 0.28 };

export function ClassesPanel({ info }: { info: DatasetInfo }) {
  const splits = splitsOf(info);
  const [order, setOrder] = useState<Order>('class');
  const [query, setQuery] = useState('');
  const most = Math.max(1, ...splits.flatMap(({ perClass }) => perClass));
  const rows = useMemo(() => {
    const total = (index: number) => splits.reduce((sum, { perClass }) => sum + (perClass[index] ?? 0), 0);
    const words = searchWords(query);
    const found = info.classes
      .map((name, index) => ({ name, index }))
      .filter(({ name }) => matchesWords(words, [name]));
    if (order === 'class') return found;
    return found.sort((a, b) => (order === 'most' ? 1 : -1) * (total(b.index) - total(a.index)));
  }, [info.classes, splits, order, query]);
  const many = info.classes.length >= MANY;
  return (
    <Panel
      title={t('data.info.classes.title')}
      action={
        many && (
          <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
            <SearchField
              label={t('data.info.classes.find')}
              value={query}
              onChange={setQuery}
              sx={{ width: 130 }}
            />
            <Choice
              label={t('data.info.classes.order')}
              value={order}
              options={[
                { value: 'class', label: t('data.info.classes.orderClass') },
                { value: 'most', label: t('data.info.classes.orderMost') },
                { value: 'fewest', label: t('data.info.classes.orderFewest') },
              ]}
              onChange={setOrder}
            />
          </Box>
        )
      }
    >
      <Box sx={{ color: token('muted'), mb: 3 }}>
        {splits.map((split) => (
          <div key={split.id}>{balanceText(split, info.classes)}</div>
        ))}
      </Box>
      <Box
        tabIndex={many ? 0 : undefined}
        role={many ? 'group' : undefined}
        aria-label={many ? t('data.info.classes.scrolls') : undefined}
        sx={{ maxHeight: 420, overflowY: 'auto', pr: many ? 1 : 0, '&:focus-visible': focusRing }}
      >
        <Box component="table" aria-label={t('data.info.classes.title')} sx={table}>
          <thead>
            <tr>
              <th scope="col">{t('data.info.classes.class')}</th>
              <Box component="td" sx={{ width: '45%' }} />
              {splits.map(({ id, role }) => (
                <Box component="th" scope="col" key={id} sx={{ '&&': { textAlign: 'right', pl: 3 } }}>
                  <Box component="span" aria-hidden sx={{ ...swatch, opacity: OPACITY[id] }} />
                  {t('data.split', { split: role })}
                </Box>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, index }) => (
              <tr key={index}>
                <Box component="th" scope="row" title={name} sx={classCell}>
                  {name}
                </Box>
                <Box component="td" aria-hidden>
                  <Box sx={{ display: 'flex', flexDirection: 'column', gap: '1px' }}>
                    {splits.map(({ id, perClass }) => (
                      <Box
                        key={id}
                        sx={{
                          ...bar,
                          width: `${(100 * (perClass[index] ?? 0)) / most}%`,
                          opacity: OPACITY[id],
                        }}
                      />
                    ))}
                  </Box>
                </Box>
                {splits.map(({ id, perClass }) => {
                  const count = perClass[index] ?? 0;
                  return (
                    <Box
                      component="td"
                      key={id}
                      sx={{ '&&': { textAlign: 'right' }, color: count === 0 ? token('bad') : undefined }}
                    >
                      {formatCount(count)}
                    </Box>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </Box>
        {rows.length === 0 && <Box sx={{ color: token('muted'), py: 2 }}>{t('data.info.classes.none')}</Box>}
      </Box>
    </Panel>
  );
}

const bar = { height: 4, borderRadius: '2px', backgroundColor: token('accent'), minWidth: '1px' };
const swatch = {
  display: 'inline-block',
  width: 8,
  height: 8,
  borderRadius: '2px',
  backgroundColor: token('accent'),
  mr: '5px',
};
const classCell = {
  fontWeight: 400,
  '&&': { pr: 3 },
  maxWidth: 180,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
};
const table = {
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: 12,
  '& td': { fontVariantNumeric: 'tabular-nums' },
  '& td, & th': { py: '2px', px: 0, textAlign: 'left' },
  '& thead th': {
    color: token('muted'),
    fontWeight: 500,
    position: 'sticky',
    top: 0,
    backgroundColor: token('panel'),
    whiteSpace: 'nowrap',
  },
  '& tbody td + td': { pl: 3 },
};
