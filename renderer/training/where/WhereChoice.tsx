/** Where the study will train: what is chosen, and what is wrong with it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { joinSome, t } from '../../../core/messages';
import { useKnownPlaces } from '../../client/places';
import { usePlaces } from '../../state/places';
import { ellipsis, Field, Note } from '../../ui';
import { WhereDialog } from './WhereDialog';
import { checkWords, placeName } from './words';

export function WhereChoice() {
  const [open, setOpen] = useState(false);
  const on = usePlaces((state) => state.on);
  const checks = useKnownPlaces((state) => state.checks);
  const names = joinSome(on.map(placeName));
  const wrong = on.flatMap((place) => (checks[place]?.state === 'refused' ? [checks[place]] : []));
  return (
    <>
      <Field label={t('train.where.label')} labelWidth={64}>
        <Button
          variant="outlined"
          color="inherit"
          fullWidth
          aria-label={t('train.where.change', { places: names })}
          aria-haspopup="dialog"
          aria-expanded={open}
          title={names}
          endIcon={<ChevronDown size={14} />}
          onClick={() => setOpen(true)}
          sx={{ justifyContent: 'space-between', fontWeight: 400 }}
        >
          <Box component="span" sx={ellipsis}>
            {names}
          </Box>
        </Button>
      </Field>
      {!open &&
        wrong.map((check) => (
          <Note key={check.state === 'refused' ? check.words : ''} tone="bad" sx={{ mb: 2 }}>
            {checkWords(check)}
          </Note>
        ))}
      {open && <WhereDialog onClose={() => setOpen(false)} />}
    </>
  );
}
