/** The last lines of a command that trains one run: its folder, remarks on its numbers, how to resume it. */

import { t } from '../../../core/messages';
import { explanationsOf } from '../../../core/study/describe-remark';
import { isHalved } from '../../../core/study/halved-runs';
import { runRemarks } from '../../../core/study/remarks';
import { errorOf, type RunRecord } from '../../../core/study/run';
import { metricName } from '../../../core/study/setting/facts';
import { quoted } from '../../basics/shell-quote';
import { INTERRUPTED } from '../interrupt';
import { print, say } from '../output/output';
import type { TrainedRun } from './training-run';

/**
 * Sets the exit code.
 * @param run undefined if the command was stopped before it started
 */
export function tellEnd(run: TrainedRun | undefined, stopped: boolean, json: boolean): void {
  if (stopped) process.exitCode = INTERRUPTED;
  if (!run) return;
  const { record, folder } = run;
  if (record.state === 'failed' || (record.state === 'interrupted' && !stopped)) {
    say(`skipwire: ${errorOf(record) ?? t('cli.end.failed')}`);
    tellHowToGoOn(run);
    process.exitCode = 1;
    return;
  }
  if (json) print(JSON.stringify({ type: 'done', run: folder, id: record.id, state: record.state }));
  else print(t('cli.end.folder', { state: endText(record), folder }));
  if (record.state === 'finished') {
    for (const sentence of explanationsOf(runRemarks([record]))) say(sentence);
    return;
  }
  // Another process stopped it. A script must not treat it as finished.
  process.exitCode = INTERRUPTED;
  tellHowToGoOn(run);
}

/** Reports the end of a run that another process trained. */
export function tellEnded(run: TrainedRun): void {
  const { record, folder } = run;
  if (record.error !== undefined) say(`skipwire: ${errorOf(record)}`);
  print(t('cli.end.folder', { state: endText(record), folder }));
  if (record.state !== 'finished') tellHowToGoOn(run);
}

/** A run that diverged would diverge again, and one that the study's rule ended is done. */
export const isLeft = (run: RunRecord): boolean =>
  run.state !== 'finished' && !run.diverged && !isHalved(run);

/** Where an unfinished run would resume, and the command for it. */
export function tellHowToGoOn({ record, folder }: TrainedRun): void {
  const { checkpoints, settings, stepsPerEpoch, startedAt, diverged } = record;
  const step = checkpoints.at(-1)?.step;
  // Resuming would diverge again.
  if (diverged) {
    const rate = Number((settings.optimizer.learningRate / 10).toPrecision(3));
    if (step !== undefined) say(t('cli.end.newRate', { folder: quoted(folder), rate: String(rate) }));
    return;
  }
  if (step !== undefined) {
    say(
      stepsPerEpoch === undefined
        ? t('cli.end.checkpoint', { step })
        : t('cli.end.checkpointOf', { step, steps: stepsPerEpoch * settings.epochs }),
    );
  } else say(t('cli.end.noCheckpoint'));
  const again = startedAt === undefined ? 'cli.end.start' : 'cli.end.startAgain';
  say(t(step !== undefined ? 'cli.end.resume' : again, { folder: quoted(folder) }));
}

/** `Finished early, after epoch 4 of 20, because the validation loss no longer improved`. */
export function endText({ state, changes, settings }: RunRecord): string {
  const last = changes.at(-1);
  if (state === 'stopped' && last?.type === 'halved')
    return t('statistics.halving.history', { epoch: last.epoch });
  if (state !== 'finished' || last?.type !== 'stopped-early') return t('cli.end.state', { state });
  const metric = metricName(last.metric);
  return t('cli.end.early', { epoch: last.epoch, epochs: settings.epochs, metric });
}
