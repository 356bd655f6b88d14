/** What the disk or the system refuses, in words. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../../main/basics/refusal';
import { DiskTrouble, inWords, refuseTrouble, troubleInText } from '../../../main/disk/trouble';
import { SessionError } from '../../../main/engine/types';
import { faultOf } from '../../../main/training/protocol/faults';

const doing = {
  what: 'The checkpoint could not be written',
  where: join(tmpdir(), 'no', 'such'),
  next: 'disk.next.tryAgain',
} as const;
const said = (error: unknown) => {
  const words = inWords(error, doing);
  if (!(words instanceof DiskTrouble)) throw new Error(`No trouble of the disk: ${words}`);
  return words;
};
const failure = (code: string, message = `${code}: the system's words, write`) =>
  Object.assign(new Error(message), { code });

test.each([
  ['ENOSPC', 'The disk is full', 'Free up disk space.', true],
  ['EDQUOT', 'Your disk quota is used up', 'Free up disk space or ask for a larger quota.', true],
  ['EROFS', 'The disk is read-only', 'Choose a folder that you can write to.', true],
  [
    'EIO',
    'The disk reported an error',
    'Check the disk, and copy its files while they can still be read.',
    true,
  ],
  [
    'EMFILE',
    'Too many files are open',
    'Raise the limit (ulimit -n) or close programs that keep many files open.',
    false,
  ],
  ['EACCES', 'Permission was denied', 'Choose another folder or change the permissions of this one.', true],
])('%s: what, where, why, and what to do', (code, reason, advice, lasts) => {
  const trouble = said(failure(code));
  const free = ['ENOSPC', 'EDQUOT'].includes(code) ? ', with [0-9.]+ [kMGT]?B free' : '';
  const quoted = (text: string) => text.replaceAll(/[()/.]/g, '\\$&');
  expect(trouble.message).toMatch(
    new RegExp(
      `^The checkpoint could not be written \\(in ${quoted(doing.where)}\\)\\. ${quoted(reason)}${free} \\(${code}: the system's words, write\\)\\. ${quoted(advice)} Then try again\\.$`,
    ),
  );
  expect(trouble.lasts).toBe(lasts);
  expect(trouble).toBeInstanceOf(Refusal);
});

test.each([
  ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', 'ENOSPC'],
  ['write error: Disk quota exceeded', 'EDQUOT'],
  ['RESOURCE_EXHAUSTED: /d/x.u8; Too many open files', 'EMFILE'],
  ['HDF5: unable to open file: errno = 30, Read-only file system', 'EROFS'],
])('programs that pass no code on are understood: %s', (text, code) => {
  expect(troubleInText(text)).toBe(code);
  expect(said(new Error(text)).code).toBe(code);
  expect(() => refuseTrouble(`first\n${text}\nlast`, doing)).toThrow(DiskTrouble);
  // TensorFlow says RESOURCE_EXHAUSTED of the disk and of memory alike.
  expect(faultOf(new SessionError(`RESOURCE_EXHAUSTED: ${text}`))).toBe('disk');
});

test('anything else stays as it is', () => {
  for (const error of [
    new Error('x is undefined'),
    failure('ECONNRESET'),
    new Refusal('No.'),
    undefined,
    'text',
  ]) {
    expect(inWords(error, doing)).toBe(error);
  }
  expect(() => refuseTrouble('all is well', doing)).not.toThrow();
});

test('an error about a path elsewhere names that path, and does not ask for another place', () => {
  const program = join(tmpdir(), 'app.asar', 'lib.js');
  const inside = failure('ENOTDIR', `ENOTDIR: not a directory, open '${program}'`);
  const { message } = said(Object.assign(inside, { path: program }));
  expect(message).toBe(
    `The checkpoint could not be written (in ${program}). Part of the path is a file (ENOTDIR: not a directory, open '${program}').`,
  );
  const temporary = '/other/tmp/model.h5';
  const full = said(Object.assign(failure('ENOSPC'), { path: temporary }));
  expect(full.message).toMatch(
    /\(in \/other\/tmp\/model.h5\)\. The disk is full.*Free up disk space\. Then try again\.$/,
  );
});

test.each([
  ['the place itself', doing.where],
  ['a file in it', join(doing.where, 'a', 'b')],
  ['a folder above it', tmpdir()],
  ['a temporary file beside it', join(tmpdir(), 'no', '.such.tmp')],
])('an error about %s is one about the place', (_which, path) => {
  const { message } = said(Object.assign(failure('ENOTDIR'), { path }));
  expect(message).toContain(`(in ${doing.where})`);
  expect(message).toContain('Choose another location. Then try again.');
});
