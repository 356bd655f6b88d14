import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { Languages } from 'lucide-react';
import { useState } from 'react';
import type { LanguageChoice } from '../../core/contract/kept';
import { LANGUAGES, nameOfLanguage, t } from '../../core/messages';
import { chooseLanguage, useLanguage } from '../state/language';
import { StatusButton } from './StatusButton';

const CHOICES: readonly LanguageChoice[] = ['system', ...LANGUAGES];

const nameOf = (choice: LanguageChoice): string =>
  choice === 'system' ? t('shell.language.system') : nameOfLanguage(choice);

export function LanguageMenu() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const chosen = useLanguage(({ choice }) => choice);
  const label = t('shell.language.of', { name: nameOf(chosen) });
  return (
    <>
      <StatusButton
        label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Languages size={15} />
      </StatusButton>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: 'top', horizontal: 'right' }}
        transformOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        slotProps={{ list: { 'aria-label': t('shell.language.label') } }}
      >
        {CHOICES.map((choice) => (
          <MenuItem
            key={choice}
            role="menuitemradio"
            aria-checked={choice === chosen}
            selected={choice === chosen}
            lang={choice === 'system' ? undefined : choice}
            onClick={() => {
              setAnchor(undefined);
              chooseLanguage(choice);
            }}
          >
            {nameOf(choice)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
