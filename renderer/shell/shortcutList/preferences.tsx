/** The keys of all commands, which can be changed. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { Plus, RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { join, type Key, t } from '../../../core/messages';
import { type Command, labelOf, SECTIONS } from '../../commands/command';
import { keysFrom, keysText, type Reserved, reservedBy, sameKeys } from '../../commands/keys';
import { hasOwnKeys, keysOf, resetAllKeys, resetKeys, setKeys, useOwnKeys } from '../../commands/ownKeys';
import { rivalsOf } from '../../commands/registry';
import { registerPreferences } from '../../preferences/registry';
import { Kbd, Note, SearchField } from '../../ui';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { focusRing } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';
import { findShortcuts } from './find';

const Row = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '2px 8px',
  minHeight: 30,
  borderTop: `1px solid ${token('line')}`,
});

const Chip = styled(ButtonBase)({
  borderRadius: 4,
  '&:hover kbd': { borderColor: token('accent'), color: token('text') },
});

const RESERVED = {
  browser: 'shortcuts.reserved.browser',
  focus: 'shortcuts.reserved.focus',
  system: 'shortcuts.reserved.system',
} as const satisfies Record<Reserved, Key>;

const SMALL = { width: 24, height: 24 };

function ShortcutsControl() {
  const [query, setQuery] = useState('');
  const [asking, setAsking] = useState(false);
  /** Id of the command that gets new keys, and the place of the keys that they replace. */
  const [recorded, setRecorded] = useState<{ id: string; at: number }>();
  const changed = useOwnKeys(({ changed }) => Object.values(changed).some((keys) => keys !== null));
  const found = findShortcuts(query);
  return (
    <>
      <Box sx={{ display: 'flex', gap: 2, mb: 2 }}>
        <SearchField fullWidth label={t('shell.shortcutList.search')} value={query} onChange={setQuery} />
        <Button
          variant="outlined"
          disabled={!changed}
          onClick={() => setAsking(true)}
          sx={{ flexShrink: 0, whiteSpace: 'nowrap' }}
        >
          {t('shortcuts.resetAll')}
        </Button>
      </Box>
      <ConfirmDialog
        open={asking}
        title={t('shortcuts.resetAllTitle')}
        confirm={t('shortcuts.resetAll')}
        onConfirm={resetAllKeys}
        onClose={() => setAsking(false)}
      >
        {t('shortcuts.resetAllHelp')}
      </ConfirmDialog>
      <Box role="list" aria-label={t('shell.shortcutList.title')}>
        {found.map((command) => (
          <CommandRow
            key={command.id}
            command={command}
            recorded={recorded?.id === command.id ? recorded.at : undefined}
            onRecord={(at) => setRecorded(at === undefined ? undefined : { id: command.id, at })}
          />
        ))}
      </Box>
      {found.length === 0 && (
        <Note sx={{ mt: 2 }}>{t('shell.shortcutList.none', { query: query.trim() })}</Note>
      )}
    </>
  );
}

function CommandRow({
  command,
  recorded,
  onRecord,
}: {
  command: Command;
  /** The place of the keys that are replaced; the one after the last for one more. */
  recorded: number | undefined;
  onRecord(at: number | undefined): void;
}) {
  const keys = keysOf(command);
  const label = labelOf(command);
  const add = useRef<HTMLButtonElement>(null);
  const end = () => {
    onRecord(undefined);
    add.current?.focus();
  };
  const put = (next: string | undefined) => {
    const others = keys.filter((one, at) => at !== recorded && !(next && sameKeys(one, next)));
    setKeys(command, next === undefined ? others : others.toSpliced(recorded ?? others.length, 0, next));
    end();
  };
  return (
    <Row role="listitem">
      <Box component="span" sx={{ width: 78, flexShrink: 0, fontSize: 12, color: token('muted') }}>
        {t(SECTIONS[command.section])}
      </Box>
      <Box component="span" sx={{ flex: '1 1 180px', minWidth: 0 }}>
        {label}
      </Box>
      {keys.map((one, at) => (
        <Chip
          key={one}
          aria-label={t('shortcuts.changeKeys', { command: label, keys: keysText(one) })}
          aria-pressed={recorded === at}
          onClick={() => onRecord(at)}
          sx={{ '&:focus-visible': focusRing }}
        >
          <Kbd>{keysText(one)}</Kbd>
        </Chip>
      ))}
      <IconButton
        ref={add}
        aria-label={t('shortcuts.add', { command: label })}
        title={t('shortcuts.add', { command: label })}
        onClick={() => onRecord(keys.length)}
        sx={SMALL}
      >
        <Plus size={14} />
      </IconButton>
      <IconButton
        aria-label={t('shortcuts.reset', { command: label })}
        title={t('shortcuts.reset', { command: label })}
        onClick={() => resetKeys(command)}
        sx={{ ...SMALL, visibility: hasOwnKeys(command) ? 'visible' : 'hidden' }}
      >
        <RotateCcw size={13} />
      </IconButton>
      {recorded !== undefined && (
        <Recorder command={command} removes={recorded < keys.length} onKeys={put} onCancel={end} />
      )}
    </Row>
  );
}

