import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { Dot, ellipsis, Tag } from '../../ui';
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
        {color && <Dot color={color} size={9} square />}
        <Box component="h2" sx={{ m: 0, fontSize: 15, lineHeight: '20px', fontWeight: 600 }}>
          {title}
        </Box>
        {chip && (
          <Tag
            title={chip}
            sx={{ fontFamily: MONO, fontSize: 11, color: token('muted'), maxWidth: '100%', ...ellipsis }}
          >
            {chip}
          </Tag>
        )}
      </Box>
      {help && <Box sx={{ color: token('muted'), mt: 1 }}>{help}</Box>}
    </Box>
  );
}
