/** A field for a place that is not listed. It is added when it has answered. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useId, useState } from 'react';
import { t } from '../../../core/messages';
import { checkPlace } from '../../client/places';
import { usePlaces } from '../../state/places';
import { Note } from '../../ui';
import { MONO } from '../../ui/theme/theme';

export function AddPlace() {
  const id = useId();
  const [text, setText] = useState('');
  const [checking, setChecking] = useState(false);
  const [error, setError] = useState<string>();
  const add = async () => {
    const place = text.trim();
    setChecking(true);
    setError(undefined);
    const check = await checkPlace(place);
    setChecking(false);
    if (check.state === 'refused') setError(check.words);
    else {
      usePlaces.getState().add(place);
      setText('');
    }
  };
  return (
    <Box
      component="form"
      onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        if (text.trim() !== '' && !checking) void add();
      }}
      sx={{ mt: 4 }}
    >
      <Box component="label" htmlFor={id} sx={{ display: 'block', mb: '5px' }}>
        {t('train.where.add')}
      </Box>
      <Box sx={{ display: 'flex', gap: 2 }}>
        <TextField
          id={id}
          fullWidth
          value={text}
          error={error !== undefined}
          placeholder={t('train.where.placeholder')}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
          sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
          slotProps={{
            htmlInput: {
              spellCheck: false,
              autoComplete: 'off',
              autoCapitalize: 'off',
              readOnly: checking,
              'aria-describedby': `${id}-note`,
            },
          }}
        />
        <Button type="submit" variant="outlined" disabled={text.trim() === '' || checking}>
          {t('train.where.addButton')}
        </Button>
      </Box>
      <Note
        id={`${id}-note`}
        tone={error === undefined ? 'muted' : 'bad'}
        {...(checking ? { role: 'status' } : {})}
        sx={{ mt: '6px' }}
      >
        {error ?? t(checking ? 'train.where.checking' : 'train.where.addHelp')}
      </Note>
    </Box>
  );
}
