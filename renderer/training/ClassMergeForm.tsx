/** A name for the class that the ticked ones become. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { joinSome, t } from '../../core/messages';
import type { ClassMerge } from '../../core/study/data';
import { nameProblem } from '../settings/classes';
import { Note } from '../ui';
import { SMALL_BUTTON } from './smallButton';

export function ClassMergeForm({
  outputs,
  names,
  onMerge,
  onCancel,
}: {
  outputs: readonly ClassMerge[];
  /** Names of the ticked classes. */
  names: readonly string[];
  onMerge(name: string): void;
  onCancel(): void;
}) {
  const [name, setName] = useState('');
  const problem = nameProblem(outputs, names, name.trim());
  const ready = names.length > 1 && problem === undefined;
  return (
    <Box sx={{ mt: 1 }}>
      <Note aria-live="polite" sx={{ mb: 1 }}>
        {names.length === 0
          ? t('train.classes.mergeSelect')
          : names.length === 1
            ? t('train.classes.mergeAnd', { names: names[0]! })
            : joinSome(names, 3)}
      </Note>
      <TextField
        fullWidth
        value={name}
        placeholder={t('train.classes.mergeName')}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && ready) onMerge(name.trim());
        }}
        slotProps={{ htmlInput: { 'aria-label': t('train.classes.mergeName'), autoComplete: 'off' } }}
      />
      {problem && name.trim() !== '' && (
        <Note tone="bad" sx={{ mt: '3px' }}>
          {problem}
        </Note>
      )}
      <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
        <Button
          variant="contained"
          color="primary"
          disabled={!ready}
          onClick={() => onMerge(name.trim())}
          sx={SMALL_BUTTON}
        >
          {names.length > 1
            ? t('train.classes.mergeCount', { count: names.length })
            : t('train.classes.mergeButton')}
        </Button>
        <Button variant="text" onClick={onCancel} sx={SMALL_BUTTON}>
          {t('common.cancel')}
        </Button>
      </Box>
    </Box>
  );
}
