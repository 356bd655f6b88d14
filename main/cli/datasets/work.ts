/** Downloads, imports and drawings at a terminal: a line for each, and Ctrl+C stops them all. */
import { ALREADY_THERE, type DatasetInfo } from '../../../core/contract/datasets';
import type { Progress } from '../../../core/contract/engine';
import { plural } from '../../../core/format/plural';
import { Refusal } from '../../basics/refusal';
import type { Imported } from '../../datasets';
import { print, printJson, say } from '../output/output';
import { ProgressLines } from '../output/progress-lines';

const FAILED = 1;
const INTERRUPTED = 130;

export interface Following {
  onProgress(progress: Progress): void;
  signal: AbortSignal;
}

/**
 * Works on all at once; one that fails does not stop the others. What each is then is printed, and the exit code is 1
 * where one failed, 130 after Ctrl+C.
 */
export async function workOn(
  ids: readonly string[],
  begin: (id: string, work: Following) => Promise<Imported>,
  json = false,
): Promise<void> {
  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(INTERRUPTED);
    interruption.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const lines = new ProgressLines(process.stderr, ids);
  try {
    const outcomes = await Promise.allSettled(
      ids.map(async (id) => {
        const { signal } = interruption;
        const info = await begin(id, { signal, onProgress: (progress) => lines.show(id, progress) });
        const state = info.unchanged ? `was ${ALREADY_THERE}` : 'is here';
        lines.done(id, `${info.name} ${state}: ${info.splitDescription}${notWhole(info)}`);
        return info;
      }),
    );
    lines.end();
    const infos = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    if (json) printJson(ids.length === 1 && infos.length === 1 ? infos[0] : infos);
    else for (const { id } of infos) print(id);
    report(ids, outcomes, interruption.signal.aborted);
  } finally {
    lines.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** What was not taken as it was, and where it is listed with the reasons. */
function notWhole({ id, dropped, odd }: DatasetInfo): string {
  const counts = [
    dropped > 0 ? `${plural(dropped, 'file')} left out` : '',
    odd > 0 ? `${plural(odd, 'odd file')} kept` : '',
  ].filter(Boolean);
  if (counts.length === 0) return '';
  return `; ${counts.join(', ')} (skipwire datasets report ${id} lists them)`;
}

function report(
  ids: readonly string[],
  outcomes: readonly PromiseSettledResult<unknown>[],
  stopped: boolean,
): void {
  if (stopped) {
    say('Stopped. What has been downloaded is kept: the same command goes on from there.');
    process.exitCode = INTERRUPTED;
    return;
  }
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') continue;
    const reason: unknown = outcome.reason;
    // A fault of ours is no message for a person: it goes up as it is.
    if (!(reason instanceof Refusal)) throw reason;
    say(`skipwire: ${ids.length > 1 ? `${ids[i]}: ` : ''}${reason.message}`);
    process.exitCode = FAILED;
  }
}
