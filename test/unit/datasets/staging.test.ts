/** Whole or not at all, whenever the process is killed. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { discard, stage, sweep } from '../../../main/datasets/storage/staging';
import { linux, testNeeding } from '../../support/needs';
import { everythingIn, removeTemporaryFolders, temporaryFolder } from './fakes';

afterAll(removeTemporaryFolders);

/** The id of a process that has just ended. */
const deadPid = spawnSync(process.execPath, ['-e', '0']).pid;

function put(root: string, name: string, text: string): string {
  mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, name, 'dataset.json'), text);
  return join(root, name);
}

const textOf = (root: string, name: string): string => readFileSync(join(root, name, 'dataset.json'), 'utf8');

test('the target appears when it is whole, and replaces what was there', async () => {
  const root = join(temporaryFolder(), 'deep', 'root');
  for (const text of ['first', 'second']) {
    await stage(root, 'set', async (folder) => {
      writeFileSync(join(folder, 'dataset.json'), text);
      expect(existsSync(join(root, 'set'))).toBe(text === 'second');
    });
    expect(textOf(root, 'set')).toBe(text);
    expect(everythingIn(root)).toEqual(['set']);
  }
});

test('a failure keeps the former content and removes the new', async () => {
  const root = temporaryFolder();
  put(root, 'set', 'former');
  const failure = new Error('disk on fire');
  await expect(
    stage(root, 'set', async (folder) => {
      writeFileSync(join(folder, 'dataset.json'), 'half');
      throw failure;
    }),
  ).rejects.toBe(failure);
  expect(textOf(root, 'set')).toBe('former');
  expect(everythingIn(root)).toEqual(['set']);
});

test('discard removes, also what is not there', async () => {
  const root = temporaryFolder();
  put(root, 'set', 'x');
  await discard(root, 'set');
  await discard(root, 'set');
  expect(everythingIn(root)).toEqual([]);
});

test('leftovers of dead processes are swept; a living import, and folders of others, are left alone', async () => {
  const root = temporaryFolder();
  put(root, 'set', 'x');
  put(root, `.set.importing-${deadPid}-0a1b`, 'half');
  put(root, `.set.importing-${process.pid}-0a1b`, 'of an earlier process with our id');
  put(root, `.set.importing-${process.ppid}-0a1b`, 'half, of a living process');
  put(root, '.hidden', 'not ours');
  await stage(root, 'other', async (folder) => {
    writeFileSync(join(folder, 'dataset.json'), 'y');
    await sweep(root);
  });
  expect(everythingIn(root)).toEqual(['.hidden', `.set.importing-${process.ppid}-0a1b`, 'other', 'set']);
});

testNeeding(linux)('a killed process whose parent does not ask for it is dead all the same', async () => {
  // A shell that becomes `sleep` never waits for the child it had started before; the child ends once it has.
  const child = 'while [ "$(cat /proc/$$/comm)" != sleep ]; do sleep 0.01; done';
  const parent = spawn('sh', ['-c', `(${child}) & echo $!; exec sleep 60`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    const state = (): string => readFileSync(`/proc/${pid}/stat`, 'latin1').split(' ')[2]!;
    while (state() !== 'Z') await new Promise((resolve) => setTimeout(resolve, 5));
    const root = temporaryFolder();
    put(root, `.set.importing-${pid}-0a1b`, 'half');
    await sweep(root);
    expect(everythingIn(root)).toEqual([]);
  } finally {
    parent.kill();
  }
});

test('a folder that nobody has written to for hours is swept, though its process id lives again', async () => {
  const root = temporaryFolder();
  const folder = put(root, `.set.importing-${process.ppid}-0a1b`, 'half');
  const longAgo = Date.now() / 1000 - 2 * 3600;
  utimesSync(join(folder, 'dataset.json'), longAgo, longAgo);
  utimesSync(folder, longAgo, longAgo);
  await sweep(root);
  expect(everythingIn(root)).toEqual([]);
});

test('a kill between the two renames of a replacement brings the former version back', async () => {
  const root = temporaryFolder();
  put(root, `.set.replaced-${deadPid}-0a1b`, 'former');
  put(root, `.set.importing-${deadPid}-0a1b`, 'new');
  await sweep(root);
  expect(everythingIn(root)).toEqual(['set']);
  expect(textOf(root, 'set')).toBe('former');
});

test('a kill after both renames keeps the new version', async () => {
  const root = temporaryFolder();
  put(root, `.set.replaced-${deadPid}-0a1b`, 'former');
  put(root, 'set', 'new');
  await sweep(root);
  expect(everythingIn(root)).toEqual(['set']);
  expect(textOf(root, 'set')).toBe('new');
});
