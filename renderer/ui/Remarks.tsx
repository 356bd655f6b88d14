/** A few words below a number that say what it is worth; amber where it means nothing. */
import Box from '@mui/material/Box';
import { explainRemark, isWarning, remarkWords } from '../../core/study/remark-words';
import type { DifferenceRemark, SideRemark } from '../../core/study/remarks';
import { token } from './theme/tokens';

export function Remarks({ remarks }: { remarks: readonly (SideRemark | DifferenceRemark)[] }) {
  return remarks.map((remark) => {
    const words = remarkWords(remark);
    return (
      <Box
        key={words}
        title={explainRemark(remark)}
        sx={{
          fontSize: 12,
          lineHeight: '16px',
          fontWeight: 400,
          whiteSpace: 'normal',
          textWrap: 'balance',
          color: token(isWarning(remark) ? 'warning' : 'muted'),
        }}
      >
        {words.replaceAll('n = ', 'n\u00a0=\u00a0')}
      </Box>
    );
  });
}
