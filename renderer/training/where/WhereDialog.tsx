/** The places to choose from, and a field for another one. */
import Box from '@mui/material/Box';
import { useEffect } from 'react';
import type { KnownPlace } from '../../../core/contract/places';
import { t } from '../../../core/messages';
import { LOCAL } from '../../../core/study/run';
import { listPlaces, useKnownPlaces } from '../../client/places';
import { usePlaces } from '../../state/places';
import { Note } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { AddPlace } from './AddPlace';
import { PlaceRow } from './PlaceRow';

/** This machine, then what this window has typed or chosen, then what the host knows. */
function offered(known: readonly KnownPlace[], before: readonly string[], on: readonly string[]) {
  const from = new Map<string, KnownPlace['from']>([[LOCAL, 'here']]);
  for (const place of before) from.set(place, 'before');
  for (const one of known) if (one.from !== 'before' && !from.has(one.place)) from.set(one.place, one.from);
  for (const place of on) if (!from.has(place)) from.set(place, 'before');
  return [...from].map(([place, from]) => ({ place, from }));
}

export function WhereDialog({ onClose }: { onClose(): void }) {
  const { on, before } = usePlaces();
  const known = useKnownPlaces((state) => state.known);
  useEffect(() => void listPlaces(), []);
  return (
    <AppDialog title={t('train.where.title')} maxWidth="sm" onClose={onClose}>
      <Box component="ul" aria-label={t('train.where.title')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {offered(known, before, on).map((one) => (
          <PlaceRow key={one.place} known={one} chosen={on.includes(one.place)} />
        ))}
      </Box>
      {on.length > 1 && (
        <Note role="status" sx={{ mt: 1 }}>
          {t('train.where.several')}
        </Note>
      )}
      <AddPlace />
    </AppDialog>
  );
}
