/** Text with a look of its own. Each takes `sx` and the attributes of its element. */
import { styled } from '@mui/material/styles';
import { MONO } from './theme/theme';
import { token } from './theme/tokens';

/** One line, with dots at its end where the room does. For `sx`. */
export const ellipsis = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

/** Read aloud, but not seen. For `sx`, where a plain 1 would be 100%. */
export const visuallyHidden = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const;

/** Shapes, ids and paths. */
export const Mono = styled('span')({ fontFamily: MONO, fontSize: 12 });

export const Muted = styled('span')({ color: token('muted') });

/** A key or chord, as on the key caps. */
export const Kbd = styled('kbd')({
  fontFamily: MONO,
  fontSize: 11,
  lineHeight: '16px',
  padding: '0 5px',
  borderRadius: 4,
  border: `1px solid ${token('line')}`,
  color: token('muted'),
  whiteSpace: 'nowrap',
});
