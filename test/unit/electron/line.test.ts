/** The line between the page and the main process: who gets one, and that it carries the contract. */
import { EventEmitter } from 'node:events';
import { MessageChannel as NodeChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { contextBridge, ipcRenderer } from 'electron';
import type { Contract } from '../../../core/contract';
import { answerWindow } from '../../../electron/answer-window';
import { appInfo } from '../../../main/hosts/app-info';
import { createRouter } from '../../../main/hosts/router';
import { fakeServices } from '../hosts/fake-services';

jest.mock('electron', () => ({
  ipcMain: {},
  ipcRenderer: { postMessage: jest.fn() },
  contextBridge: { exposeInMainWorld: jest.fn() },
  webUtils: { getPathForFile: (file: { from?: string }) => file.from ?? '' },
}));

const ipc = new EventEmitter();
beforeAll(() => answerWindow(createRouter(fakeServices(), appInfo('electron')), ipc));

/** As Electron's MessagePortMain: a port with `on`, whose events carry `data`. */
function mainPort(port: InstanceType<typeof NodeChannel>['port1']) {
  return {
    on: (event: string, listener: (event?: { data: unknown }) => void) => {
      port.on(event, (data: unknown) => listener({ data }));
    },
    postMessage: (data: unknown) => port.postMessage(data),
    start: jest.fn(() => port.start()),
    close: jest.fn(() => port.close()),
  };
}

function connect(frame: { url: string } | null, mainFrame: unknown = frame) {
  const { port1, port2 } = new NodeChannel();
  const port = mainPort(port1);
  ipc.emit('skipwire:connect', { ports: [port], senderFrame: frame, sender: { mainFrame } });
  return { port, page: port2 };
}

test('our page calls the services through it', async () => {
  const { port, page } = connect({ url: 'app://skipwire/' });
  const client = createORPCClient<ContractRouterClient<Contract>>(
    new RPCLink({ port: page as unknown as MessagePort }),
  );
  page.start();
  expect(await client.app.info()).toMatchObject({ host: 'electron' });
  expect(await client.engine.status()).toMatchObject({ state: 'ready' });
  expect(port.start).toHaveBeenCalled();
  page.close();
});

test.each([
  ['another page', { url: 'https://example.com/' }, undefined],
  ['a page whose address begins alike', { url: 'app://skipwire.example.com/' }, undefined],
  ['a frame inside our page', { url: 'app://skipwire/' }, { url: 'app://skipwire/' }],
  ['a frame that is gone', null, undefined],
])('%s gets none', (_who, frame, mainFrame) => {
  const { port } = connect(frame, mainFrame ?? frame);
  expect(port.close).toHaveBeenCalled();
  expect(port.start).not.toHaveBeenCalled();
});

test('a message without a port is passed over', () => {
  expect(() => ipc.emit('skipwire:connect', { ports: [], senderFrame: null, sender: {} })).not.toThrow();
});

describe('the preload script', () => {
  const listeners: ((event: unknown) => void)[] = [];
  const page = {
    addEventListener: (_type: string, listener: (event: unknown) => void) => listeners.push(listener),
    postMessage: jest.fn(),
  };
  beforeAll(() => {
    Object.assign(globalThis, { window: page });
    jest.requireActual('../../../electron/preload');
  });
  afterAll(() => Reflect.deleteProperty(globalThis, 'window'));
  const send = (event: unknown) => {
    for (const listener of listeners) listener(event);
  };

  test('gives one end of a new channel to each side, when its own page asks', () => {
    send({ source: page, data: { type: 'skipwire:connect' } });
    const [channel, message, transferred] = jest.mocked(ipcRenderer.postMessage).mock.calls[0] ?? [];
    expect([channel, message]).toEqual(['skipwire:connect', null]);
    const [answer, , ports] = page.postMessage.mock.calls[0] ?? [];
    expect(answer).toEqual({ type: 'skipwire:port' });
    expect(ports).toHaveLength(1);
    expect(ports[0]).not.toBe(transferred?.[0]);
    ports[0].close();
  });

  test('tells the path of a dropped file, and gives the page nothing else', () => {
    const [[name, bridge] = [], ...others] = jest.mocked(contextBridge.exposeInMainWorld).mock.calls;
    expect(others).toEqual([]);
    expect(name).toBe('skipwire');
    expect(Object.keys(bridge)).toEqual(['pathOf']);
    expect(bridge.pathOf({ from: '/home/someone/pets' })).toBe('/home/someone/pets');
    expect(bridge.pathOf({})).toBe('');
  });

  test.each([
    ['from another window', { source: {}, data: { type: 'skipwire:connect' } }],
    ['of another kind', { source: page, data: { type: 'other' } }],
    ['without data', { source: page, data: null }],
  ])('passes over messages %s', (_what, event) => {
    jest.mocked(ipcRenderer.postMessage).mockClear();
    send(event);
    expect(ipcRenderer.postMessage).not.toHaveBeenCalled();
  });
});
