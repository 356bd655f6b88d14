/** The schedulers of `npm run test:cluster`: a Slurm that `squeue` knows, a Ray at SKIPWIRE_RAY, an MLflow at SKIPWIRE_MLFLOW. */
import { execFileSync, spawnSync } from 'node:child_process';
import type { Need } from '../needs';

export const slurm: Need = {
  met: spawnSync('squeue', ['--noheader']).status === 0,
  what: 'a running Slurm (docs/clusters.md)',
};

export const rayAddress = process.env.SKIPWIRE_RAY ?? 'http://127.0.0.1:8265';

const ASK = `require('http').get(process.argv[1], ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))`;

export const ray: Need = {
  met: spawnSync(process.execPath, ['-e', ASK, `${rayAddress}/api/version`]).status === 0,
  what: 'a running Ray at SKIPWIRE_RAY (docs/clusters.md)',
};

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
