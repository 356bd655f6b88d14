/** Downloads, imports and generates data sets, with a progress line for each; Ctrl+C stops them all. */
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { Progress } from '../../../core/contract/engine';
import { t, textOf } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import type { Imported } from '../../datasets';
import { INTERRUPTED, interruptible } from '../interrupt';
import { print, printJson, say } from '../output/output';
import { ProgressLines } from '../output/progress-lines';

export interface Following {
  onProgress(progress: Progress): void;
  signal: AbortSignal;
}

/**
 * Works on all at once; one that fails does not stop the others. Prints each result. The exit code is 1 if one failed,
 * 130 after Ctrl+C.
 */
export async function workOn(
  ids: readonly string[],
  begin: (id: string, work: Following) => Promise<Imported>,
  json = false,
): Promise<void> {
  const lines = new ProgressLines(process.stderr, ids);
  await interruptible(async (signal) => {
    const outcomes = await Promise.allSettled(
      ids.map(async (id) => {
        const info = await begin(id, { signal, onProgress: (progress) => lines.show(id, progress) });
        const said = { name: info.name, splits: info.splitDescription };
        const state = t(info.unchanged ? 'cli.datasets.unchanged' : 'cli.datasets.ready', said);
        lines.done(id, [state, ...notWhole(info)].join('; '));
        return info;
      }),
    );
    lines.end();
    const infos = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    if (json) printJson(ids.length === 1 && infos.length === 1 ? infos[0] : infos);
    else for (const { id } of infos) print(id);
    report(ids, outcomes, signal.aborted);
  });
}

/** Files that were skipped or changed, and where the reasons are listed. */
function notWhole({ id, dropped, odd }: DatasetInfo): string[] {
  if (dropped === 0 && odd === 0) return [];
  const both = dropped > 0 && odd > 0 ? 'yes' : 'no';
  return [t('cli.datasets.notWhole', { dropped, odd, both, id })];
}

function report(
  ids: readonly string[],
  outcomes: readonly PromiseSettledResult<unknown>[],
  stopped: boolean,
): void {
  if (stopped) {
    say(t('cli.datasets.stopped'));
    process.exitCode = INTERRUPTED;
    return;
  }
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') continue;
    const reason: unknown = outcome.reason;
    if (!(reason instanceof Refusal)) throw reason;
    say(`skipwire: ${ids.length > 1 ? `${ids[i]}: ` : ''}${textOf(reason.said)}`);
    process.exitCode = 1;
  }
}
