/** The last line of a command that trains one run: where its folder is, and how to go on with it. */
import type { MetricName } from '../../core/study/settings';
import { metricWords } from '../../core/study/words';
import { print, say } from './output';
import { INTERRUPTED, type TrainedRun } from './training-run';

/** Sets the exit code. @param run none where the command was stopped before there was one. */
export function tellEnd(run: TrainedRun | undefined, stopped: boolean, json: boolean): void {
  if (stopped) process.exitCode = INTERRUPTED;
  if (!run) return;
  const { record, folder } = run;
  if (record.state === 'failed' || (record.state === 'interrupted' && !stopped)) {
    say(`skipwire: ${record.error ?? 'the run failed'}`);
    if (record.state === 'interrupted') {
      tellCheckpoint(record);
      tellHowToResume(folder);
    }
    process.exitCode = 1;
    return;
  }
  if (json) print(JSON.stringify({ type: 'done', run: folder, id: record.id, state: record.state }));
  else print(`${endWords(record)}: ${folder}`);
  if (record.state === 'finished') return;
  tellCheckpoint(record);
  tellHowToResume(folder);
}

/** From where it would go on. */
function tellCheckpoint({ checkpoints, stepsPerEpoch, settings }: TrainedRun['record']): void {
  const step = checkpoints.at(-1)?.step;
  if (step === undefined) say('It has no checkpoint yet and would begin anew.');
  else {
    const of = stepsPerEpoch === undefined ? '' : ` of ${stepsPerEpoch * settings.epochs}`;
    say(`Its newest checkpoint is that of step ${step}${of}.`);
  }
}

export const tellHowToResume = (folder: string): void => say(`To go on: skipwire resume ${quoted(folder)}`);

/** As a shell takes it. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** `Finished early, after epoch 4 of 20, as the validation loss no longer improved`. */
function endWords({ state, changes, settings }: TrainedRun['record']): string {
  if (state !== 'finished') return 'Stopped';
  const last = changes.at(-1);
  if (last?.type !== 'stopped-early') return 'Finished';
  const metric = metricWords[last.metric as MetricName] ?? last.metric;
  return `Finished early, after epoch ${last.epoch} of ${settings.epochs}, as the ${metric} no longer improved`;
}
