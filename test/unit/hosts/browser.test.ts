/** The browser host over real HTTP and real WebSockets; only the services behind it are made up. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '../../../core/contract';
import type { TrainingEvent } from '../../../core/contract/training';
import { emptyDocument } from '../../../core/graph/document';
import { inEnglish } from '../../../core/messages';
import { Refusal } from '../../../main/basics/refusal';
import { type BrowserHost, serve } from '../../../main/hosts/browser';
import { fakeServices } from './fake-services';
import { ask, exchange, greet, originOf, type Session, signIn, tokenOf } from './page';

let host: BrowserHost;
let rendererDir: string;
let session: Session;
const logged: string[] = [];
const subscriptions = { open: 0, left: 0 };
let emit: (event: TrainingEvent) => void = () => {};

const KEY = Buffer.alloc(32, 1);
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  ask(host.port, path, headers, method);

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
      download: async (_id, { onProgress } = {}) => {
        onProgress?.({ phase: 'downloading', fraction: 0.5 });
        throw new Refusal('The archive must have 170498071 bytes. Received: 12.');
      },
    },
  });
  host = await serve({ port: 0, services, rendererDir, log: (message) => logged.push(message), key: KEY });
  session = await signIn(host);
});
afterAll(async () => {
  await host.close();
  rmSync(rendererDir, { recursive: true, force: true });
});

describe('HTTP', () => {
  test("the window's own files need no session, and no answer sets a cookie", async () => {
    for (const path of ['/', '/assets/app.js']) {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  test('a link signs in once; its token is behind "#", which no browser sends', async () => {
    const link = host.newLink();
    expect(link).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${host.port}/#[\\w.-]+$`));
    const first = await exchange(host.port, tokenOf(link));
    expect([first.status, first.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(Object.keys(JSON.parse(first.body))).toEqual(['session', 'key']);
    const second = await exchange(host.port, tokenOf(link));
    expect([second.status, JSON.parse(second.body)]).toEqual([403, { fault: 'used' }]);
  });

  test('the caller hears who takes the token', async () => {
    const used: string[] = [];
    const other = await serve({
      port: 0,
      services: fakeServices(),
      rendererDir,
      key: KEY,
      onSignIn: (token) => used.push(token),
    });
    const token = tokenOf(other.newLink());
    await exchange(other.port, 'wrong');
    await exchange(other.port, token);
    expect(used).toEqual([token]);
    await other.close();
  });

  test('a foreign page cannot sign in, even with a link: another port, another name', async () => {
    const token = tokenOf(host.newLink());
    for (const origin of ['http://evil.example', 'http://127.0.0.1:1', 'null']) {
      expect((await exchange(host.port, token, origin)).status).toBe(403);
    }
    expect((await exchange(host.port, token)).status).toBe(200);
  });

  test('through a tunnel the port of the browser is another one, and that page signs in', async () => {
    const tunnel = { host: 'localhost:9999', origin: 'http://localhost:9999' };
    const page = await get('/', { host: tunnel.host });
    expect([page.status, page.headers['content-security-policy']]).toEqual([
      200,
      expect.stringContaining('ws://localhost:9999'),
    ]);
    const { body } = await get('/session', { ...tunnel, 'x-skipwire-link': tokenOf(host.newLink()) }, 'POST');
    const { protocols } = await greet(host.port, JSON.parse(body));
    const socket = await open('/rpc', protocols, tunnel);
    socket.close();
  });

  test('a foreign Host is refused: DNS rebinding', async () => {
    expect((await get('/', { host: `evil.example:${host.port}` })).status).toBe(421);
    const headers = { host: 'evil.example', origin: 'http://evil.example' };
    expect((await get('/session', headers, 'POST')).status).toBe(421);
  });

  test('a foreign Origin is refused', async () => {
    expect((await get('/assets/app.js', { origin: 'http://evil.example' })).status).toBe(403);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
    const answer = await get('/', { origin: originOf(host.port) }, method);
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test('HEAD has the headers and no body', async () => {
    const answer = await get('/assets/app.js', {}, 'HEAD');
    expect([answer.status, answer.headers['content-length'], answer.body]).toEqual([200, '2', '']);
  });

  test.each(['/../package.json', '/%2e%2e/package.json', '/nothing'])('%s is not found', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

const open = (path: string, protocols: string[], headers: Record<string, string>) =>
  new Promise<WebSocket>((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, protocols, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });

describe('WebSocket', () => {
  const origin = () => originOf(host.port);
  const admitted = async () => (await greet(host.port, session)).protocols;
  const connect = async () => open('/rpc', await admitted(), { origin: origin() });

  test.each([
    ['without a session', async () => [], () => ({ origin: origin() }), '/rpc', '403'],
    ['with a guess', async () => ['skipwire', 'a~b~c'], () => ({ origin: origin() }), '/rpc', '403'],
    ['without an Origin', admitted, () => ({}), '/rpc', '403'],
    ['from another page', admitted, () => ({ origin: 'http://evil.example' }), '/rpc', '403'],
    ['from a page of another port', admitted, () => ({ origin: 'http://127.0.0.1:1' }), '/rpc', '403'],
    [
      'under a foreign Host',
      admitted,
      () => ({ origin: 'http://evil.example', host: 'evil.example' }),
      '/rpc',
      '421',
    ],
    ['elsewhere', admitted, () => ({ origin: origin() }), '/other', '404'],
  ])('%s is refused', async (_what, protocols, headers, path, status) => {
    const refused = open(path, await protocols(), headers() as Record<string, string>);
    await expect(refused).rejects.toThrow(status);
  });

  test('what a page sent to come in lets nobody else in', async () => {
    const protocols = await admitted();
    const socket = await open('/rpc', protocols, { origin: origin() });
    await expect(open('/rpc', protocols, { origin: origin() })).rejects.toThrow('403');
    socket.close();
  });

  test('a page reconnects to a host that was started again with the same key and port', async () => {
    const first = await serve({ port: 0, services: fakeServices(), rendererDir, key: KEY });
    const kept = await signIn(first);
    await first.close();
    const second = await serve({ port: first.port, services: fakeServices(), rendererDir, key: KEY });
    expect((await greet(second.port, kept)).protocols).toHaveLength(2);
    await second.close();
    const other = await serve({ port: 0, services: fakeServices(), rendererDir, key: KEY });
    await expect(greet(other.port, kept)).rejects.toThrow('{"fault":"session"}');
    await other.close();
  });

  describe('calls', () => {
    let socket: WebSocket;
    let client: ContractRouterClient<Contract>;

    beforeEach(async () => {
      socket = await connect();
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

    test('a fault of ours is logged with its stack and shown without internals', async () => {
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

    test('a run id that no folder can have is named, and nothing is logged', async () => {
      const error: unknown = await client.runs
        .graph({ id: 'x'.repeat(5000) })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: 'BAD_REQUEST',
        data: { issues: [{ path: ['id'], message: 'Too big: expected string to have <=255 characters' }] },
      });
      expect(logged).toEqual([]);
    });

    test('an input with many faults is refused at once', async () => {
      const graph = { ...emptyDocument('x'), nodes: Array(10_000).fill({}) };
      const wrong = client.training.precision({ graphs: [graph], measure: false });
      await expect(wrong).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        data: { issues: [{ message: 'has more than 20 errors' }] },
      });
    });

    test('a stream gives its progress and then its refusal', async () => {
      const phases: string[] = [];
      const download = async () => {
        for await (const { phase } of await client.datasets.download({ id: 'cifar10' }))
          phases.push(inEnglish(phase));
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

  const closeCode = (socket: WebSocket) => new Promise<number>((resolve) => socket.on('close', resolve));

  test.each([
    ['no JSON', 'no call', 'it is not JSON'],
    ['bytes', Buffer.from([0, 1, 255]), 'it is not JSON'],
    ['no call', '{"i":1}', 'it is not a call'],
    ['a call with headers', '{"i":"1","p":{"u":"/a","h":{"content-type":"x"}}}', 'it is not a call'],
    ['a call of another host', '{"i":"1","p":{"u":"http://evil.example/"}}', 'it is not a call'],
    ['arrays in arrays', '['.repeat(100_000), 'it is nested more than 24 levels deep'],
  ])('%s ends the connection, with one line in the log', async (_what, message, fault) => {
    logged.length = 0;
    const socket = await connect();
    const closed = closeCode(socket);
    socket.send(message);
    expect(await closed).toBe(1008);
    expect(logged).toEqual([`A message of a page was refused and its connection closed: ${fault}.`]);
  });

  test('a message of more than 16 MiB ends the connection before it is all read', async () => {
    const socket = await connect();
    const closed = closeCode(socket);
    socket.send('x'.repeat(17 * 1024 * 1024));
    expect(await closed).toBe(1009);
  });

  test('a call that says more than any needs is answered, and the others go on', async () => {
    const socket = await connect();
    const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket: socket }));
    const many = client.runs.graph({ id: Array(1_100_000).fill(1) as unknown as string });
    await expect(many).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'The request is too large: it has more than 1,000,000 values.',
    });
    expect(await client.engine.status()).toMatchObject({ state: 'ready' });
    socket.close();
  });
});

test('a taken port is refused in words', async () => {
  const second = serve({ port: host.port, services: fakeServices(), rendererDir, key: KEY });
  await expect(second).rejects.toThrow(Refusal);
  await expect(second).rejects.toThrow(`Port ${host.port} is in use`);
});

test('closing ends open connections', async () => {
  const other = await serve({ port: 0, services: fakeServices(), rendererDir, key: KEY });
  const { protocols } = await greet(other.port, await signIn(other));
  const socket = new WebSocket(`ws://127.0.0.1:${other.port}/rpc`, protocols, {
    origin: originOf(other.port),
  });
  await new Promise((resolve) => socket.on('open', resolve));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await other.close();
  expect(await closed).toBe(1001);
});
