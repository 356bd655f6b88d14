import { rm, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { t } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import { timeOf } from '../../disk/sweep';
import { PAUSED_BY_SIGNAL } from '../../executors/site/job';
import { locateRun } from '../../exporting';
import { version } from '../../hosts/app-info';
import { isHere } from '../../processes/owner';
import type { RunFolder } from '../../runs/folder';
import { readOwner } from '../../runs/ownership';
import { createServices } from '../../services';
import { say } from '../output/output';
import { Reporter } from '../training/reporter';
import { tellEnd } from '../training/run-end';

/** Milliseconds between signs of life: the time of owner.json. */
const BEAT_EVERY = 5000;
/** Milliseconds without one after which a process on another machine is gone. */
const SILENCE = 20_000;

/**
 * Trains the planned or unfinished run in a folder. SIGTERM, SIGINT and SIGUSR1 pause it with a checkpoint.
 * @param takeOver from a process on another machine that gives no sign of life any more.
 * @throws Refusal if another process trains it, or it cannot be trained.
 */
export async function trainFolder(path: string, takeOver: boolean): Promise<void> {
  const { store, id } = await locateRun(path);
  const folder = store.folder(id);
  if (takeOver) await takeFromSilent(folder);
  if ((await store.get(id)).state === 'finished') return say(t('cli.runFolder.finished', { id }));
  const services = await createServices({ host: 'cli', version, runsRoot: store.root });
  const { training, runs } = services;
  const reporter = new Reporter({ table: true });
  let signaled = false;
  const pause = () => {
    signaled = true;
    void training.pause();
  };
  const signals = ['SIGTERM', 'SIGINT', 'SIGUSR1'] as const;
  for (const one of signals) process.on(one, pause);
  const beat = setInterval(() => {
    const now = new Date();
    // Gone when the run has ended.
    void utimes(folder.owner, now, now).catch(() => undefined);
  }, BEAT_EVERY);
  try {
    const events = training.events();
    await training.resume([id]);
    if (signaled) pause();
    for await (const event of events) {
      reporter.event(event);
      if (event.type === 'idle') break;
    }
    reporter.end();
    const record = await runs.get(id);
    tellEnd({ record, folder: folder.path }, false, false);
    if (signaled && record.state === 'paused') process.exitCode = PAUSED_BY_SIGNAL;
  } finally {
    clearInterval(beat);
    for (const one of signals) process.off(one, pause);
    await services.close();
  }
}

/** Its machine may have failed: then nothing removes its file. */
async function takeFromSilent(folder: RunFolder): Promise<void> {
  const owner = await readOwner(folder);
  if (!owner || isHere(owner)) return;
  const before = await timeOf(folder.owner);
  say(t('cli.runFolder.listening', { host: owner.host }));
  await sleep(SILENCE);
  if ((await timeOf(folder.owner)) !== before) refuse('cli.runFolder.alive', { host: owner.host });
  await rm(folder.owner, { force: true });
}
