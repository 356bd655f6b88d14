/** Temporary folders go with their process, and those of a killed one when the next begins. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sweepTemporary } from '../../../main/processes/temporary';
import { bundled } from '../../support/bundled';

let place: string;
let program: string;
beforeAll(() => {
  program = bundled('temporary-maker');
  place = mkdtempSync(join(tmpdir(), 'skipwire-temporary-'));
});
afterAll(() => {
  rmSync(place, { recursive: true, force: true });
});

/** A process with a temporary folder. */
async function maker(): Promise<{ child: ChildProcess; folder: string }> {
  const env = { ...process.env, TMPDIR: place };
  const child = spawn(process.execPath, [program], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const [printed] = await once(child.stdout!, 'data');
  return { child, folder: String(printed).trim() };
}

test('a process takes its folders along; those that a killed one left go at the next start', async () => {
  const [ending, killed, living] = await Promise.all([maker(), maker(), maker()]);
  const ended = [ending, killed].map(({ child }) => once(child, 'close'));
  ending.child.stdin!.end();
  killed.child.kill('SIGKILL');
  await Promise.all(ended);
  const [left, kept] = [killed, living].map(({ folder }) => basename(folder));
  expect(readdirSync(place).sort()).toEqual([left, kept].sort());
  const machine = left!.split('-')[3]!;
  const elsewhere = left!.replace(machine, [...machine].reverse().join(''));
  const others = [elsewhere, 'skipwire-made-by-hand'];
  for (const name of others) mkdirSync(join(place, name));
  await sweepTemporary(place);
  expect(readdirSync(place).sort()).toEqual([kept, ...others].sort());
  living.child.stdin!.end();
  await once(living.child, 'close');
});
