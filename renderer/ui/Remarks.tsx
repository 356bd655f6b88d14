/** Remarks below a number; amber if it means nothing. */
import { explainRemark, isWarning, remarkWords } from '../../core/study/describe-remark';
import type { DifferenceRemark, SideRemark } from '../../core/study/remarks';
import { Note } from './Note';

export function Remarks({ remarks }: { remarks: readonly (SideRemark | DifferenceRemark)[] }) {
  return remarks.map((remark) => {
    const words = remarkWords(remark);
    return (
      <Note
        key={words}
        title={explainRemark(remark)}
        tone={isWarning(remark) ? 'warning' : 'muted'}
        sx={{ fontWeight: 400, whiteSpace: 'normal', textWrap: 'balance' }}
      >
        {words.replaceAll('n = ', 'n\u00a0=\u00a0')}
      </Note>
    );
  });
}
