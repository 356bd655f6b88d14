/** Errors of the disk or the system in plain words: what failed, why, how much is free, and what to do. */
import { statfsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { sizeMessage } from '../../core/format/bytes';
import {
  type Key,
  type Message,
  type MessageOrText,
  message,
  messageFrom,
  sentences,
} from '../../core/messages';
import { Refusal } from '../basics/refusal';
import { binAdvice } from './bin-size';

interface Trouble {
  /** Takes `free`: free space on the disk, or `unknown`. */
  reason: Key;
  advice: Key;
  /** Only this path is affected. */
  ofPath?: boolean;
  /** Other writes fail too, until a person does something. */
  lasts: boolean;
}

const ofPath = (reason: Key, advice: Key, lasts: boolean): Trouble => ({
  reason,
  advice,
  ofPath: true,
  lasts,
});
const denied = ofPath('disk.reason.denied', 'disk.advice.permissions', true);
const notFolder = ofPath('disk.reason.notFolder', 'disk.advice.anotherPlace', false);

const troubles: Readonly<Record<string, Trouble>> = {
  ENOSPC: { reason: 'disk.reason.full', advice: 'disk.advice.freeSpace', lasts: true },
  EDQUOT: { reason: 'disk.reason.quota', advice: 'disk.advice.quota', lasts: true },
  EROFS: { reason: 'disk.reason.readOnly', advice: 'disk.advice.anotherFolder', lasts: true },
  EIO: { reason: 'disk.reason.error', advice: 'disk.advice.checkDisk', lasts: true },
  EMFILE: { reason: 'disk.reason.tooManyFiles', advice: 'disk.advice.raiseLimit', lasts: false },
  ENFILE: { reason: 'disk.reason.tooManyFilesHere', advice: 'disk.advice.closePrograms', lasts: false },
  EACCES: denied,
  EPERM: denied,
  /** What Node reports if a folder cannot be created on a read-only disk. */
  ENOENT: ofPath('disk.reason.cannotCreate', 'disk.advice.anotherFolder', true),
  ENOTDIR: notFolder,
  EEXIST: notFolder,
  EISDIR: ofPath('disk.reason.folderInWay', 'disk.advice.anotherPlace', false),
  ENAMETOOLONG: ofPath('disk.reason.longName', 'disk.advice.shorterName', false),
};

/** In the output of programs that report no code: pip, HDF5, TensorFlow. */
const texts: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/i, 'ENOSPC'],
  [/disk quota exceeded/i, 'EDQUOT'],
  [/read-only file system/i, 'EROFS'],
  [/too many open files/i, 'EMFILE'],
];

/** `ENOSPC` or the like, if the text reports it. */
export const troubleInText = (text: string): string | undefined =>
  texts.find(([pattern]) => pattern.test(text))?.[1];

/** Whether the text says that nothing more can be written. */
export const isFullDisk = (text: string): boolean => ['ENOSPC', 'EDQUOT'].includes(troubleInText(text) ?? '');

/** "The disk is full. Free up disk space. Then try again."; undefined for an unknown code. */
export function troubleMessage(code: string, next: Key): Message | undefined {
  if (!Object.hasOwn(troubles, code)) return undefined;
  const { reason, advice } = troubles[code]!;
  return sentences(message(reason, { free: 'unknown' }), message(advice), message(next));
}

export class DiskTrouble extends Refusal {
  constructor(
    said: Message,
    /** `ENOSPC` or the like. */
    readonly code: string,
  ) {
    super(said);
    this.name = 'DiskTrouble';
  }

  /** Other writes to the same disk would fail too. */
  get lasts(): boolean {
    return troubles[this.code]?.lasts ?? false;
  }
}

export interface Doing {
  /** Without a period: "The checkpoint of step 12 could not be written". */
  what: MessageOrText;
  /** The file or folder being written. The text names it unless the error names a path elsewhere. */
  where: string;
  /** "Then try again." */
  next?: Key;
}

/** Returns other errors unchanged. */
export function inWords(error: unknown, { what, where, next }: Doing): unknown {
  if (error instanceof Refusal) return error;
  const { code, message: text, syscall, path } = Object(error) as NodeJS.ErrnoException;
  // ENOENT of other calls means a missing file, not a failing disk.
  const isKnown =
    code !== undefined && Object.hasOwn(troubles, code) && (code !== 'ENOENT' || syscall === 'mkdir');
  const known = isKnown ? code : troubleInText(String(text));
  if (known === undefined) return error;
  const { reason, advice, ofPath } = troubles[known]!;
  const elsewhere = typeof path === 'string' && !areRelated(path, where);
  const place = elsewhere ? path : where;
  const isFull = known === 'ENOSPC' || known === 'EDQUOT';
  const failed = message('disk.failed', {
    what: messageFrom(what),
    place,
    reason: message(reason, { free: isFull ? freeOn(place) : 'unknown' }),
    detail: line(text),
  });
  // The failing path is not the chosen one, so another choice would not help.
  if (elsewhere && ofPath) return new DiskTrouble(failed, known);
  const bin = isFull ? binAdvice(resolve(place)) : undefined;
  return new DiskTrouble(sentences(failed, message(advice), next && message(next), bin), known);
}

/** One contains the other, or both are in one folder (a temporary file and its target). */
function areRelated(path: string, where: string): boolean {
  const isWithin = (one: string, folder: string) => !/^\.\.([\\/]|$)/.test(relative(folder, one));
  const [one, other] = [resolve(path), resolve(where)];
  return isWithin(one, dirname(other)) || isWithin(other, one);
}

/** @throws DiskTrouble if a program's output reports a full disk or the like. */
export function refuseTrouble(output: string, doing: Doing): void {
  const said = output.split('\n').find((one) => troubleInText(one) !== undefined);
  if (said !== undefined) throw inWords(new Error(said.trim()), doing);
}

/** Runs `work` and throws errors of the disk in plain words. */
export async function writing<Result>(doing: Doing, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw inWords(error, doing);
  }
}

/** Like `writing`, for synchronous work. */
export function writingNow<Result>(doing: Doing, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw inWords(error, doing);
  }
}

/** `unknown` if the system does not say. */
function freeOn(where: string): Message | 'unknown' {
  for (let folder = resolve(where); ; folder = dirname(folder)) {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return sizeMessage(bavail * bsize);
    } catch {
      // Does not exist (yet): its parent is on the same disk.
      if (folder === dirname(folder)) return 'unknown';
    }
  }
}

const line = (text: string): string => `${text.split('\n', 1)[0]!.replace(/[.\s]+$/, '')}`;
