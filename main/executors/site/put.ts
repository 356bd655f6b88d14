/** Sends folders to the machine that trains; each appears there complete or not at all. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { type Message, message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { quote } from '../../basics/shell-quote';
import { isFullDisk, troubleInText, troubleMessage } from '../../disk/trouble';
import { NotNow, type Work } from '../executor';
import { runIn, type Shell } from './shell';
import { placeOf } from './survey';
import { archiveOf, type TreeFile } from './tree';

export interface Sent {
  /** "This build of Skipwire" */
  what: Message;
  files: readonly TreeFile[];
  /** Over there. */
  into: string;
  /** Replaces what is there; otherwise that stays. */
  replace?: boolean;
}

/** Bytes that are sent at once. */
const QUICK = 1024 * 1024;

/** @throws NotNow if the disk there is full or the connection breaks; Refusal if it cannot be written. Nothing is left. */
export async function put(
  shell: Shell,
  { what, files, into, replace = false }: Sent,
  work: Work,
): Promise<void> {
  const place = placeOf(shell);
  const phase = message('executors.phase.sending', { what, place });
  let total = 0;
  for (const { from } of files) total += typeof from === 'string' ? (await stat(from)).size : from.length;
  const tell = (done: number) => {
    if (total > QUICK) work.onProgress({ phase, fraction: done / total });
  };
  tell(0);
  const archive = archiveOf(files, tell);
  const partial = `${into}.${randomBytes(4).toString('hex')}.tmp`;
  const script = [
    `into=${quote(into)}; partial=${quote(partial)}`,
    'mkdir -p "$partial" && tar -xf - -C "$partial"',
    'code=$?',
    replace ? 'if [ $code = 0 ]; then rm -rf "$into"; fi' : '',
    'if [ $code = 0 ] && [ ! -e "$into" ]; then mv "$partial" "$into"; code=$?; fi',
    'rm -rf "$partial"',
    'exit $code',
  ].join('\n');
  const { code, errors } = await runIn(shell, script, { input: archive, signal: work.signal });
  if (code === 0) return;
  const trouble = troubleInText(errors);
  const why = trouble === undefined ? undefined : troubleMessage(trouble, 'disk.next.tryAgain');
  const said = errors.trim().split('\n').at(-1) ?? '';
  const failed = message('executors.put.failed', { what, place, folder: into, why: why ?? said });
  throw isFullDisk(errors) ? new NotNow(failed) : new Refusal(failed);
}
