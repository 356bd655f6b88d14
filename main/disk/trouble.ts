/**
 * Errors of the disk or the system in plain words: what was being done, why it failed, how much is free, and what to do.
 * All of main reports them through this file.
 */
import { statfsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { formatBytes } from '../../core/format/bytes';
import { Refusal } from '../basics/refusal';
import { binAdvice } from './bin-size';

interface Words {
  reason: string;
  /** What the person can do about it. */
  advice: string;
  /** It is about one path; what is written to another one may well succeed. */
  ofPath?: boolean;
  /** Nothing else can be written there either, until somebody does something. */
  lasts: boolean;
}

const full = { lasts: true };
const forbidden = {
  ofPath: true,
  reason: 'permission was denied',
  advice: 'Choose another folder, or change the permissions of this one',
  lasts: true,
};
const file = {
  ofPath: true,
  reason: 'a part of the path is a file',
  advice: 'Choose another place',
  lasts: false,
};

const words: Readonly<Record<string, Words>> = {
  ENOSPC: { ...full, reason: 'the disk is full', advice: 'Free some space' },
  EDQUOT: {
    ...full,
    reason: 'this user has no space left on the disk (quota)',
    advice: 'Free some space, or ask for a larger quota',
  },
  EROFS: { ...full, reason: 'the disk is read-only', advice: 'Choose a writable folder' },
  EIO: {
    ...full,
    reason: 'the disk reports an error',
    advice: 'Check the disk, and copy what is on it while it can be read',
  },
  EMFILE: {
    reason: 'too many files are open',
    advice: 'Raise the limit (ulimit -n), or close programs that hold many files open',
    lasts: false,
  },
  ENFILE: {
    reason: 'too many files are open on this machine',
    advice: 'Close programs that hold many files open',
    lasts: false,
  },
  EACCES: forbidden,
  EPERM: forbidden,
  /** What Node reports when a folder cannot be created on a read-only disk. */
  ENOENT: {
    ofPath: true,
    reason: 'the folder cannot be created there',
    advice: 'Choose a writable folder',
    lasts: true,
  },
  ENOTDIR: file,
  EEXIST: file,
  EISDIR: {
    ofPath: true,
    reason: 'a folder is where a file should be',
    advice: 'Choose another place',
    lasts: false,
  },
  ENAMETOOLONG: {
    ofPath: true,
    reason: 'a name is too long',
    advice: 'Choose a shorter one',
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

/** "The disk is full. Free some space, then try again." for a code; empty for one that is not known. */
export function troubleWords(code: string, next: string): string {
  if (!Object.hasOwn(words, code)) return '';
  const { reason, advice } = words[code]!;
  return `${reason[0]!.toUpperCase()}${reason.slice(1)}. ${advice}, then ${next}.`;
}

/** A refusal of the disk or the system, said in full. */
export class DiskTrouble extends Refusal {
  constructor(
    message: string,
    /** `ENOSPC` and the like. */
    readonly code: string,
  ) {
    super(message);
    this.name = 'DiskTrouble';
  }

  /** Other writes to the same disk would fail as well. */
  get lasts(): boolean {
    return words[this.code]?.lasts ?? false;
  }
}

export interface Doing {
  /** What failed: "The checkpoint of step 12 could not be written". */
  what: string;
  /** File or folder that is written. It is named, unless the error names a path elsewhere (a temporary file, say). */
  where: string;
  /** What to do after the advice: "try again". */
  next?: string;
}

/** Anything that is not a refusal of the disk or the system is returned as it is. */
export function inWords(error: unknown, { what, where, next }: Doing): unknown {
  if (error instanceof Refusal) return error;
  const { code, message, syscall, path } = Object(error) as NodeJS.ErrnoException;
  // Anything else that is not there was there once, and is another matter.
  const isKnown =
    code !== undefined && Object.hasOwn(words, code) && (code !== 'ENOENT' || syscall === 'mkdir');
  const known = isKnown ? code : troubleInText(String(message));
  if (known === undefined) return error;
  const { reason, advice, ofPath } = words[known]!;
  const elsewhere = typeof path === 'string' && !areRelated(path, where);
  const place = elsewhere ? path : where;
  const isFull = known === 'ENOSPC' || known === 'EDQUOT';
  const space = isFull ? freeWords(place) : '';
  const failed = `${what} (in ${place}): ${reason}${space} (${line(message)}).`;
  // Another place for what is written does not help where that is not the place that failed.
  if (elsewhere && ofPath) return new DiskTrouble(failed, known);
  const bin = isFull ? binAdvice(resolve(place)) : '';
  const after = next === undefined ? '' : `, then ${next}`;
  return new DiskTrouble(`${failed} ${advice}${after}.${bin}`, known);
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

/** ", 12.3 kB free"; nothing where the system does not say. */
function freeWords(where: string): string {
  for (let folder = resolve(where); ; folder = dirname(folder)) {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return `, ${formatBytes(bavail * bsize)} free`;
    } catch {
      // Not there (yet): what is above it is on the same disk.
      if (folder === dirname(folder)) return '';
    }
  }
}

const line = (text: string): string => `${text.split('\n', 1)[0]!.replace(/[.\s]+$/, '')}`;
