/** A field for a place that is not listed. It is added when it has answered. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useId, useState } from 'react';
import { t } from '../../../core/messages';
import { checkPlace } from '../../client/places';
import { usePlaces } from '../../state/places';
import { Note } from '../../ui';
import { AddressField } from '../../ui/AddressField';

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
      <Box sx={{ display: 'flex', alignItems: 'flex-end', gap: 2 }}>
        <AddressField
          id={id}
          label={t('train.where.add')}
          value={text}
          placeholder={t('train.where.placeholder')}
          describedBy={`${id}-note`}
          wrong={error !== undefined}
          readOnly={checking}
          onChange={(next) => {
            setText(next);
            setError(undefined);
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
