/** The browser host over real HTTP and real WebSockets; only the services behind it are made up. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '../../../core/contract';
import type { TrainingEvent } from '../../../core/contract/training';
import { type BrowserHost, serve } from '../../../main/hosts/browser';
import { Refusal } from '../../../main/refusal';
import { fakeServices } from './fake-services';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

let host: BrowserHost;
let rendererDir: string;
let token: string;
let cookie: string;
const logged: string[] = [];
const subscriptions = { open: 0, left: 0 };
let emit: (event: TrainingEvent) => void = () => {};

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: '127.0.0.1', port: host.port, path, headers, method },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

async function* events(): AsyncGenerator<TrainingEvent> {
  subscriptions.open++;
  try {
    for (;;) yield await new Promise<TrainingEvent>((resolve) => (emit = resolve));
  } finally {
    subscriptions.left++;
  }
}

beforeAll(async () => {
  rendererDir = mkdtempSync(join(tmpdir(), 'skipwire-host-'));
  mkdirSync(join(rendererDir, 'assets'));
  writeFileSync(join(rendererDir, 'index.html'), '<title>Skipwire</title>');
  writeFileSync(join(rendererDir, 'assets', 'app.js'), '1;');
  const services = fakeServices({
    training: { events },
    runs: {
      graph: (id) => {
        throw id === 'gone' ? new Refusal('There is no run "gone".') : new Error('/home/someone/secret: EIO');
      },
    },
    datasets: {
      download: async (_id, { onProgress }) => {
        onProgress({ phase: 'downloading', fraction: 0.5 });
        throw new Refusal('The archive must have 170498071 bytes. Received: 12.');
      },
    },
  });
  host = await serve({ port: 0, services, rendererDir, log: (message) => logged.push(message) });
  token = new URL(host.url).searchParams.get('token') ?? '';
  const { headers } = await ask(`/?token=${token}`);
  cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});
afterAll(async () => {
  await host.close();
  rmSync(rendererDir, { recursive: true, force: true });
});

describe('HTTP', () => {
  test('the address of the terminal becomes a cookie, and the token leaves the address', async () => {
    const answer = await ask(`/?token=${token}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/);
    expect((await ask('/', { cookie })).body).toBe('<title>Skipwire</title>');
  });

  test('a redirect never leads to another host', async () => {
    const answer = await ask(`//example.com/?token=${token}`);
    expect(answer.headers.location).toBe('/example.com/');
  });

  test.each([
    ['/', 'the address from the terminal'],
    ['/assets/app.js', 'the address from the terminal'],
    ['/?token=wrong', 'an earlier start'],
  ])('%s without the cookie says what to do', async (path, words) => {
    const answer = await ask(path);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(words);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('an old address in a browser that is let in leads to the app', async () => {
    const answer = await ask('/?token=wrong', { cookie });
    expect([answer.status, answer.headers.location]).toEqual([303, '/']);
  });

  test('a foreign Host is refused even with the token: DNS rebinding', async () => {
    for (const path of ['/', `/?token=${token}`]) {
      const answer = await ask(path, { host: `evil.example:${host.port}`, cookie });
      expect(answer.status).toBe(421);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  test('a foreign Origin is refused', async () => {
    expect((await ask('/assets/app.js', { origin: 'http://evil.example', cookie })).status).toBe(403);
  });

  test('localhost through a tunnel, with its own port, is served', async () => {
    const answer = await ask('/', { host: 'localhost:9999', cookie });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-security-policy']).toContain('ws://localhost:9999');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
    const answer = await ask('/', { cookie }, method);
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test('HEAD has the headers and no body', async () => {
    const answer = await ask('/assets/app.js', { cookie }, 'HEAD');
    expect([answer.status, answer.headers['content-length'], answer.body]).toEqual([200, '2', '']);
  });

  test.each(['/../package.json', '/%2e%2e/package.json', '/nothing'])('%s is not found', async (path) => {
    expect((await ask(path, { cookie })).status).toBe(404);
  });
});

describe('WebSocket', () => {
  const open = (path: string, headers: Record<string, string>) =>
    new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
      socket.on('open', () => resolve(socket));
      socket.on('error', reject);
    });
  const origin = () => `http://127.0.0.1:${host.port}`;

  test.each([
    ['without the cookie', () => ({ origin: origin() }), '/rpc', '403'],
    ['without an Origin', () => ({ cookie }), '/rpc', '403'],
    ['from another page', () => ({ cookie, origin: 'http://evil.example' }), '/rpc', '403'],
    [
      'under a foreign Host',
      () => ({ cookie, origin: 'http://evil.example', host: 'evil.example' }),
      '/rpc',
      '421',
    ],
    ['elsewhere', () => ({ cookie, origin: origin() }), '/other', '404'],
  ])('%s is refused', async (_what, headers, path, status) => {
    await expect(open(path, headers() as Record<string, string>)).rejects.toThrow(status);
  });

  describe('calls', () => {
    let socket: WebSocket;
    let client: ContractRouterClient<Contract>;

    beforeEach(async () => {
      socket = await open('/rpc', { cookie, origin: origin() });
      client = createORPCClient(new RPCLink({ websocket: socket }));
      logged.length = 0;
    });
    afterEach(() => socket.close());

    test('reach the services', async () => {
      expect(await client.engine.status()).toEqual({ state: 'ready', runtime: 'TensorFlow 2.21.0' });
      expect(await client.app.info()).toMatchObject({ host: 'browser', platform: process.platform });
    });

    test('a refusal comes in its own words', async () => {
      const error: unknown = await client.runs.graph({ id: 'gone' }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ORPCError);
      expect(error).toMatchObject({ code: 'REFUSED', message: 'There is no run "gone".' });
      expect(logged).toEqual([]);
    });

    test('a fault of ours is logged with its stack and told without its insides', async () => {
      const error: unknown = await client.runs.graph({ id: 'broken' }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
      expect(JSON.stringify(error)).not.toContain('secret');
      expect(logged.join()).toMatch(/secret: EIO[\s\S]*at /);
    });

    test('input that the contract does not accept is named', async () => {
      // @ts-expect-error a number is no id.
      const error: unknown = await client.runs.graph({ id: 5 }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ path: ['id'] }] } });
    });

    test('a stream gives its progress and then its refusal', async () => {
      const phases: string[] = [];
      const download = async () => {
        for await (const { phase } of await client.datasets.download({ id: 'cifar10' })) phases.push(phase);
      };
      await expect(download()).rejects.toMatchObject({
        code: 'REFUSED',
        message: 'The archive must have 170498071 bytes. Received: 12.',
      });
      expect(phases).toEqual(['downloading']);
    });

    test('a stream of events lets go of its source when the window goes away', async () => {
      const before = { ...subscriptions };
      const stream = await client.training.events();
      const first = stream.next();
      while (subscriptions.open === before.open) await new Promise((resolve) => setTimeout(resolve, 5));
      emit({ type: 'idle' });
      expect((await first).value).toEqual({ type: 'idle' });
      socket.close();
      // The generator above ends at its next event.
      for (let waited = 0; subscriptions.left === before.left && waited < 2000; waited += 10) {
        emit({ type: 'idle' });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(subscriptions.left).toBe(before.left + 1);
    });
  });

  test('a message that is no call ends nothing', async () => {
    const socket = await open('/rpc', { cookie, origin: origin() });
    const silenced = jest.spyOn(console, 'error').mockImplementation(() => {});
    socket.send('no call');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
    silenced.mockRestore();
    expect((await ask('/', { cookie })).status).toBe(200);
  });
});

test('a taken port is refused in words', async () => {
  const second = serve({ port: host.port, services: fakeServices(), rendererDir });
  await expect(second).rejects.toThrow(Refusal);
  await expect(second).rejects.toThrow(`Port ${host.port} is taken`);
});

test('closing ends open connections', async () => {
  const other = await serve({ port: 0, services: fakeServices(), rendererDir });
  const page = new URL(other.url);
  const login = await new Promise<string>((resolve) => {
    httpRequest(other.url, (response) => resolve(response.headers['set-cookie']?.[0] ?? '')).end();
  });
  const headers = { cookie: login.split(';')[0] ?? '', origin: page.origin };
  const socket = new WebSocket(`ws://${page.host}/rpc`, { headers });
  await new Promise((resolve) => socket.on('open', resolve));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await other.close();
  expect(await closed).toBe(1001);
});
