import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ListItemIcon from '@mui/material/ListItemIcon';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { Note } from '../../ui';
import { ARRANGEMENT_LIST, ARRANGEMENTS, layOut } from './actions';

/** Lays the graph out, in the way that is chosen. */
export function ArrangementMenu({ arrangement }: { arrangement: keyof typeof ARRANGEMENTS }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        title={t('build.canvas.layoutHelp')}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('build.canvas.layout')}
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: -8, horizontal: 'left' }}
        transformOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      >
        {ARRANGEMENT_LIST.map((each) => (
          <MenuItem
            key={each}
            role="menuitemradio"
            aria-checked={each === arrangement}
            onClick={() => {
              setAnchor(null);
              layOut(each);
            }}
            sx={{ alignItems: 'flex-start', whiteSpace: 'normal', maxWidth: 320, py: '5px' }}
          >
            <ListItemIcon sx={{ pt: '3px', minWidth: 24 }}>
              {each === arrangement && <Check size={14} />}
            </ListItemIcon>
            <Box>
              {t(ARRANGEMENTS[each].label)}
              <Note>{t(ARRANGEMENTS[each].help)}</Note>
            </Box>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
