/** `serve --open` and `open`, with a stand-in for the browser: no command line on this machine has a link. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { until } from '../../support/eventually';
import { describeNeeding, linux } from '../../support/needs';
import { exchange, tokenOf } from '../../unit/hosts/page';

const script = join(__dirname, '..', '..', '..', 'scripts', 'skipwire.mjs');

describeNeeding(linux)('--open', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  const started: ChildProcess[] = [];

  /** The stand-in records its arguments and, like a browser, keeps running. */
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'skipwire-open-test-'));
    const browser = join(folder, 'xdg-open');
    writeFileSync(
      browser,
      `#!/bin/sh\nprintf '%s' "$1" > ${folder}/given.tmp\nmv ${folder}/given.tmp ${folder}/given\nwhile :; do sleep 1; done\n`,
      {
        mode: 0o755,
      },
    );
    env = {
      ...process.env,
      SKIPWIRE_DATA: join(folder, 'data'),
      HOME: folder,
      PATH: `${folder}:${process.env.PATH}`,
      DISPLAY: ':stand-in',
      CI: '',
    };
  });
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
    for (const pid of processesWith(folder)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function skipwire(...argv: string[]) {
    const child = spawn(process.execPath, [script, ...argv], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    const link = new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
      child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
    });
    return { child, link };
  }

  const given = async () => {
    const file = join(folder, 'given');
    await until(() => existsSync(file));
    const path = readFileSync(file, 'utf8');
    rmSync(file);
    return path;
  };

  test('hands the link over in a file of this user alone, which goes when it is used', async () => {
    const printed = await skipwire('serve', '--open').link;
    const file = await given();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    const link = readFileSync(file, 'utf8').match(/url=([^"]+)"/)?.[1] ?? '';
    expect(new URL(link).origin).toBe(new URL(printed).origin);
    expect(link).not.toBe(printed);
    const port = Number(new URL(link).port);

    const lines = commandLines();
    expect(lines.some((line) => line.includes(file))).toBe(true);
    const secrets = [
      tokenOf(link),
      tokenOf(printed),
      readFileSync(join(folder, 'data/browser-host/key'), 'latin1'),
    ];
    for (const secret of secrets) expect(lines.filter((line) => line.includes(secret))).toEqual([]);

    expect((await exchange(port, tokenOf(link))).status).toBe(200);
    await until(() => !existsSync(file));
    expect(JSON.parse((await exchange(port, tokenOf(link))).body)).toEqual({ fault: 'used' });
    expect(statSync(join(folder, 'data/browser-host/key')).mode & 0o777).toBe(0o600);
  }, 120_000);

  test('`open` asks the running one for another link', async () => {
    const { child, link } = skipwire('open');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const printed = await link;
    const port = Number(new URL(printed).port);
    const file = await given();
    const handed = readFileSync(file, 'utf8').match(/url=([^"]+)"/)?.[1] ?? '';
    for (const each of [printed, handed]) expect((await exchange(port, tokenOf(each))).status).toBe(200);
    expect(await ended).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  test('`open` says so where none runs', async () => {
    started[0]!.kill('SIGTERM');
    await new Promise((resolve) => started[0]!.once('exit', resolve));
    const left = readdirSync(join(folder, 'data/browser-host'));
    expect(left.filter((name) => /\.(json|html)$/.test(name))).toEqual([]);
    await expect(skipwire('open').link).rejects.toThrow('It ended with 1.');
  });
});

const pids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
const commandLine = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};
const commandLines = (): string[] => pids().map(commandLine);
const processesWith = (text: string): number[] =>
  pids().filter((pid) => commandLine(pid).includes(`${text}/xdg-open `));
