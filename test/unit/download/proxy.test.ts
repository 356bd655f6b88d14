/** Downloads through a proxy: plain ones are requested from it, TLS uses a tunnel, NO_PROXY bypasses it. */
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { Refusal } from '../../../main/basics/refusal';
import { DatasetStore } from '../../../main/datasets';
import { fetchThrough } from '../../../main/download/proxy';
import { removeTemporaryFolders, temporaryFolder } from '../datasets/fakes';
import { type FolderServer, serveFolder } from '../datasets/http-server';
import { fakeIdx } from '../datasets/idx-fakes';

let home: FolderServer;
let proxy: { url: string; asked: string[]; server: Server };
const { archives } = fakeIdx();

beforeEach(async () => {
  home = await serveFolder(archives);
  proxy = await startProxy();
});
afterEach(async () => {
  await home.close();
  proxy.server.closeAllConnections();
  await new Promise((resolve) => proxy.server.close(resolve));
});
afterAll(removeTemporaryFolders);

/** Wants the name "me" and the password "secret" where `guarded`. */
async function startProxy(guarded = false): Promise<typeof proxy> {
  const asked: string[] = [];
  const expected = `Basic ${Buffer.from('me:secret').toString('base64')}`;
  const isWelcome = ({ headers }: IncomingMessage) => !guarded || headers['proxy-authorization'] === expected;
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    if (!isWelcome(incoming)) return outgoing.writeHead(407).end();
    const forward = request(incoming.url!, { method: incoming.method, headers: incoming.headers });
    forward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    forward.on('error', () => outgoing.writeHead(502).end());
    forward.end();
  });
  server.on('connect', (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    const [host, port] = incoming.url!.split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => end.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

function storeThrough(address: string | undefined, homes = [home.url]): DatasetStore {
  const folder = temporaryFolder();
  return new DatasetStore({
    root: join(folder, 'datasets'),
    cache: join(folder, 'cache'),
    sources: [fakeIdx({ homes }).source],
    download: { retryDelaysMs: [1] },
    proxy: address,
  });
}

const all = () => Object.keys(archives).map((name) => `GET ${home.url}${name}`);

test('the setting: every file is asked of the proxy', async () => {
  expect((await storeThrough(proxy.url).download('mnist')).state).toBe('ready');
  expect(proxy.asked).toEqual(all());
});

test('one given with the download replaces that of the store; host and port are enough', async () => {
  const store = storeThrough('http://127.0.0.1:9');
  expect((await store.download('mnist', { proxy: proxy.url.replace('http://', '') })).state).toBe('ready');
  expect(proxy.asked).toEqual(all());
});

test('name and password', async () => {
  const guarded = await startProxy(true);
  try {
    const address = guarded.url.replace('//', '//me:secret@');
    expect((await storeThrough(address).download('mnist')).state).toBe('ready');
    await expect(storeThrough(guarded.url).download('mnist')).rejects.toThrow(
      /The proxy needs a user name and password, as in http:\/\/name:password@proxy\.example:3128 \(Proxy Authentication Required \(407\)\)\./,
    );
  } finally {
    guarded.server.closeAllConnections();
    await new Promise((resolve) => guarded.server.close(resolve));
  }
});

test('a proxy that is not there: what was tried is in the message', async () => {
  const message = await storeThrough('http://127.0.0.1:9')
    .download('mnist')
    .catch((error: Error) => error.message);
  expect(message).toContain('(with the proxy http://127.0.0.1:9)');
  expect(message).toContain('ECONNREFUSED');
  expect(home.asked).toEqual([]);
});

describe('the environment', () => {
  const get = async (environment: Record<string, string>, setting?: string) => {
    const response = await fetchThrough(setting, environment)(`${home.url}train-labels-idx1-ubyte.gz`);
    return Buffer.from(await response.arrayBuffer()).length;
  };
  const size = archives['train-labels-idx1-ubyte.gz']!.length;

  test.each(['HTTP_PROXY', 'http_proxy'])('%s', async (name) => {
    expect(await get({ [name]: proxy.url })).toBe(size);
    expect(proxy.asked).toHaveLength(1);
  });

  test('NO_PROXY, and the setting "none", go around it', async () => {
    expect(await get({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' })).toBe(size);
    expect(await get({ HTTP_PROXY: proxy.url }, 'none')).toBe(size);
    expect(proxy.asked).toEqual([]);
  });

  test('HTTPS_PROXY is for https: a tunnel is asked for', async () => {
    const { host } = new URL(home.url);
    // The home speaks no TLS, so that the request fails: after the tunnel.
    await expect(fetchThrough(undefined, { HTTPS_PROXY: proxy.url })(`https://${host}/`)).rejects.toThrow();
    expect(proxy.asked).toEqual([`CONNECT ${host}`]);
  });
});

test.each([
  [
    'ftp://proxy:21',
    undefined,
    'The proxy must be an address such as http://proxy.example:3128. Received: ftp:',
  ],
  ['http://', undefined, 'The proxy must be an address'],
  [
    undefined,
    { HTTPS_PROXY: 'http://me:secret@[bad' },
    'The environment variable HTTPS_PROXY must be an address such as http://proxy.example:3128. Received: http://me:***@[bad.',
  ],
])('%s is no proxy', (setting, environment, words) => {
  const attempt = () => fetchThrough(setting, environment);
  expect(attempt).toThrow(Refusal);
  expect(attempt).toThrow(words);
  expect(attempt).not.toThrow('secret');
});
