/** Duplicates within and across splits, and what they mean for the numbers. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo, useState } from 'react';
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { DatasetReport, DuplicateGroup, DuplicatesReport } from '../../../core/contract/report';
import { formatCount } from '../../../core/format/number';
import { type Key, t } from '../../../core/messages';
import { Note, Panel } from '../../ui';
import { Toggle } from '../../ui/Choice';
import { token } from '../../ui/theme/tokens';
import { GroupCard } from './GroupCard';
import { GroupDialog } from './GroupDialog';
import { leakageText, trustText } from './leakage';
import { shownMembers, useGroupImages } from './useGroupImages';

type Filter = 'all' | 'crossing' | 'labels' | 'exact' | 'mirrored';

const FILTERS: readonly { id: Filter; label: Key; of: (group: DuplicateGroup) => boolean }[] = [
  { id: 'all', label: 'data.info.duplicates.filterAll', of: () => true },
  { id: 'crossing', label: 'data.info.duplicates.filterCrossing', of: ({ crossesSplits }) => crossesSplits },
  { id: 'labels', label: 'data.info.duplicates.filterLabels', of: ({ labelsDiffer }) => labelsDiffer },
  { id: 'exact', label: 'data.info.duplicates.filterExact', of: ({ kind }) => kind === 'exact' },
  { id: 'mirrored', label: 'data.info.duplicates.filterMirrored', of: ({ mirrored }) => mirrored },
];
/** Groups shown at first. */
const PAGE = 12;

export function DuplicatesPanel({ info, report }: { info: DatasetInfo; report: DatasetReport }) {
  const { duplicates } = report;
  const { groups } = duplicates;
  const [filter, setFilter] = useState<Filter>('all');
  const [count, setCount] = useState(PAGE);
  const [open, setOpen] = useState<DuplicateGroup>();
  const chosen = FILTERS.find(({ id }) => id === filter) ?? FILTERS[0]!;
  const found = useMemo(() => groups.filter(chosen.of), [groups, chosen]);
  const shown = found.slice(0, count);
  const places = useMemo(() => found.slice(0, count).flatMap((group) => shownMembers(group)), [found, count]);
  const { pictures, error } = useGroupImages(report, places);
  const options = FILTERS.flatMap(({ id, label, of }) => {
    const matches = groups.filter(of).length;
    if (matches === 0 && id !== 'all') return [];
    const text = (
      <>
        {t(label)}
        <Box component="span" sx={{ ml: '6px', fontVariantNumeric: 'tabular-nums' }}>
          {formatCount(matches)}
        </Box>
      </>
    );
    return [{ value: id, label: text }];
  });
  return (
    <Panel title={t('data.info.duplicates.title')} sx={{ flexShrink: 0 }}>
      <Summary info={info} duplicates={duplicates} />
      {groups.length > 0 && (
        <Toggle
          small
          label={t('data.info.duplicates.filter')}
          value={filter}
          options={options}
          onChange={(next) => {
            setFilter(next);
            setCount(PAGE);
          }}
          sx={{ mt: 3, flexWrap: 'wrap' }}
        />
      )}
      {error && <Note tone="bad">{error}</Note>}
      {groups.length > 0 && (
        <Box
          component="ul"
          aria-label={t('data.info.duplicates.groupsLabel')}
          sx={{
            m: 0,
            mt: 3,
            p: 0,
            listStyle: 'none',
            display: 'grid',
            gap: '10px',
            gridTemplateColumns: 'repeat(auto-fill, minmax(min(270px, 100%), 1fr))',
          }}
        >
          {shown.map((group) => (
            <GroupCard
              key={group.members.map(({ split, index }) => `${split}${index}`).join()}
              info={info}
              group={group}
              pictures={pictures}
              onOpen={() => setOpen(group)}
            />
          ))}
        </Box>
      )}
      {found.length > shown.length && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, mt: 3 }}>
          <Button variant="outlined" onClick={() => setCount(count + 2 * PAGE)}>
            {t('data.info.duplicates.showMore')}
          </Button>
          <Note>{t('data.info.duplicates.shown', { shown: shown.length, count: found.length })}</Note>
        </Box>
      )}
      {open && <GroupDialog info={info} report={report} group={open} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
}

const groupsOf = ({ groups, images }: DuplicatesReport['exact']): string =>
  groups === 0 ? t('data.info.duplicates.none') : t('data.info.duplicates.groups', { groups, images });

function found({ exact, near, plain, alike }: DuplicatesReport): string {
  if (exact.groups > 0 || near.groups > 0) {
    return t('data.info.duplicates.exactPart', { exact: groupsOf(exact), near: groupsOf(near) });
  }
  if (alike) return t('data.info.duplicates.noneAlike');
  return t(plain > 0 ? 'data.info.duplicates.noneCompared' : 'data.info.duplicates.noneFound');
}

function sentencesOn(info: DatasetInfo, duplicates: DuplicatesReport): string[] {
  const { exact, near, plain, alike } = duplicates;
  const labels = exact.labelsDiffer + near.labelsDiffer;
  return [
    found(duplicates),
    ...(labels > 0 ? [t('data.info.duplicates.labelsDiffer', { count: labels })] : []),
    ...(alike
      ? [t('data.info.duplicates.alike')]
      : [
          t('data.info.duplicates.explain'),
          ...(near.groups > 0 ? [trustText(info)] : []),
          ...(plain > 0 ? [t('data.info.duplicates.plain', { count: plain })] : []),
        ]),
  ];
}

function Summary({ info, duplicates }: { info: DatasetInfo; duplicates: DuplicatesReport }) {
  const { leakage, alike } = duplicates;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
      {leakage.map((one) => (
        <Box
          key={`${one.of} ${one.in}`}
          sx={{
            pl: 3,
            borderLeft: `3px solid ${token(one.images > 0 ? 'warning' : 'good')}`,
            fontWeight: one.images > 0 ? 550 : 400,
          }}
        >
          {leakageText(info, one, alike)}
        </Box>
      ))}
      <Box sx={{ color: token('muted'), maxWidth: 900 }}>{sentencesOn(info, duplicates).join(' ')}</Box>
    </Box>
  );
}
