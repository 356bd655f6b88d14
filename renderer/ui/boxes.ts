/** Plain boxes that several views share. Each takes `sx` and the attributes of its element. */
import ButtonBase from '@mui/material/ButtonBase';
import { styled } from '@mui/material/styles';
import { CARD_RADIUS, RADIUS } from './theme/theme';
import { token } from './theme/tokens';

/** A card: one surface, a hairline, no shadow. */
export const Card = styled('section')({
  flexShrink: 0,
  minWidth: 0,
  padding: 16,
  border: `1px solid ${token('line')}`,
  borderRadius: CARD_RADIUS,
  backgroundColor: token('panel'),
});

/** Controls that float over the canvas. */
export const CanvasBox = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 2,
  padding: 3,
  border: `1px solid ${token('line')}`,
  borderRadius: 9,
  backgroundColor: token('panel'),
});

/** A strip across the window. */
export const Strip = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  flexShrink: 0,
  backgroundColor: token('panel'),
  borderBottom: `1px solid ${token('line')}`,
});

/** A short text in a gray box. */
export const Tag = styled('span')({
  padding: '0 8px',
  borderRadius: 6,
  fontSize: 12,
  fontWeight: 400,
  lineHeight: '22px',
  backgroundColor: token('raised'),
});

/** A row of a list that can be clicked. */
export const RowButton = styled(ButtonBase)({
  width: '100%',
  justifyContent: 'flex-start',
  borderRadius: RADIUS,
  fontSize: 13,
  textAlign: 'left',
  '&:hover, &[aria-current="true"], &[aria-pressed="true"]': { backgroundColor: token('raised') },
});
