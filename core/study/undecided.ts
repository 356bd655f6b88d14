import { t } from '../messages';
import { remarkWords } from './describe-remark';
import type { RunRecord } from './run';
import { studyTables } from './study-tables';

/** `Plain-20: undecided, about 4 more seeds would settle it.`, for each comparison of these runs that is undecided. */
export const undecidedSentences = (runs: readonly RunRecord[]): string[] =>
  studyTables(runs).flatMap(({ rows }) =>
    rows.flatMap(({ label, remarks }) =>
      remarks
        .filter(({ kind }) => kind === 'undecided')
        .map((remark) => t('compare.table.absent', { arm: label, remark: remarkWords(remark) })),
    ),
  );