/** Takes the next keys that are pressed, unless something keeps them for itself. */
function Recorder({
  command,
  removes,
  onKeys,
  onCancel,
}: {
  command: Command;
  removes: boolean;
  /** Undefined: none. */
  onKeys(keys: string | undefined): void;
  onCancel(): void;
}) {
  const [pressed, setPressed] = useState<string>();
  const field = useRef<HTMLDivElement>(null);
  // Before the next key is pressed.
  useLayoutEffect(() => field.current?.focus(), []);
  // With what is said below the field.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys decide what is said
  useEffect(() => {
    // It answers a promise, which React would call as a cleanup.
    field.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, [pressed]);
  const reserved = pressed === undefined ? undefined : reservedBy(pressed);
  const rivals = pressed === undefined || reserved ? [] : rivalsOf(command, pressed);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab' && !event.ctrlKey && !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return onCancel();
    const keys = keysFrom(event.nativeEvent);
    if (keys === undefined) return;
    if (reservedBy(keys) || rivalsOf(command, keys).length > 0) setPressed(keys);
    else onKeys(keys);
  };
  const takeOver = () => {
    if (pressed === undefined) return;
    for (const rival of rivals) {
      setKeys(
        rival,
        keysOf(rival).filter((one) => !sameKeys(one, pressed)),
      );
    }
    onKeys(pressed);
  };
  return (
    <Box sx={{ flexBasis: '100%', display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, pb: 2 }}>
      <Box
        ref={field}
        role="textbox"
        tabIndex={0}
        aria-label={t('shortcuts.press', { command: labelOf(command) })}
        onKeyDown={onKeyDown}
        sx={{
          flex: '1 1 240px',
          px: 2,
          lineHeight: '28px',
          borderRadius: '7px',
          border: `1px solid ${token('accent')}`,
          backgroundColor: token('accentWash'),
          '&:focus-visible': focusRing,
        }}
      >
        {pressed === undefined ? t('shortcuts.pressNow') : <Kbd>{keysText(pressed)}</Kbd>}
      </Box>
      {rivals.length > 0 && (
        <Button variant="contained" color="primary" onClick={takeOver}>
          {t('shortcuts.takeOver')}
        </Button>
      )}
      {removes && (
        <Button variant="outlined" onClick={() => onKeys(undefined)}>
          {t('shortcuts.remove')}
        </Button>
      )}
      <Button variant="outlined" onClick={onCancel}>
        {t('common.cancel')}
      </Button>
      <Note role="status" tone={reserved ? 'bad' : 'muted'} sx={{ flexBasis: '100%' }}>
        {pressed !== undefined && reserved && t(RESERVED[reserved], { keys: keysText(pressed) })}
        {pressed !== undefined &&
          rivals.length > 0 &&
          t('shortcuts.taken', { keys: keysText(pressed), commands: join(rivals.map(labelOf), 'and') })}
      </Note>
    </Box>
  );
}

registerPreferences('shortcuts', [
  {
    id: 'shortcuts',
    section: 'shortcuts',
    label: 'shortcuts.label',
    help: 'shortcuts.help',
    keywords: ['keys', 'keyboard', 'keybindings', 'hotkeys'],
    wide: true,
    Control: ShortcutsControl,
  },
]);
