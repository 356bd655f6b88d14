/** Runs trials in a process of its own, which is started again where it crashes or hangs. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ended, Trial } from './child';
import { seedsOf } from './seeds';

/** Milliseconds of CPU that an import may take. */
const LONGEST = 2000;
/** Milliseconds after which a process that says nothing hangs. Longer, as others may use the machine as well. */
const PATIENCE = 20_000;

export interface Finding {
  format: string;
  seed: number;
  problem: string;
}

export interface Fuzzed {
  count: number;
  imported: number;
  refused: number;
  slowest: number;
  findings: Finding[];
}

/** @param entry of the child process. @param each hears how many are done. */
export async function fuzz(
  root: string,
  entry: readonly [program: string, ...args: string[]],
  {
    mutations,
    seed: first,
    formats,
  }: { mutations: number; seed: number; formats?: readonly string[] | undefined },
  each: (done: number) => void = () => undefined,
): Promise<Fuzzed> {
  const sandbox = mkdtempSync(join(tmpdir(), 'skipwire-fuzz-'));
  const [inside, temporary] = [join(sandbox, 'files'), join(sandbox, 'tmp')];
  for (const folder of [inside, temporary]) mkdirSync(folder);
  writeFileSync(join(sandbox, 'outside'), '');
  const seeds = seedsOf(root);
  const files = seeds.flatMap(({ format }, index) => (!formats || formats.includes(format) ? [index] : []));
  const trials: Trial[] = Array.from({ length: mutations }, (_, index) => ({
    file: files[index % files.length] as number,
    seed: first + index,
  }));
  const fuzzed: Fuzzed = { count: 0, imported: 0, refused: 0, slowest: 0, findings: [] };
  const find = ({ file, seed }: Trial, problem: string) =>
    fuzzed.findings.push({ format: seeds[file]?.format ?? '', seed, problem });
  const note = (ended: Ended) => {
    fuzzed.slowest = Math.max(fuzzed.slowest, ended.cpu);
    if (ended.outcome === 'fault') find(ended, ended.error ?? '');
    else fuzzed[ended.outcome]++;
    if (ended.cpu > LONGEST) find(ended, `took ${Math.round(ended.cpu)} ms of CPU time`);
  };
  try {
    while (fuzzed.count < trials.length) {
      const start = () =>
        fork(entry[0], [...entry.slice(1), root, inside], {
          env: { ...process.env, HOME: sandbox, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
          execArgv: ['--max-old-space-size=1024'],
          stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        });
      await oneProcess(start, trials, fuzzed, { note, find, each });
    }
    const left = [...readdirSync(sandbox), ...readdirSync(temporary), ...readdirSync(inside)].filter(
      (name) => !['files', 'tmp', 'outside'].includes(name) && !name.startsWith('damaged.'),
    );
    if (left.length > 0) find(trials.at(-1) as Trial, `left behind: ${left.join(', ')}`);
    return fuzzed;
  } finally {
    rmSync(sandbox, { recursive: true, force: true });
  }
}

interface Listeners {
  note(ended: Ended): void;
  find(trial: Trial, problem: string): void;
  each(done: number): void;
}

/** Until all trials are done, or the process is gone. */
function oneProcess(
  start: () => ChildProcess,
  trials: readonly Trial[],
  fuzzed: Fuzzed,
  { note, find, each }: Listeners,
): Promise<void> {
  return new Promise((resolve) => {
    const child = start();
    let running: Trial | undefined;
    let output = '';
    let watch: NodeJS.Timeout | undefined;
    child.stderr?.on('data', (data) => {
      output = `${output}${data}`.slice(-500);
    });
    child.on('message', (said: 'next' | Ended) => {
      clearTimeout(watch);
      if (said !== 'next') {
        running = undefined;
        fuzzed.count++;
        note(said);
        each(fuzzed.count);
        return;
      }
      const trial = trials[fuzzed.count];
      if (!trial) return void child.kill('SIGKILL');
      running = trial;
      watch = setTimeout(() => {
        output = `hangs: nothing for ${PATIENCE} ms`;
        child.kill('SIGKILL');
      }, PATIENCE);
      child.send(trial);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(watch);
      if (running) {
        fuzzed.count++;
        find(running, `the process ended (${code ?? signal}). ${output}`);
      }
      resolve();
    });
  });
}
