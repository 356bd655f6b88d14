/** One place to train: whether it is chosen, and whether it answers. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import IconButton from '@mui/material/IconButton';
import { X } from 'lucide-react';
import { useId } from 'react';
import type { KnownPlace } from '../../../core/contract/places';
import { t } from '../../../core/messages';
import { checkPlace, useKnownPlaces } from '../../client/places';
import { usePlaces } from '../../state/places';
import { ellipsis, Muted, Note } from '../../ui';
import { SMALL_BUTTON } from '../smallButton';
import { checkWords, FROM, placeName } from './words';

export function PlaceRow({ known: { place, from }, chosen }: { known: KnownPlace; chosen: boolean }) {
  const { choose, forget } = usePlaces.getState();
  const check = useKnownPlaces(({ checks }) => checks[place]);
  const id = useId();
  const name = placeName(place);
  return (
    <Box component="li" sx={{ mb: '2px' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 30, ml: '-5px' }}>
        <Checkbox
          id={id}
          checked={chosen}
          autoFocus={from === 'here'}
          onChange={(_event, on) => {
            choose(place, on);
            if (on && from !== 'here') void checkPlace(place);
          }}
          slotProps={{ input: { 'aria-label': name, 'aria-describedby': `${id}-note ${id}-check` } }}
        />
        <Box component="label" htmlFor={id} title={name} sx={{ ...ellipsis, cursor: 'pointer' }}>
          {name}
        </Box>
        {from !== 'here' && (
          <Muted id={`${id}-note`} sx={{ pl: '7px', fontSize: 12, flexShrink: 0 }}>
            {t(FROM[from])}
          </Muted>
        )}
        {from === 'before' && (
          <IconButton
            aria-label={t('train.where.forget', { place })}
            title={t('train.where.forget', { place })}
            onClick={() => forget(place)}
            sx={{ ml: 'auto', width: 24, height: 24 }}
          >
            <X size={14} />
          </IconButton>
        )}
      </Box>
      {chosen && check && (
        <Box sx={{ pl: '25px', mb: '6px' }}>
          <Note
            id={`${id}-check`}
            tone={check.state === 'refused' ? 'bad' : 'muted'}
            {...(check.state === 'refused' ? {} : { role: 'status' })}
          >
            {checkWords(check)}
          </Note>
          {check.state === 'refused' && (
            <Button
              variant="text"
              aria-label={t('train.where.againAt', { place })}
              onClick={() => void checkPlace(place)}
              sx={{ ...SMALL_BUTTON, ml: '-8px' }}
            >
              {t('train.where.again')}
            </Button>
          )}
        </Box>
      )}
    </Box>
  );
}
