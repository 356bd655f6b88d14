import OutlinedInput from '@mui/material/OutlinedInput';
import { styled } from '@mui/material/styles';
import { type ReactNode, useId, useState } from 'react';
import { token } from './theme/tokens';

const List = styled('div')({ overflowY: 'auto', marginTop: 6 });

const Option = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 9,
  minHeight: 31,
  padding: '0 8px',
  borderRadius: 7,
  cursor: 'default',
  '&[aria-selected="true"]': { backgroundColor: token('accentWash') },
});

/** A search field over the list of results; arrow keys and Enter choose. */
export function SearchList<Item extends { id: string }>({
  label,
  placeholder = label,
  listLabel,
  find,
  nameOf,
  row = nameOf,
  none,
  onChoose,
  onEscape,
}: {
  label: string;
  placeholder?: string;
  listLabel: string;
  find(query: string): readonly Item[];
  nameOf(item: Item): string;
  row?(item: Item): ReactNode;
  /** Shown when nothing is found. */
  none(query: string): string;
  onChoose(item: Item): void;
  /** For searches outside a dialog. */
  onEscape?(): void;
}) {
  const list = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const items = find(query);
  const chosen = items[Math.min(at, items.length - 1)];
  const idOf = (item: Item) => `${list}-${item.id}`;
  const actions: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowDown: () => setAt(Math.min(at + 1, items.length - 1)),
    ArrowUp: () => setAt(Math.max(at - 1, 0)),
    Enter: chosen && (() => onChoose(chosen)),
    Escape: onEscape,
  };
  return (
    <>
      <OutlinedInput
        autoFocus
        fullWidth
        size="small"
        placeholder={placeholder}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const action = actions[event.key];
          if (!action) return;
          action();
          event.preventDefault();
          event.stopPropagation();
        }}
        inputProps={{
          'aria-label': label,
          role: 'combobox',
          'aria-expanded': items.length > 0,
          'aria-controls': list,
          'aria-activedescendant': chosen && idOf(chosen),
        }}
      />
      <List id={list} role="listbox" aria-label={listLabel}>
        {items.map((item, index) => (
          <Option
            key={item.id}
            id={idOf(item)}
            role="option"
            aria-selected={item === chosen}
            ref={(element) => {
              if (item === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => onChoose(item)}
            onPointerMove={() => setAt(index)}
          >
            {row(item)}
          </Option>
        ))}
      </List>
      {items.length === 0 && (
        <div role="status" style={{ color: token('muted'), padding: 8 }}>
          {none(query.trim())}
        </div>
      )}
    </>
  );
}
