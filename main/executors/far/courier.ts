/**
 * The courier: runs on the machine that trains, for as long as the connection lasts, and answers about the runs there
 * (protocol.ts). The runs do not need it.
 */
import { execFile } from 'node:child_process';
import { type FileHandle, open, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { messageOf } from '../../../core/basics/errors';
import { parseJson } from '../../disk/json';
import { textIfThere } from '../../disk/regular-file';
import { isAlive, isHere } from '../../processes/owner';
import { runFolder } from '../../runs/folder';
import { RUN_ID } from '../../runs/ids';
import { readOwner } from '../../runs/ownership';
import { askOwner, type Ending } from '../../runs/requests';
import type { Mark } from '../executor';
import { placesIn } from '../site/places';
import {
  type CourierAnswer,
  type CourierRequest,
  grows,
  HELLO,
  orderOf,
  RECORD,
  requestSchema,
} from './protocol';

/** Bytes of output that are shown where a run ended without a word of its own. */
const TAIL = 2000;
const MOST_OUTPUT = 16 * 1024 * 1024;
const PART = 1024 * 1024;

const places = placesIn(process.argv[2] ?? '');

async function write(bytes: string | Buffer): Promise<void> {
  if (!process.stdout.write(bytes))
    await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}

const answer = (one: CourierAnswer): Promise<void> => write(`${JSON.stringify(one)}\n`);

async function serve(): Promise<void> {
  await write(`${HELLO}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      await answerTo(requestSchema.parse(parseJson(line)));
    } catch (error) {
      await answer({ type: 'refused', error: messageOf(error) });
    }
  }
}

async function answerTo(request: CourierRequest): Promise<void> {
  switch (request.type) {
    case 'state':
      return look(request.id);
    case 'look':
      return look(request.id, request.marks);
    case 'sh':
      return answer(await run(request.script));
    case 'output':
      return answer(await output(request.id, request.cursor));
    case 'end':
      await end(request.id, request.as);
      return answer({ type: 'ended' });
  }
}

function jobOf(id: string) {
  if (!RUN_ID.test(id)) throw new Error(`${JSON.stringify(id)} is no run's id.`);
  return places.job(id);
}

/** @param marks without them, only the record is sent. */
async function look(id: string, marks?: Readonly<Record<string, Mark>>): Promise<void> {
  const job = jobOf(id);
  const folder = runFolder(job.run);
  // Before the files, so that those of a run that has ended are whole.
  const owner = await readOwner(folder);
  const state =
    owner === undefined ? 'none' : !isHere(owner) ? 'elsewhere' : isAlive(owner) ? 'here' : 'dead';
  const beat = await changedAt(folder.owner);
  const ended = (await changedAt(job.exit)) !== undefined;
  const names = await namesOf(job.run);
  const sent = marks ? names : names.filter((name) => name === RECORD);
  for (const name of sent) await sendFile(job.run, name, marks?.[name]);
  const started = await changedAt(job.name);
  await answer({
    type: 'looked',
    there: names.length > 0,
    names,
    owner: state,
    ...(beat === undefined ? {} : { beat }),
    ...(started === undefined
      ? {}
      : { age: Date.now() - started, job: (await textIfThere(job.name))?.trim() ?? '' }),
    ended,
    said: await tailOf(job.output),
    free: await freeBytes(),
  });
}

async function freeBytes(): Promise<number> {
  const { bavail, bsize } = await statfs(places.folder);
  return bavail * bsize;
}

const changedAt = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );

async function namesOf(folder: string): Promise<string[]> {
  const inside = async (below: string): Promise<string[]> =>
    (await readdir(join(folder, below)).catch(() => [])).map((name) =>
      below === '' ? name : `${below}/${name}`,
    );
  // Checkpoints first: the metrics that they rely on are then there too.
  const checkpoints = await inside('checkpoints');
  const others = [...(await inside('')), ...(await inside('tensorboard')), ...(await inside('confusion'))];
  const names = [...checkpoints, ...others].filter((name) => orderOf(name) >= 0);
  return names.sort((a, b) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1));
}

/** Sends what changed since `before`. */
async function sendFile(folder: string, name: string, before: Mark | undefined): Promise<void> {
  const file = await open(join(folder, name), 'r').catch(() => undefined);
  // Removed or replaced since: the next look sees the new one.
  if (!file) return;
  try {
    const { ino: inode, size, mtimeMs: changed } = await file.stat();
    const same = before?.inode === inode;
    if (same && before.size === size && before.changed === changed) return;
    const from = same && grows(name) && size >= before.size ? before.size : 0;
    const mark = { inode, size, changed };
    await answer({ type: 'file', name, from, bytes: size - from, mark });
    for (let at = from; at < size; ) at += await sendPart(file, at, Math.min(PART, size - at));
  } finally {
    await file.close();
  }
}

async function sendPart(file: FileHandle, at: number, length: number): Promise<number> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  // What was announced cannot follow: the reader connects again.
  if (bytesRead === 0) throw process.exit(1);
  await write(buffer.subarray(0, bytesRead));
  return bytesRead;
}

const run = (script: string): Promise<CourierAnswer> =>
  new Promise((resolve) => {
    execFile('sh', ['-c', script], { maxBuffer: MOST_OUTPUT }, (error, output, errors) => {
      const code = error ? (typeof error.code === 'number' ? error.code : null) : 0;
      resolve({ type: 'ran', code, output, errors });
    }).stdin?.end();
  });

async function output(id: string, cursor: number): Promise<CourierAnswer> {
  const file = await open(jobOf(id).output, 'r').catch(() => undefined);
  if (!file) return { type: 'output', text: '', cursor: 0 };
  try {
    const { size } = await file.stat();
    const from = cursor > size ? 0 : cursor;
    const length = Math.min(size - from, MOST_OUTPUT);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return { type: 'output', text: buffer.toString('utf8', 0, bytesRead), cursor: from + bytesRead };
  } finally {
    await file.close();
  }
}

async function tailOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Does nothing if no process trains it. */
async function end(id: string, as: Ending): Promise<void> {
  const folder = runFolder(jobOf(id).run);
  const owner = await readOwner(folder);
  if (owner && isAlive(owner)) await askOwner(folder, id, owner, { as });
}

void serve();
