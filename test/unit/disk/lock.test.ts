/** Two processes never provision at once, and a lock whose owner died is no obstacle. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '../../../main/disk/lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('work under one lock never overlaps, and the waiting one is notified', async () => {
  const lock = join(folder, '.lock');
  const events: string[] = [];
  const work = (name: string) => async () => {
    events.push(`${name} begins`);
    await delay(300);
    events.push(`${name} ends`);
  };
  const waited: number[] = [];
  const first = withLock(lock, {}, work('first'));
  await delay(50);
  await Promise.all([first, withLock(lock, { onWait: (pid) => waited.push(pid) }, work('second'))]);
  expect(events).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  expect(waited).toEqual([process.pid]);
});

test('the lock is given back when the work fails', async () => {
  const lock = join(folder, '.lock');
  const failing = withLock(lock, {}, () => Promise.reject(new Error('no space')));
  await expect(failing).rejects.toThrow('no space');
  await expect(withLock(lock, {}, async () => 'done')).resolves.toBe('done');
});

test('a lock of a dead process is broken', async () => {
  const lock = join(folder, '.lock');
  mkdirSync(lock);
  // Above the largest pid that Linux gives out.
  writeFileSync(join(lock, 'pid'), '4194999');
  await expect(withLock(lock, {}, async () => 'done')).resolves.toBe('done');
});

test('two that find a dead lock do not both go ahead', async () => {
  const lock = join(folder, '.lock');
  mkdirSync(lock);
  writeFileSync(join(lock, 'pid'), '4194999');
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await delay(50);
    inside--;
  };
  await Promise.all([1, 2, 3, 4].map(() => withLock(lock, {}, work)));
  expect(most).toBe(1);
});

test('an owner that has been silent for long is gone, whoever has its pid now', async () => {
  const lock = join(folder, '.lock');
  mkdirSync(lock);
  const owner = join(lock, 'pid');
  writeFileSync(owner, String(process.pid));
  const longAgo = new Date(Date.now() - 120_000);
  utimesSync(owner, longAgo, longAgo);
  await expect(withLock(lock, {}, async () => 'done')).resolves.toBe('done');
});

test('waiting ends when it is cancelled', async () => {
  const lock = join(folder, '.lock');
  mkdirSync(lock);
  writeFileSync(join(lock, 'pid'), String(process.pid));
  const signal = AbortSignal.timeout(100);
  await expect(withLock(lock, { signal }, async () => 'done')).rejects.toThrow();
});

test('within a process, whoever asks first is first', async () => {
  const lock = join(folder, '.lock');
  const order: string[] = [];
  const ask = (name: string) =>
    withLock(lock, {}, async () => {
      order.push(name);
      await delay(5);
    });
  const first = ask('first');
  const asked = [first, ...['second', 'third'].map(ask)];
  // Asks while the second and the third wait, just when the lock is free.
  asked.push(first.then(() => ask('fourth')));
  await Promise.all(asked);
  expect(order).toEqual(['first', 'second', 'third', 'fourth']);
});

test('a canceled wait lets nobody past the one that has the lock', async () => {
  const lock = join(folder, '.lock');
  let inside = true;
  const first = withLock(lock, {}, async () => {
    await delay(100);
    inside = false;
  });
  const canceled = withLock(lock, { signal: AbortSignal.timeout(10) }, async () => 'canceled');
  await expect(canceled).rejects.toThrow('aborted due to timeout');
  await expect(withLock(lock, {}, async () => inside)).resolves.toBe(false);
  await first;
});
