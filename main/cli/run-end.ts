/** The last line of a command that trains one run: where its folder is, and how to go on with it. */
import { print, say } from './output';
import { INTERRUPTED, type TrainedRun } from './training-run';

/** Sets the exit code. @param run none where the command was stopped before there was one. */
export function tellEnd(run: TrainedRun | undefined, stopped: boolean, json: boolean): void {
  if (stopped) process.exitCode = INTERRUPTED;
  if (!run) return;
  const { record, folder } = run;
  if (record.state === 'failed' || (record.state === 'interrupted' && !stopped)) {
    say(`skipwire: ${record.error ?? 'the run failed'}`);
    if (record.state === 'interrupted') tellHowToResume(folder);
    process.exitCode = 1;
    return;
  }
  if (json) print(JSON.stringify({ type: 'done', run: folder, id: record.id, state: record.state }));
  else print(`${record.state === 'finished' ? 'Finished' : 'Stopped'}: ${folder}`);
  if (record.state !== 'finished') tellHowToResume(folder);
}

export const tellHowToResume = (folder: string): void => say(`To go on: skipwire resume ${quoted(folder)}`);

/** As a shell takes it. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
