import { runCommand } from '../../../main/engine/run-command';

const node = (script: string, options?: Parameters<typeof runCommand>[2]) =>
  runCommand(process.execPath, ['-e', script], options);

test('both outputs arrive line by line, with the exit code', async () => {
  const lines: string[] = [];
  const result = await node('console.log("a\\nb"); console.error("c"); process.exitCode = 3', {
    onLine: (line) => lines.push(line),
  });
  expect(result).toMatchObject({ code: 3, missing: false });
  expect(lines.sort()).toEqual(['a', 'b', 'c']);
});

test('a program that is not there is missing, and leaves no timer behind', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const result = await runCommand('no-such-program', [], { timeout: 60_000 });
  expect(result).toMatchObject({ code: null, missing: true });
  expect(timers()).toBe(before);
});

test('one that takes too long is ended', async () => {
  expect(await node('setInterval(() => {}, 1000)', { timeout: 300 })).toMatchObject({ code: null });
});

test('a cancelled one is ended, and the reason comes through', async () => {
  const stop = new AbortController();
  const running = node('console.log("on"); setInterval(() => {}, 1000)', {
    signal: stop.signal,
    onLine: () => stop.abort(new Error('enough')),
  });
  await expect(running).rejects.toThrow('enough');
});
