import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import MenuItem from '@mui/material/MenuItem';
import Tooltip from '@mui/material/Tooltip';
import { Check, Layers } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { usePreferences } from '../../state/preferences';
import { Note } from '../../ui';
import { ButtonMenu } from '../../ui/ButtonMenu';
import { OVERLAY_LIST, OVERLAYS, toggleOverlay } from './overlays';

/** Turns the overlays of the canvas on and off. */
export function ViewMenu({ top }: { top: number }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const overlays = usePreferences((state) => state.overlays);
  return (
    <>
      <Tooltip title={t('build.views.title')}>
        <IconButton
          aria-label={t('build.views.title')}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
          sx={{ position: 'absolute', top, right: 76, zIndex: 5 }}
        >
          <Layers size={16} />
        </IconButton>
      </Tooltip>
      <ButtonMenu anchor={anchor} onClose={() => setAnchor(null)}>
        {OVERLAY_LIST.map((overlay) => (
          <MenuItem
            key={overlay}
            role="menuitemcheckbox"
            aria-checked={overlays.includes(overlay)}
            onClick={() => toggleOverlay(overlay)}
            sx={{ alignItems: 'flex-start', whiteSpace: 'normal', maxWidth: 320, py: '5px' }}
          >
            <ListItemIcon sx={{ pt: '3px', minWidth: 24 }}>
              {overlays.includes(overlay) && <Check size={14} />}
            </ListItemIcon>
            <Box>
              {t(OVERLAYS[overlay].label)}
              <Note>{t(OVERLAYS[overlay].help)}</Note>
            </Box>
          </MenuItem>
        ))}
      </ButtonMenu>
    </>
  );
}
