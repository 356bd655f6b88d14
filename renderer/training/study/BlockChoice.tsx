import Checkbox from '@mui/material/Checkbox';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import type { GraphDocument } from '../../../core/graph/document';
import { join, t } from '../../../core/messages';
import { Field } from '../../ui';

/** Which blocks and stages an edit is about; none: the whole network. */
export function BlockChoice({
  id,
  chosen,
  graph,
  onChange,
}: {
  id: string;
  chosen: readonly string[];
  /** Absent while the arm has an error; the chosen ones can still be removed. */
  graph?: GraphDocument;
  onChange(blocks: string[]): void;
}) {
  const groups = graph?.groups.filter(({ kind }) => kind === 'stage' || kind === 'block') ?? [];
  const ids = [...new Set([...chosen, ...groups.map((group) => group.id)])];
  return (
    <Field label={t('studies.edits.blocks')} htmlFor={id} help={t('studies.edits.blocksHelp')} fits>
      <Select<string[]>
        multiple
        displayEmpty
        fullWidth
        value={[...chosen]}
        renderValue={(some) => (some.length === 0 ? t('studies.edits.allBlocks') : join(some, 'unit'))}
        onChange={({ target: { value } }) => onChange(typeof value === 'string' ? [value] : value)}
        slotProps={{ input: { id } }}
        SelectDisplayProps={{ 'aria-label': t('studies.edits.blocks') }}
        MenuProps={{ slotProps: { paper: { sx: { maxHeight: 'min(380px, calc(100% - 32px))' } } } }}
      >
        {ids.map((one) => (
          <MenuItem key={one} value={one} sx={{ py: 0 }}>
            <Checkbox checked={chosen.includes(one)} tabIndex={-1} sx={{ ml: '-8px' }} />
            {one}
          </MenuItem>
        ))}
      </Select>
    </Field>
  );
}
