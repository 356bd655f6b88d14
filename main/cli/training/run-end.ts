/** The last lines of a command that trains one run: where its folder is, what its numbers are worth, how to go on with it. */
import { explanationsOf } from '../../../core/study/remark-words';
import { runRemarks } from '../../../core/study/remarks';
import { errorOf } from '../../../core/study/run';
import { metricName } from '../../../core/study/setting/facts';
import { print, say } from '../output/output';
import { INTERRUPTED, type TrainedRun } from './training-run';

/** Sets the exit code. @param run none where the command was stopped before there was one. */
export function tellEnd(run: TrainedRun | undefined, stopped: boolean, json: boolean): void {
  if (stopped) process.exitCode = INTERRUPTED;
  if (!run) return;
  const { record, folder } = run;
  if (record.state === 'failed' || (record.state === 'interrupted' && !stopped)) {
    say(`skipwire: ${errorOf(record) ?? 'the run failed'}`);
    tellHowToGoOn(run);
    process.exitCode = 1;
    return;
  }
  if (json) print(JSON.stringify({ type: 'done', run: folder, id: record.id, state: record.state }));
  else print(`${endWords(record)}: ${folder}`);
  if (record.state === 'finished') {
    for (const sentence of explanationsOf(runRemarks([record]))) say(sentence);
    return;
  }
  // By another process; a script must not take it for finished.
  process.exitCode = INTERRUPTED;
  tellHowToGoOn(run);
}

/** Reports the end of a run that another process trained. */
export function tellEnded(run: TrainedRun): void {
  const { record, folder } = run;
  if (record.error !== undefined) say(`skipwire: ${errorOf(record)}`);
  print(`${endWords(record)}: ${folder}`);
  if (record.state !== 'finished') tellHowToGoOn(run);
}

/** Of a run that has not finished: from where it would go on, and the command for that. */
export function tellHowToGoOn({ record, folder }: TrainedRun): void {
  const { checkpoints, settings, stepsPerEpoch, startedAt, diverged } = record;
  const step = checkpoints.at(-1)?.step;
  // The same command would end the same way.
  if (diverged) {
    const rate = Number((settings.optimizer.learningRate / 10).toPrecision(3));
    if (step !== undefined)
      say(
        `To begin with its newest checkpoint and another rate: skipwire restart ${quoted(folder)} --lr ${rate}`,
      );
    return;
  }
  if (step !== undefined) {
    const of = stepsPerEpoch === undefined ? '' : ` of ${stepsPerEpoch * settings.epochs}`;
    say(`Its newest checkpoint is that of step ${step}${of}.`);
  } else say('It has no checkpoint and would start from the beginning.');
  const verb = step !== undefined ? 'go on' : startedAt === undefined ? 'start' : 'start again';
  say(`To ${verb}: skipwire resume ${quoted(folder)}`);
}

/** As a shell takes it. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** `Finished early, after epoch 4 of 20, as the validation loss no longer improved`. */
function endWords({ state, changes, settings }: TrainedRun['record']): string {
  if (state !== 'finished') return `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
  const last = changes.at(-1);
  if (last?.type !== 'stopped-early') return 'Finished';
  const metric = metricName(last.metric);
  return `Finished early, after epoch ${last.epoch} of ${settings.epochs}, as the ${metric} no longer improved`;
}
