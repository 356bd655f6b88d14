/** The training worker as a utility process: the same handle as under Node. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { utilityProcess } from 'electron';
import { launchUtilityProcess } from '../../../electron/worker-process';

jest.mock('electron', () => ({ utilityProcess: { fork: jest.fn() } }));

class FakeProcess extends EventEmitter {
  pid: number | undefined = 4242;
  stdout = new PassThrough();
  stderr = new PassThrough();
  postMessage = jest.fn();
  kill = jest.fn();
}

function launch() {
  const child = new FakeProcess();
  jest.mocked(utilityProcess.fork).mockReturnValueOnce(child as never);
  const handle = launchUtilityProcess({
    ...{ env: { LD_LIBRARY_PATH: '/tf' }, entry: '/app/worker.cjs' },
    task: 'preview',
  });
  return { child, handle };
}

test('starts the bundled worker with the engine’s variables on top of ours, named by its task', () => {
  launch();
  const [entry, , options] = jest.mocked(utilityProcess.fork).mock.calls.at(-1) ?? [];
  expect(entry).toBe('/app/worker.cjs');
  expect(options?.env).toMatchObject({ LD_LIBRARY_PATH: '/tf', PATH: process.env.PATH });
  expect(options?.serviceName).toBe('Skipwire preview');
});

test('passes messages and output on', () => {
  const { child, handle } = launch();
  const messages: unknown[] = [];
  let output = '';
  handle.onMessage((message) => messages.push(message));
  handle.onOutput((text) => {
    output += text;
  });
  child.emit('message', { type: 'ready' });
  child.stdout.write('out ');
  child.stderr.write('err');
  handle.send({ type: 'stop' });
  expect(messages).toEqual([{ type: 'ready' }]);
  expect(child.postMessage).toHaveBeenCalledWith({ type: 'stop' });
  return new Promise<void>((resolve) =>
    setImmediate(() => {
      expect(output).toBe('out err');
      resolve();
    }),
  );
});

test('tells of the exit once, after the last output, and sends nothing to the dead', async () => {
  const { child, handle } = launch();
  const order: string[] = [];
  handle.onOutput((text) => order.push(text));
  const exited = new Promise<void>((resolve) =>
    handle.onExit(({ code, signal }) => {
      order.push(`exit ${code} ${signal}`);
      resolve();
    }),
  );
  child.emit('exit', 7);
  child.stdout.end('last words');
  child.stderr.end();
  await exited;
  expect(order).toEqual(['last words', 'exit 7 null']);
  handle.send({ type: 'stop' });
  expect(child.postMessage).not.toHaveBeenCalled();
});

test('kills at once', () => {
  const { child, handle } = launch();
  const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
  handle.kill();
  if (process.platform === 'win32') expect(child.kill).toHaveBeenCalled();
  else expect(kill).toHaveBeenCalledWith(4242, 'SIGKILL');
  kill.mockImplementation(() => {
    throw new Error('ESRCH');
  });
  expect(() => handle.kill()).not.toThrow();
  kill.mockRestore();
});
