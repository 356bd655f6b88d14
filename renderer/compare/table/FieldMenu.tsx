/** A button that opens the list of all fields, with check boxes and a search; what is ticked comes first, in its order. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import ListSubheader from '@mui/material/ListSubheader';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { matchesWords, searchWords } from '../../../core/basics/search';
import { type Key, t } from '../../../core/messages';
import { headingOf } from '../../../core/query/field-text';
import { RUN_FIELDS, type RunField } from '../../../core/query/run-fields';
import { SearchField } from '../../ui';
import { DialogPopover } from '../../ui/DialogPopover';
import { OnceOpen } from '../../ui/OnceOpen';
import { token } from '../../ui/theme/tokens';
import { fieldsOf, moved } from './view';

const GROUPS: Readonly<Record<RunField['group'], Key>> = {
  run: 'compare.runTable.fields.run',
  notes: 'compare.runTable.fields.notes',
  network: 'compare.runTable.fields.network',
  results: 'compare.runTable.fields.results',
  settings: 'compare.runTable.fields.settings',
};

interface FieldListProps {
  /** The ticked fields, in their order. */
  names: readonly string[];
  isOffered(field: RunField): boolean;
  /** Above the list. */
  first?: ReactNode;
  onChange(names: string[]): void;
}

export function FieldMenu({
  label,
  icon,
  ...list
}: FieldListProps & {
  label: string;
  icon: ReactNode;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        variant="text"
        startIcon={icon}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ px: '8px', whiteSpace: 'nowrap' }}
      >
        {label}
      </Button>
      <OnceOpen open={anchor !== null}>
        {() => (
          <DialogPopover
            label={label}
            anchor={anchor}
            onClose={() => setAnchor(null)}
            sx={{ width: 340, maxHeight: 'min(480px, calc(100% - 32px))', fontSize: 13, p: 2 }}
          >
            <FieldList {...list} />
          </DialogPopover>
        )}
      </OnceOpen>
    </>
  );
}

function FieldList({ names, isOffered, first, onChange }: FieldListProps) {
  const [query, setQuery] = useState('');
  const id = useId();
  const words = searchWords(query);
  const found = RUN_FIELDS.filter(
    (field) =>
      isOffered(field) && matchesWords(words, [headingOf(field), field.name, ...(field.aliases ?? [])]),
  );
  const ticked = fieldsOf(names);
  const row = (field: RunField, order?: { at: number; of: number }) => (
    <Box
      component="li"
      key={`${order ? 'ticked ' : ''}${field.name}`}
      sx={{ display: 'flex', alignItems: 'center', minHeight: 28, pr: 2 }}
    >
      <Checkbox
        id={`${id}-${order ? 'ticked-' : ''}${field.name}`}
        checked={names.includes(field.name)}
        onChange={(_event, on) =>
          onChange(on ? [...names, field.name] : names.filter((name) => name !== field.name))
        }
        sx={{ p: '4px', mr: 1 }}
      />
      <Box
        component="label"
        htmlFor={`${id}-${order ? 'ticked-' : ''}${field.name}`}
        sx={{ flex: 1, cursor: 'pointer' }}
      >
        {headingOf(field)}
        <Box component="span" sx={{ ml: 2, color: token('muted'), fontSize: 11.5 }}>
          {field.name}
        </Box>
      </Box>
      {order && (
        <>
          <MoveButton
            up
            field={field}
            disabled={order.at === 0}
            onMove={() => onChange(moved(names, field.name, order.at - 1))}
          />
          <MoveButton
            field={field}
            disabled={order.at === order.of - 1}
            onMove={() => onChange(moved(names, field.name, order.at + 1))}
          />
        </>
      )}
    </Box>
  );
  return (
    <>
      <SearchField fullWidth label={t('compare.runTable.findField')} value={query} onChange={setQuery} />
      {words.length === 0 && first}
      {words.length === 0 && ticked.length > 0 && (
        <Box component="ul" sx={{ m: 0, p: 0, pt: 1, listStyle: 'none' }}>
          {ticked.map((field, at) => row(field, { at, of: ticked.length }))}
        </Box>
      )}
      {(Object.keys(GROUPS) as RunField['group'][]).map((group) => {
        const fields = found.filter(
          (field) => field.group === group && (words.length > 0 || !names.includes(field.name)),
        );
        if (fields.length === 0) return null;
        return (
          <Box component="ul" key={group} sx={{ m: 0, p: 0, listStyle: 'none' }}>
            <ListSubheader disableSticky sx={{ px: 1, lineHeight: '28px', fontSize: 12 }}>
              {t(GROUPS[group])}
            </ListSubheader>
            {fields.map((field) => row(field))}
          </Box>
        );
      })}
    </>
  );
}

function MoveButton({
  up = false,
  field,
  disabled,
  onMove,
}: {
  up?: boolean;
  field: RunField;
  disabled: boolean;
  onMove(): void;
}) {
  return (
    <Button
      variant="text"
      disabled={disabled}
      aria-label={t(up ? 'compare.runTable.moveUp' : 'compare.runTable.moveDown', {
        field: headingOf(field),
      })}
      onClick={onMove}
      sx={{ minWidth: 24, minHeight: 24, p: 0 }}
    >
      {up ? <ChevronUp size={14} /> : <ChevronDown size={14} />}
    </Button>
  );
}
