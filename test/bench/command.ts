/** The `skipwire` command of a checkout, with a data folder of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Build {
  root: string;
  /** SKIPWIRE_DATA */
  data: string;
}

const argumentsOf = ({ root }: Build, args: readonly string[]): string[] => [
  join(root, 'scripts', 'skipwire.mjs'),
  ...args,
];
const environment = ({ data }: Build): NodeJS.ProcessEnv => ({ ...process.env, SKIPWIRE_DATA: data });

/** @returns what it prints. @throws Error with its last words if it fails */
export function skipwire(build: Build, args: readonly string[]): string {
  mkdirSync(build.data, { recursive: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, argumentsOf(build, args), {
    env: environment(build),
  });
  if (status !== 0) throw new Error(`skipwire ${args[0]} failed: ${stderr.toString().trim()}`);
  return stdout.toString();
}

/** Starts a program that is watched until it ends. `ended` rejects with its last words if it fails. */
export function started(name: string, file: string, args: readonly string[], env = process.env) {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000);
  });
  const ended = once(child, 'close').then(([code, signal]) => {
    if (code !== 0) throw new Error(`${name} ended with ${signal ?? `exit code ${code}`}: ${said.trim()}`);
  });
  return { pid: child.pid as number, stdout: child.stdout, ended };
}

export const startedSkipwire = (build: Build, args: readonly string[]) =>
  started(`skipwire ${args[0]}`, process.execPath, argumentsOf(build, args), environment(build));
