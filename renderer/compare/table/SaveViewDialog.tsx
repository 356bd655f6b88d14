import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { AppDialog } from '../../ui/AppDialog';
import { onEnter } from '../../ui/onEnter';
import { saveView } from './view';

export function SaveViewDialog({ names, onClose }: { names: readonly string[]; onClose(): void }) {
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const save = () => {
    if (trimmed === '') return;
    saveView(trimmed);
    onClose();
  };
  return (
    <AppDialog
      title={t('compare.runTable.saveViewTitle')}
      onClose={onClose}
      closeKey="common.cancel"
      maxWidth="xs"
      action={
        <Button variant="contained" color="primary" disabled={trimmed === ''} onClick={save}>
          {t('compare.runTable.save')}
        </Button>
      }
    >
      <TextField
        autoFocus
        fullWidth
        label={t('compare.runTable.viewName')}
        value={name}
        helperText={
          names.includes(trimmed) ? t('compare.runTable.viewReplaces') : t('compare.runTable.viewHelp')
        }
        onChange={(event) => setName(event.target.value)}
        onKeyDown={onEnter(save)}
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 200 } }}
        sx={{ mt: 2 }}
      />
    </AppDialog>
  );
}
