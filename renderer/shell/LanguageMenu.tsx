import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { Languages } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../core/messages';
import { chooseLanguage, useLanguage } from '../state/language';
import { LANGUAGE_CHOICES, nameOfChoice } from './languageChoices';
import { StatusButton } from './StatusButton';

export function LanguageMenu() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const chosen = useLanguage(({ choice }) => choice);
  const label = t('shell.language.of', { name: nameOfChoice(chosen) });
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
        {LANGUAGE_CHOICES.map((choice) => (
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
            {nameOfChoice(choice)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
