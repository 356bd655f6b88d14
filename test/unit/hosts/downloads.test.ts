/** Downloads over HTTP: addresses that work once, and what the page hears meanwhile. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { strToU8, zipSync } from 'fflate';
import type { Contract } from '../../../core/contract';
import type { DownloadEvent } from '../../../core/contract/exporting';
import { type BrowserHost, serve } from '../../../main/hosts/browser';
import { Downloads } from '../../../main/hosts/downloads';
import { fakeServices } from './fake-services';
import { ask, openConnection } from './page';

let home: string;
let file: string;
let host: BrowserHost;
let client: ContractRouterClient<Contract>;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'skipwire-downloads-'));
  file = join(home, 'Netz "ä".keras');
  const metadata = strToU8(JSON.stringify({ skipwire: { format: 'skipwire.export', version: 2 } }));
  // More than the buffers of a connection hold.
  const weights = new Uint8Array(32 * 1024 * 1024);
  writeFileSync(file, zipSync({ 'metadata.json': metadata, 'model.weights.h5': weights }, { level: 0 }));
  host = await serve({
    port: 0,
    services: fakeServices(),
    rendererDir: home,
    key: Buffer.alloc(32, 1),
    log: () => {},
  });
  const { socket } = await openConnection(host);
  client = createORPCClient(new RPCLink({ websocket: socket }));
});
afterAll(async () => {
  await host.close();
  rmSync(home, { recursive: true, force: true });
});

async function begin() {
  const events = (await client.exporting.download({ path: file }))[Symbol.asyncIterator]();
  const first = (await events.next()).value as DownloadEvent;
  if (first.type !== 'ready') throw new Error(`Received: ${first.type}.`);
  const rest = async () => {
    const all: DownloadEvent[] = [];
    for (;;) {
      const next = await events.next();
      if (next.done) return all;
      all.push(next.value);
    }
  };
  return { ...first, rest };
}

test('the browser fetches the address once, and the page hears how far it is', async () => {
  const { url, bytes, rest } = await begin();
  const heard = rest();
  const answer = await ask(host.port, url);
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-length': String(bytes),
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="Netz ___.keras"; filename*=UTF-8''Netz%20%22%C3%A4%22.keras`,
    'cache-control': 'no-store',
  });
  expect((await heard).at(-1)).toMatchObject({
    type: 'progress',
    progress: { fraction: 1, bytesDone: bytes, bytesTotal: bytes },
  });
  expect((await ask(host.port, url)).status).toBe(404);
});

test('a guessed address gives nothing, and other names of this machine neither', async () => {
  expect((await ask(host.port, '/downloads/guess')).status).toBe(404);
  const { url } = await begin();
  expect((await ask(host.port, url, { host: 'evil.example' })).status).toBe(421);
  expect((await ask(host.port, url, { origin: 'http://evil.example' })).status).toBe(403);
  expect((await ask(host.port, url, {}, 'HEAD')).status).toBe(404);
  expect((await ask(host.port, url)).status).toBe(200);
});

test('the page hears of a download that is cancelled in the browser', async () => {
  const { url, rest } = await begin();
  const heard = rest();
  get({ host: '127.0.0.1', port: host.port, path: url }, (response) => response.destroy());
  await expect(heard).rejects.toMatchObject({
    code: 'REFUSED',
    message: 'The download was canceled in the browser.',
  });
});

test('an address that nobody fetches does not wait for ever', async () => {
  const events = new Downloads(1).start(file);
  expect(await events.next()).toMatchObject({ value: { type: 'ready' } });
  await expect(events.next()).rejects.toThrow('The browser did not start the download. Try again.');
});

test('what is no export is refused in words', async () => {
  const start = async () => {
    for await (const _ of await client.exporting.download({ path: join(home, 'nothing.keras') }));
  };
  await expect(start()).rejects.toMatchObject({
    code: 'REFUSED',
    message: /There is no Skipwire export at/,
  });
});
