/**
 * Errors of the disk or the system in plain words: what was being done, why it failed, how much is free, and what to do.
 * All of main reports them through this file.
 */
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
  /** Takes `free`: what is free on the disk, or `unknown`. */
  reason: Key;
  /** What the person can do about it. */
  advice: Key;
  /** It is about one path; what is written to another one may well succeed. */
  ofPath?: boolean;
  /** Nothing else can be written there either, until somebody does something. */
  lasts: boolean;
}

const denied: Trouble = {
  reason: 'disk.reason.denied',
  advice: 'disk.advice.permissions',
  ofPath: true,
  lasts: true,
};
const notFolder: Trouble = {
  reason: 'disk.reason.notFolder',
  advice: 'disk.advice.anotherPlace',
  ofPath: true,
  lasts: false,
};

const troubles: Readonly<Record<string, Trouble>> = {
  ENOSPC: { reason: 'disk.reason.full', advice: 'disk.advice.freeSpace', lasts: true },
  EDQUOT: { reason: 'disk.reason.quota', advice: 'disk.advice.quota', lasts: true },
  EROFS: { reason: 'disk.reason.readOnly', advice: 'disk.advice.anotherFolder', lasts: true },
  EIO: { reason: 'disk.reason.error', advice: 'disk.advice.checkDisk', lasts: true },
  EMFILE: { reason: 'disk.reason.tooManyFiles', advice: 'disk.advice.raiseLimit', lasts: false },
  ENFILE: { reason: 'disk.reason.tooManyFilesHere', advice: 'disk.advice.closePrograms', lasts: false },
  EACCES: denied,
  EPERM: denied,
  /** What Node reports when a folder cannot be created on a read-only disk. */
  ENOENT: {
    reason: 'disk.reason.cannotCreate',
    advice: 'disk.advice.anotherFolder',
    ofPath: true,
    lasts: true,
  },
  ENOTDIR: notFolder,
  EEXIST: notFolder,
  EISDIR: {
    reason: 'disk.reason.folderInWay',
    advice: 'disk.advice.anotherPlace',
    ofPath: true,
    lasts: false,
  },
  ENAMETOOLONG: {
    reason: 'disk.reason.longName',
    advice: 'disk.advice.shorterName',
    ofPath: true,
    lasts: false,
  },
};

/** The same in the text of programs that pass no code on: pip, HDF5, TensorFlow. */
const texts: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/i, 'ENOSPC'],
  [/disk quota exceeded/i, 'EDQUOT'],
  [/read-only file system/i, 'EROFS'],
  [/too many open files/i, 'EMFILE'],
];

/** `ENOSPC` and the like, found in a text; undefined where there is none. */
export const troubleInText = (text: string): string | undefined =>
  texts.find(([pattern]) => pattern.test(text))?.[1];

/** "The disk is full. Free up disk space. Then try again." for a code; undefined for one that is not known. */
export function troubleMessage(code: string, next: Key): Message | undefined {
  if (!Object.hasOwn(troubles, code)) return undefined;
  const { reason, advice } = troubles[code]!;
  return sentences(message(reason, { free: 'unknown' }), message(advice), message(next));
}

/** A refusal of the disk or the system, said in full. */
export class DiskTrouble extends Refusal {
  constructor(
    said: Message,
    /** `ENOSPC` and the like. */
    readonly code: string,
  ) {
    super(said);
    this.name = 'DiskTrouble';
  }

  /** Other writes to the same disk would fail as well. */
  get lasts(): boolean {
    return troubles[this.code]?.lasts ?? false;
  }
}

export interface Doing {
  /** What failed, without a period: "The checkpoint of step 12 could not be written". */
  what: MessageOrText;
  /** File or folder that is written. It is named, unless the error names a path elsewhere (a temporary file, say). */
  where: string;
  /** What to do after the advice: "Then try again." */
  next?: Key;
}

/** Anything that is not a refusal of the disk or the system is returned as it is. */
export function inWords(error: unknown, { what, where, next }: Doing): unknown {
  if (error instanceof Refusal) return error;
  const { code, message: text, syscall, path } = Object(error) as NodeJS.ErrnoException;
  // Anything else that is not there was there once, and is another matter.
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
  // Another place for what is written does not help where that is not the place that failed.
  if (elsewhere && ofPath) return new DiskTrouble(failed, known);
  const bin = isFull ? binAdvice(resolve(place)) : undefined;
  return new DiskTrouble(sentences(failed, message(advice), next && message(next), bin), known);
}

/** One within the other, or in the same folder, as a temporary file is that is renamed later. */
function areRelated(path: string, where: string): boolean {
  const isWithin = (one: string, folder: string) => !/^\.\.([\\/]|$)/.test(relative(folder, one));
  const [one, other] = [resolve(path), resolve(where)];
  return isWithin(one, dirname(other)) || isWithin(other, one);
}

/** @throws DiskTrouble where a program's output reports a full disk or the like. */
export function refuseTrouble(output: string, doing: Doing): void {
  const said = output.split('\n').find((one) => troubleInText(one) !== undefined);
  if (said !== undefined) throw inWords(new Error(said.trim()), doing);
}

/** Runs `work`; what the disk or the system refuses meanwhile is thrown in words. */
export async function writing<Result>(doing: Doing, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw inWords(error, doing);
  }
}

/** As `writing`, for synchronous work. */
export function writingNow<Result>(doing: Doing, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw inWords(error, doing);
  }
}

/** What is free on the disk; `unknown` where the system does not say. */
function freeOn(where: string): Message | 'unknown' {
  for (let folder = resolve(where); ; folder = dirname(folder)) {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return sizeMessage(bavail * bsize);
    } catch {
      // Not there (yet): what is above it is on the same disk.
      if (folder === dirname(folder)) return 'unknown';
    }
  }
}

const line = (text: string): string => `${text.split('\n', 1)[0]!.replace(/[.\s]+$/, '')}`;
