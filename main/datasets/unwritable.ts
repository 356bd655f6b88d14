/** What the disk or the system refuses, in words: a person can mend it, so it is no fault of ours. */
import { Refusal } from '../refusal';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'this user’s share of the disk is used up',
  EACCES: 'this user may not do that',
  EPERM: 'this user may not do that',
  EROFS: 'the disk is read-only',
  EIO: 'the disk fails',
  EMFILE: 'too many files are open',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'a folder is where a file should be',
  EEXIST: 'a part of the path is a file',
  ENAMETOOLONG: 'a name is too long',
};

/** Any other error as it is. @param what was tried, and where: "MNIST could not be imported into /home/a/data" */
export function inWords(error: unknown, what: string, after = ''): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = Object.hasOwn(reasons, code ?? '') ? reasons[code!] : undefined;
  return reason === undefined ? error : new Refusal(`${what}: ${reason}. Received: ${message}.${after}`);
}
