/** The schedulers of `npm run test:cluster`: a Slurm that `squeue` knows, a Ray at SKIPWIRE_RAY, an MLflow at SKIPWIRE_MLFLOW. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { until } from '../eventually';
import type { Need } from '../needs';

export const slurm: Need = {
  met: spawnSync('squeue', ['--noheader']).status === 0,
  what: 'a running Slurm (docs/clusters.md)',
};

const isRoot = process.getuid?.() === 0;

/** A Slurm that a test may stop: of this machine alone. */
export const ownSlurm: Need = {
  met:
    slurm.met &&
    isRoot &&
    spawnSync('pidof', ['slurmctld', 'slurmd']).stdout.toString().trim().split(' ').length === 2,
  what: 'a Slurm of this machine, as root (docs/clusters.md)',
};

const scontrol = (...args: string[]): string => execFileSync('scontrol', args, { encoding: 'utf8' });

/** All nodes are lost, and come back. */
export const loseNodes = (): void =>
  void scontrol('update', 'nodename=ALL', 'state=down', 'reason=lost by a test');
/** Slurm may have found them by itself. */
export const findNodes = (): void => void spawnSync('scontrol', ['update', 'nodename=ALL', 'state=resume']);

/** Starts Slurm's controller again, without its jobs. */
export async function forgetJobs(): Promise<void> {
  const [, file = ''] = /SlurmctldPidFile\s*=\s*(\S+)/.exec(scontrol('show', 'config')) ?? [];
  const pid = Number(readFileSync(file, 'utf8'));
  process.kill(pid, 'SIGKILL');
  await until(() => !existsSync(`/proc/${pid}`));
  execFileSync('slurmctld', ['-c'], { stdio: 'ignore' });
  await until(() => spawnSync('squeue', ['--noheader']).status === 0);
}

export const rayAddress = process.env.SKIPWIRE_RAY ?? 'http://127.0.0.1:8265';

const ASK = `require('http').get(process.argv[1], ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))`;

export const ray: Need = {
  met: spawnSync(process.execPath, ['-e', ASK, `${rayAddress}/api/version`]).status === 0,
  what: 'a running Ray at SKIPWIRE_RAY (docs/clusters.md)',
};

/** A command that ends Ray as a lost cluster, and starts an empty one. */
const restart = process.env.SKIPWIRE_RAY_RESTART;

export const ownRay: Need = {
  met: ray.met && restart !== undefined,
  what: 'SKIPWIRE_RAY_RESTART, a command that restarts Ray (docs/clusters.md)',
};

export async function restartRay(): Promise<void> {
  spawnSync('sh', ['-c', restart ?? ''], { stdio: 'ignore' });
  await until(() => spawnSync(process.execPath, ['-e', ASK, `${rayAddress}/api/version`]).status === 0);
}

export const mlflowAddress = process.env.SKIPWIRE_MLFLOW ?? 'http://127.0.0.1:5000';

export const mlflow: Need = {
  met: spawnSync(process.execPath, ['-e', ASK, `${mlflowAddress}/health`]).status === 0,
  what: 'a running MLflow at SKIPWIRE_MLFLOW (docs/clusters.md)',
};

/** Numbers of our jobs that Slurm has. */
export const slurmJobs = (): string[] =>
  execFileSync('squeue', ['--me', '--noheader', '--name=skipwire', '--format=%A'], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
