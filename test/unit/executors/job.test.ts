/** The script that trains a run, with a program in the place of Node and of Slurm's. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { jobScript, PAUSED_BY_SIGNAL } from '../../../main/executors/site/job';
import { placesIn } from '../../../main/executors/site/places';
import { until } from '../../support/eventually';

const ID = '20260101-000000-tiny-s1-0000';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skipwire-job's-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** @param node what Node does. @param env of the job */
function start(node: string, env: Record<string, string> = {}) {
  const places = placesIn(folder);
  const job = places.job(ID);
  mkdirSync(job.folder, { recursive: true });
  writeFileSync(
    job.script,
    jobScript(places, { id: ID, build: 'b', digest: 'd', node: program('node', node), ownCache: true }),
  );
  const child = spawn('sh', [job.script], {
    env: { ...process.env, PATH: [folder, process.env.PATH].join(delimiter), ...env },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { job, child, ended };
}

test('it trains the folder with the data set of its digest, and keeps output and exit code', async () => {
  const { job, ended } = start('echo "$@"; echo "$SKIPWIRE_DATA" "$MLFLOW_TRACKING_URI"; exit 3', {
    MLFLOW_TRACKING_URI: 'http://127.0.0.1:5000',
  });
  expect(await ended).toBe(3);
  expect(readFileSync(job.exit, 'utf8')).toBe('3\n');
  expect(readFileSync(job.output, 'utf8')).toBe(
    `${join(folder, 'builds/b/build/main/cli.cjs')} run-folder --take-over ${job.run}\n${join(folder, 'data/d')} \n`,
  );
});

const PAUSES = `trap 'exit ${PAUSED_BY_SIGNAL}' TERM; echo ready; while :; do sleep 0.05; done`;

test("before Slurm's time limit it pauses, and the job goes back into the queue", async () => {
  program('scontrol', `echo "$@" > '${join(folder, 'asked').replaceAll("'", "'\\''")}'`);
  const { job, child, ended } = start(PAUSES, { SLURM_JOB_ID: '17' });
  await until(() => existsSync(job.output) && readFileSync(job.output, 'utf8') === 'ready\n');
  child.kill('SIGUSR1');
  expect(await ended).toBe(0);
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('requeue 17\n');
  expect(existsSync(job.exit)).toBe(false);
});

test('another signal pauses it for good', async () => {
  const { job, child, ended } = start(PAUSES, { SLURM_JOB_ID: '17' });
  await until(() => existsSync(job.output) && readFileSync(job.output, 'utf8') === 'ready\n');
  child.kill('SIGTERM');
  expect(await ended).toBe(PAUSED_BY_SIGNAL);
  expect(readFileSync(job.exit, 'utf8')).toBe(`${PAUSED_BY_SIGNAL}\n`);
});
