/** Settings: all entries by section, and a search. A change counts at once. */
import Box from '@mui/material/Box';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { t } from '../../../core/messages';
import { closeSettings, useSettingsDialog } from '../../preferences/dialog';
import { findPreferences, type Preference, SECTIONS } from '../../preferences/registry';
import { Note, SearchField, SectionHead } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { token } from '../../ui/theme/tokens';

export function SettingsDialog() {
  const { open, at } = useSettingsDialog();
  return open && <OpenDialog key={at} at={at} />;
}

function OpenDialog({ at }: { at: string | undefined }) {
  const [query, setQuery] = useState('');
  const found = findPreferences(query);
  const sections = Object.entries(SECTIONS)
    .map(([id, label]) => ({ id, label, entries: found.filter(({ section }) => section === id) }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <AppDialog
      title={t('preferences.title')}
      onClose={closeSettings}
      contentSx={{ height: '72vh', display: 'flex', flexDirection: 'column', overflow: 'hidden' }}
    >
      <SearchField
        autoFocus={at === undefined}
        fullWidth
        label={t('preferences.search')}
        value={query}
        onChange={setQuery}
        sx={{ flexShrink: 0 }}
      />
      <Box sx={{ flex: 1, minHeight: 0, overflowY: 'auto', mt: 2, mx: -2, px: 2 }}>
        {sections.map(({ id, label, entries }) => (
          <Box key={id} component="section" aria-label={t(label)}>
            <SectionHead>{t(label)}</SectionHead>
            {entries.map((one) => (
              <Entry key={one.id} preference={one} shown={one.id === at} />
            ))}
          </Box>
        ))}
        {sections.length === 0 && <Note sx={{ mt: 4 }}>{t('preferences.none', { query })}</Note>}
      </Box>
    </AppDialog>
  );
}

const FOCUSABLE = 'input:not([type=hidden]), button, [role=combobox], select, textarea';

/** @param shown scrolled into view, with the focus on its control */
function Entry({ preference, shown }: { preference: Preference; shown: boolean }) {
  const { label, help, wide = false, Control } = preference;
  const id = useId();
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!shown) return;
    row.current?.scrollIntoView({ block: 'center' });
    row.current?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
  }, [shown]);
  return (
    <Row wide={wide} ref={row} shown={shown}>
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ fontWeight: 500 }}>{t(label)}</Box>
        <Note id={id}>{t(help)}</Note>
      </Box>
      <Box role="group" aria-label={t(label)} aria-describedby={id} sx={{ minWidth: 0 }}>
        <Control label={t(label)} />
      </Box>
    </Row>
  );
}

function Row({
  wide,
  shown,
  ref,
  children,
}: {
  wide: boolean;
  shown: boolean;
  ref: React.Ref<HTMLElement>;
  children: ReactNode;
}) {
  return (
    <Box
      ref={ref}
      sx={{
        display: 'grid',
        gridTemplateColumns: wide ? 'minmax(0, 1fr)' : 'minmax(0, 1fr) minmax(0, 260px)',
        alignItems: wide ? 'start' : 'center',
        columnGap: 6,
        rowGap: 2,
        p: 2,
        mx: -2,
        borderRadius: '7px',
        backgroundColor: shown ? token('accentWash') : 'transparent',
        '&:not(:last-of-type)': { mb: 1 },
      }}
    >
      {children}
    </Box>
  );
}
