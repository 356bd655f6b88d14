/** The language of the window: as the system says, or one that we have. */
import ButtonBase from '@mui/material/ButtonBase';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Tooltip from '@mui/material/Tooltip';
import { Languages } from 'lucide-react';
import { useState } from 'react';
import type { LanguageChoice } from '../../core/contract/kept';
import { LANGUAGES, nameOfLanguage, t } from '../../core/messages';
import { chooseLanguage, useLanguage } from '../state/language';
import { token } from '../ui/theme/tokens';

const CHOICES: readonly LanguageChoice[] = ['system', ...LANGUAGES];

const nameOf = (choice: LanguageChoice): string =>
  choice === 'system' ? t('shell.language.system') : nameOfLanguage(choice);

export function LanguageMenu() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const chosen = useLanguage(({ choice }) => choice);
  const label = t('shell.language.of', { name: nameOf(chosen) });
  return (
    <>
      <Tooltip title={label} placement="top-end">
        <ButtonBase
          aria-label={label}
          aria-haspopup="menu"
          aria-expanded={anchor !== undefined}
          onClick={(event) => setAnchor(event.currentTarget)}
          sx={{
            width: 26,
            height: 24,
            borderRadius: '6px',
            color: token('muted'),
            '&:hover': { backgroundColor: token('raised') },
            '&:focus-visible': { outline: `2px solid ${token('accent')}` },
          }}
        >
          <Languages size={15} />
        </ButtonBase>
      </Tooltip>
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
