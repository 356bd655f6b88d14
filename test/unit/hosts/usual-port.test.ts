import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PortTaken } from '../../../main/hosts/browser';
import { announceHost } from '../../../main/hosts/host-folder';
import { serveAtUsualPort, USUAL_PORT } from '../../../main/hosts/usual-port';

let folder: string;
let taken: Set<number>;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-port-'));
  taken = new Set();
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let free = 40_000;
const start = async () => {
  const serveAt = async (port: number) => {
    if (taken.has(port)) throw new PortTaken(`Port ${port} is taken.`);
    return { port: port === 0 ? ++free : port };
  };
  return (await serveAtUsualPort(serveAt, (text) => said.push(text), folder)).port;
};

test('the usual port, without a word', async () => {
  expect(await start()).toBe(USUAL_PORT);
  expect(said).toEqual([]);
});

test('where another program has it, a free one, which is then the usual one', async () => {
  taken.add(USUAL_PORT);
  const port = await start();
  expect(said).toEqual([
    `Port ${USUAL_PORT} is in use by another program. This one listens on port ${port}.`,
  ]);
  taken.clear();
  expect(await start()).toBe(port);
});

test('a Skipwire on the same data is named, and keeps its port', async () => {
  const gone = await announceHost(await start(), folder);
  taken.add(USUAL_PORT);
  const second = await start();
  expect(said).toEqual([
    `Skipwire is already running at http://127.0.0.1:${USUAL_PORT}/ with the same data. To open it, use "skipwire open". This one listens on port ${second}.`,
  ]);
  await gone();
  taken.clear();
  expect(await start()).toBe(USUAL_PORT);
});
