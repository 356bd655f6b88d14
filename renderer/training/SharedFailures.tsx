/** Above the cards: what several runs failed with, once, with the remedy for all. */
import { joinSome, t } from '../../core/messages';
import type { Failure } from '../runs/nextStep';
import { Note } from '../ui';
import { Caution } from '../ui/Caution';
import { endWords } from './describeRun';
import { Remedy } from './Remedy';

/** Reasons that are shown; the others are similar. */
const MOST_REASONS = 2;

export function SharedFailures({ failures }: { failures: readonly Failure[] }) {
  return failures.map(({ step, runs }) => {
    const arms = joinSome([...new Set(runs.map(({ arm }) => arm))]);
    const title = t('train.next.failed', { count: runs.length, arms });
    const reasons = [...new Set(runs.map((run) => endWords(run)))].slice(0, MOST_REASONS);
    return (
      <Caution key={title} label={title}>
        <strong>{title}</strong>
        {reasons.map((reason) => (
          <Note key={reason} sx={{ mt: '5px' }}>
            {reason}
          </Note>
        ))}
        <Remedy step={step} runs={runs} />
      </Caution>
    );
  });
}
