/** Names the class that the ticked ones are to become. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { formatCount } from '../../core/format/number';
import type { ClassMerge } from '../../core/study/data';
import { nameProblem } from '../settings/classes';
import { token } from '../ui/theme/tokens';

/** Ticked classes that are named. */
const FEW = 3;

export function ClassMergeForm({
  outputs,
  names,
  onMerge,
  onCancel,
}: {
  outputs: readonly ClassMerge[];
  /** Of what is ticked. */
  names: readonly string[];
  onMerge(name: string): void;
  onCancel(): void;
}) {
  const [name, setName] = useState('');
  const problem = nameProblem(outputs, names, name.trim());
  const ready = names.length > 1 && problem === undefined;
  const more = names.length > FEW ? ` and ${formatCount(names.length - FEW)} more` : '';
  return (
    <Box sx={{ mt: 1 }}>
      <Box aria-live="polite" sx={{ fontSize: 12, lineHeight: '16px', color: token('muted'), mb: 1 }}>
        {names.length === 0
          ? 'Tick the classes that are to be one.'
          : `${names.slice(0, FEW).join(', ')}${more}${names.length === 1 ? ' and …' : ''}`}
      </Box>
      <TextField
        fullWidth
        value={name}
        placeholder="name of the new class"
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && ready) onMerge(name.trim());
        }}
        slotProps={{ htmlInput: { 'aria-label': 'Name of the new class', autoComplete: 'off' } }}
      />
      {problem && name.trim() !== '' && (
        <Box role="alert" sx={{ fontSize: 12, lineHeight: '16px', mt: '3px', color: token('bad') }}>
          {problem}
        </Box>
      )}
      <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
        <Button
          variant="contained"
          color="primary"
          disabled={!ready}
          onClick={() => onMerge(name.trim())}
          sx={SMALL}
        >
          Merge {names.length > 1 ? formatCount(names.length) : ''}
        </Button>
        <Button variant="text" onClick={onCancel} sx={SMALL}>
          Cancel
        </Button>
      </Box>
    </Box>
  );
}

export const SMALL = { minHeight: 24, px: '8px', fontSize: 12 } as const;
