import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { MONO } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';

/** What is inspected: a square of its kind's color, its title, its name. */
export function Heading({
  color,
  title,
  chip,
  help,
}: {
  color?: string;
  title: string;
  chip?: string;
  help?: ReactNode;
}) {
  return (
    <Box>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          flexWrap: 'wrap',
          columnGap: 2,
          rowGap: 1,
          minHeight: 26,
        }}
      >
        {color && (
          <Box
            aria-hidden
            sx={{ width: 9, height: 9, borderRadius: '3px', flexShrink: 0, backgroundColor: color }}
          />
        )}
        <Box component="h2" sx={{ m: 0, fontSize: 15, lineHeight: '20px', fontWeight: 600 }}>
          {title}
        </Box>
        {chip && (
          <Box
            component="span"
            title={chip}
            sx={{
              fontFamily: MONO,
              fontSize: 11,
              lineHeight: '20px',
              px: '7px',
              borderRadius: '5px',
              backgroundColor: token('raised'),
              color: token('muted'),
              maxWidth: '100%',
              overflow: 'hidden',
              textOverflow: 'ellipsis',
            }}
          >
            {chip}
          </Box>
        )}
      </Box>
      {help && <Box sx={{ color: token('muted'), mt: 1 }}>{help}</Box>}
    </Box>
  );
}
