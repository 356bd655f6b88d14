/** One download for all who ask; it ends with the last of them. */
import type { Progress } from '../../../core/contract/engine';
import { SharedTask } from '../../../main/engine/shared-task';

/** A task that a test ends by hand. */
function controlled() {
  const starts: {
    finish(value: string): void;
    fail(error: Error): void;
    tell(progress: Progress): void;
    signal: AbortSignal;
  }[] = [];
  const task = new SharedTask<string>(
    ({ onProgress, signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        starts.push({ finish: resolve, fail: reject, tell: onProgress, signal });
      }),
  );
  return { task, starts };
}

test('two callers share one run and its progress, the later one from where it is', async () => {
  const { task, starts } = controlled();
  const heard: string[] = [];
  const first = task.run({ onProgress: ({ phase }) => heard.push(`first ${phase}`) });
  starts[0]?.tell({ phase: 'downloading' });
  const second = task.run({ onProgress: ({ phase }) => heard.push(`second ${phase}`) });
  starts[0]?.tell({ phase: 'unpacking' });
  starts[0]?.finish('engine');
  expect(await Promise.all([first, second])).toEqual(['engine', 'engine']);
  expect(starts).toHaveLength(1);
  expect(heard).toEqual(['first downloading', 'second downloading', 'first unpacking', 'second unpacking']);
  expect(task.running).toBe(false);
});

test('a caller that leaves does not end the run for the other', async () => {
  const { task, starts } = controlled();
  const leaving = new AbortController();
  const first = task.run({ signal: leaving.signal });
  const second = task.run({});
  leaving.abort(new Error('not now'));
  await expect(first).rejects.toThrow('not now');
  expect(starts[0]?.signal.aborted).toBe(false);
  starts[0]?.finish('engine');
  await expect(second).resolves.toBe('engine');
});

test('the run ends with its last caller, and the next starts again', async () => {
  const { task, starts } = controlled();
  const leaving = new AbortController();
  const only = task.run({ signal: leaving.signal });
  leaving.abort(new Error('not now'));
  await expect(only).rejects.toThrow('not now');
  expect(starts[0]?.signal.aborted).toBe(true);
  expect(task.running).toBe(false);
  const next = task.run({});
  starts[1]?.finish('engine');
  await expect(next).resolves.toBe('engine');
});

test('a failure reaches every caller', async () => {
  const { task, starts } = controlled();
  const both = [task.run({}), task.run({})];
  starts[0]?.fail(new Error('no network'));
  for (const result of await Promise.allSettled(both)) {
    expect(result).toMatchObject({ status: 'rejected', reason: new Error('no network') });
  }
});

test('one that was cancelled before it asked starts nothing', async () => {
  const { task, starts } = controlled();
  await expect(task.run({ signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
  expect(starts).toHaveLength(0);
});
