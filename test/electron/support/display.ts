/** A display of our own, so that no window shows on a person's. One for each process of jest, ended with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

let display: Promise<string | undefined> | undefined;

/** @returns the value of DISPLAY; the person's own display where there is no Xvfb. */
export function testDisplay(): Promise<string | undefined> {
  display ??= onPath('Xvfb') ? startXvfb() : Promise.resolve(process.env.DISPLAY);
  return display;
}

const onPath = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

/** Ended by the kernel, should jest be killed: `setpriv` comes with every Linux that has `unshare`. */
export const endsWithParent = ['setpriv', '--pdeathsig', 'KILL'];

async function startXvfb(): Promise<string> {
  const [command = '', ...first] = endsWithParent;
  // It picks a free number, and writes it to the descriptor when it is ready.
  const options = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = spawn(command, [...first, 'Xvfb', ...options], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const numbers = server.stdio[3];
  if (!numbers) throw new Error('Xvfb has no descriptor to answer on.');
  const [number] = await Promise.race([
    once(numbers, 'data'),
    once(server, 'exit').then(([code]) => {
      throw new Error(`Xvfb ended with ${code}.`);
    }),
  ]);
  server.unref();
  (numbers as unknown as { unref(): void }).unref();
  process.once('exit', () => server.kill('SIGKILL'));
  return `:${String(number).trim()}`;
}
