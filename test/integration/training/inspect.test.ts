/** A debugger on the training worker: what SKIPWIRE_INSPECT promises, with the worker that is shipped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { inspectFlags } from '../../../main/processes/inspect';
import { launchProcess } from '../../../main/processes/launch';
import type { WorkerHandle } from '../../../main/training/protocol/messages';
import { bundledWorker } from '../../support/worker';

let worker: WorkerHandle | undefined;
let debuggerProcess: ChildProcess | undefined;
afterEach(() => {
  delete process.env.SKIPWIRE_INSPECT;
  delete process.env.SKIPWIRE_INSPECT_BRK;
  debuggerProcess?.kill();
  worker?.kill();
});

/** Starts the worker and resolves with the address that its inspector prints. */
async function inspected(): Promise<URL> {
  const started: WorkerHandle = launchProcess({ env: {}, entry: bundledWorker(), task: 'training' });
  worker = started;
  let printed = '';
  const address = await new Promise<string>((resolve, reject) => {
    started.onExit((exit) => reject(new Error(`The worker ended: ${JSON.stringify(exit)} ${printed}`)));
    started.onOutput((text) => {
      printed += text;
      const found = /Debugger listening on (ws:\S+)/.exec(printed)?.[1];
      if (found) resolve(found);
    });
  });
  return new URL(address);
}

/** One call of the Chrome DevTools Protocol. */
async function call(address: URL, method: string, params: object): Promise<unknown> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  socket.send(JSON.stringify({ id: 1, method, params }));
  const [answer] = await once(socket, 'message');
  socket.close();
  return (JSON.parse(String(answer)) as { result: unknown }).result;
}

test('the worker listens for a debugger on this machine, and one looks into it', async () => {
  process.env.SKIPWIRE_INSPECT = '0';
  const address = await inspected();
  expect(address.hostname).toBe('127.0.0.1');
  expect(await call(address, 'Runtime.evaluate', { expression: 'process.pid' })).toEqual({
    result: { type: 'number', value: worker?.pid, description: String(worker?.pid) },
  });
});

test('with _BRK it waits before its first line, where node inspect stops', async () => {
  process.env.SKIPWIRE_INSPECT_BRK = '0';
  const { host } = await inspected();
  const child = spawn(process.execPath, ['inspect', host], { stdio: ['pipe', 'pipe', 'inherit'] });
  debuggerProcess = child;
  let shown = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      shown += text;
      if (/Break on start in .*worker\.cjs:\d/.test(shown)) resolve();
    });
  });
});

test('no flag without the variables, and a port that is none is refused', () => {
  expect(inspectFlags({})).toEqual([]);
  expect(inspectFlags({ SKIPWIRE_INSPECT: '' })).toEqual([]);
  expect(inspectFlags({ SKIPWIRE_INSPECT: '9229' })).toEqual(['--inspect=127.0.0.1:9229']);
  expect(() => inspectFlags({ SKIPWIRE_INSPECT: 'yes' })).toThrow(
    'SKIPWIRE_INSPECT must be a port from 0 to 65535, such as 9229. Received: yes.',
  );
  expect(() => inspectFlags({ SKIPWIRE_INSPECT_BRK: '70000' })).toThrow('SKIPWIRE_INSPECT_BRK');
});
