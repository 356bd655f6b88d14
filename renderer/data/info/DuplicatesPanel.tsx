/** Duplicates within and across splits, side by side, and what they mean for the numbers. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useMemo, useState } from 'react';
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { DatasetReport, DuplicateGroup, DuplicatesReport } from '../../../core/contract/report';
import { formatCount } from '../../../core/format/number';
import { plural } from '../../../core/format/plural';
import { Panel } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { GroupCard } from './GroupCard';
import { GroupDialog } from './GroupDialog';
import { shownMembers, useGroupImages } from './useGroupImages';
import { leakageWords, trustWords } from './words';

type Filter = 'all' | 'crossing' | 'labels' | 'exact' | 'mirrored';

const FILTERS: readonly { id: Filter; label: string; of(group: DuplicateGroup): boolean }[] = [
  { id: 'all', label: 'All', of: () => true },
  { id: 'crossing', label: 'Across splits', of: ({ crossesSplits }) => crossesSplits },
  { id: 'labels', label: 'Labels differ', of: ({ labelsDiffer }) => labelsDiffer },
  { id: 'exact', label: 'Exact', of: ({ kind }) => kind === 'exact' },
  { id: 'mirrored', label: 'Mirrored', of: ({ mirrored }) => mirrored },
];
/** Groups that are shown at once, and added by the button. */
const PAGE = 12;

export function DuplicatesPanel({ info, report }: { info: DatasetInfo; report: DatasetReport }) {
  const { duplicates } = report;
  const { groups } = duplicates;
  const [filter, setFilter] = useState<Filter>('all');
  const [count, setCount] = useState(PAGE);
  const [open, setOpen] = useState<DuplicateGroup>();
  const chosen = FILTERS.find(({ id }) => id === filter) ?? FILTERS[0]!;
  const found = useMemo(() => groups.filter((group) => chosen.of(group)), [groups, chosen]);
  const shown = found.slice(0, count);
  const places = useMemo(() => found.slice(0, count).flatMap((group) => shownMembers(group)), [found, count]);
  const { pictures, error } = useGroupImages(report, places);
  const choices = FILTERS.map((one) => ({ ...one, groups: groups.filter((group) => one.of(group)).length }));
  return (
    <Panel title="Duplicates" sx={{ flexShrink: 0 }}>
      <Summary info={info} duplicates={duplicates} />
      {groups.length > 0 && (
        <ToggleButtonGroup
          exclusive
          size="small"
          value={filter}
          aria-label="Which duplicates"
          onChange={(_event, next: Filter | null) => {
            if (!next) return;
            setFilter(next);
            setCount(PAGE);
          }}
          sx={{ mt: 3, flexWrap: 'wrap' }}
        >
          {choices
            .filter(({ id, groups: many }) => id === 'all' || many > 0)
            .map(({ id, label, groups: many }) => (
              <ToggleButton key={id} value={id}>
                {label}
                <Box component="span" sx={{ ml: '6px', fontVariantNumeric: 'tabular-nums', opacity: 0.75 }}>
                  {formatCount(many)}
                </Box>
              </ToggleButton>
            ))}
        </ToggleButtonGroup>
      )}
      {error && (
        <Box role="alert" sx={{ color: token('bad'), mt: 2 }}>
          {error}
        </Box>
      )}
      {groups.length > 0 && (
        <Box
          component="ul"
          aria-label="Groups of duplicates"
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
            Show more
          </Button>
          <Box sx={{ color: token('muted'), fontSize: 12 }}>
            {formatCount(shown.length)} of {plural(found.length, 'group')}
          </Box>
        </Box>
      )}
      {open && <GroupDialog info={info} report={report} group={open} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
}

const groupsOf = ({ groups, images }: DuplicatesReport['exact']): string =>
  groups === 0 ? 'none' : `${plural(groups, 'group')} of ${plural(images, 'image')}`;

function Summary({ info, duplicates }: { info: DatasetInfo; duplicates: DuplicatesReport }) {
  const { exact, near, leakage, plain, alike } = duplicates;
  const none = exact.groups === 0 && near.groups === 0;
  const both = exact.labelsDiffer + near.labelsDiffer;
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
          {leakageWords(info, one, alike)}
        </Box>
      ))}
      <Box sx={{ color: token('muted'), maxWidth: 900 }}>
        {none
          ? alike
            ? 'No two images are equal.'
            : plain > 0
              ? 'No two images are equal, and of those that could be compared none are of one picture.'
              : 'No two images are equal or of one picture.'
          : `Exact copies: ${groupsOf(exact)}. Near-duplicates: ${groupsOf(near)}.` +
            (both > 0 ? ` In ${formatCount(both)} of them labels differ.` : '')}{' '}
        {alike
          ? 'The images of this set are alike by nature, so only exact copies are listed.'
          : 'Near-duplicates are of one picture: moved by a few pixels, cropped to nine tenths, brightened, recolored, compressed again or mirrored; some that are more changed are missed.'}{' '}
        {!alike && near.groups > 0 && trustWords(info)}
        {plain > 0 && !alike
          ? ` ${plural(plain, 'image')} too plain to be compared ${plain === 1 ? 'was' : 'were'} left out.`
          : ''}
      </Box>
    </Box>
  );
}
