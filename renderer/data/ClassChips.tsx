/** The names of the classes: the first ones, and a button that shows all. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { t } from '../../core/messages';
import { ellipsis, Tag } from '../ui';

export function ClassChips({
  classes,
  few = 40,
}: {
  classes: readonly string[];
  /** Shown at first. */
  few?: number;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? classes : classes.slice(0, few);
  return (
    <Box
      component="ul"
      aria-label={t('data.classList.label')}
      sx={{
        m: 0,
        p: 0,
        listStyle: 'none',
        display: 'flex',
        flexWrap: 'wrap',
        gap: '5px',
        alignItems: 'center',
      }}
    >
      {shown.map((name) => (
        <Tag as="li" key={name} title={name} sx={{ maxWidth: 240, ...ellipsis }}>
          {name}
        </Tag>
      ))}
      {classes.length > few && (
        <li>
          <Button onClick={() => setAll(!all)}>
            {all ? t('data.classList.fewer') : t('data.classList.all', { count: classes.length })}
          </Button>
        </li>
      )}
    </Box>
  );
}
