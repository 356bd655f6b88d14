/** What is dropped on the page: paths, sizes, and that nothing is left behind. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { PASS_HEADER as PASS } from '../../../core/contract/sign-in';
import { Refusal } from '../../../main/basics/refusal';
import { type BrowserHost, serve } from '../../../main/hosts/browser';
import { safeParts, Uploads } from '../../../main/hosts/uploads';
import { currentOwner } from '../../../main/processes/owner';
import { eventually } from '../../support/eventually';
import { fakeServices } from './fake-services';
import { ask, openConnection } from './page';

const GIGABYTE = 1e9;
const KEY = Buffer.alloc(32, 1);
let root: string;
let uploads: Uploads;
const body = (text: string) => Readable.from([Buffer.from(text)]);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-uploads-'));
  uploads = new Uploads(root, async () => 2 * GIGABYTE);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Every file below a folder. */
const below = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).map((name) => name.split('\\').join('/')).sort();

test('a folder of files arrives as it was, and goes after the import', async () => {
  const id = await uploads.begin({ files: 2, bytes: 7 });
  await uploads.receive(id, 'pets/cats/1.png', body('cat'));
  await uploads.receive(id, 'pets/dogs/ü 1.png', body('dogs'));
  const path = await uploads.end(id);
  expect(basename(path)).toBe('pets');
  expect(readFileSync(join(path, 'cats', '1.png'), 'utf8')).toBe('cat');
  expect(readFileSync(join(path, 'dogs', 'ü 1.png'), 'utf8')).toBe('dogs');
  await uploads.remove(id);
  expect(readdirSync(root)).toEqual([]);
});

test('one archive is a file; several things that were dropped together are the folder of them', async () => {
  const one = await uploads.begin({ files: 1, bytes: 3 });
  await uploads.receive(one, 'pets.zip', body('zip'));
  expect(basename(await uploads.end(one))).toBe('pets.zip');
  const two = await uploads.begin({ files: 2, bytes: 2 });
  await uploads.receive(two, 'cats/1.png', body('1'));
  await uploads.receive(two, 'dogs/1.png', body('1'));
  expect(readdirSync(await uploads.end(two)).sort()).toEqual(['cats', 'dogs']);
});

test.each([
  '../outside.png',
  'pets/../../outside.png',
  '/etc/passwd',
  'pets//1.png',
  'pets/./1.png',
  '..',
  '.',
  '',
  Array(33).fill('a').join('/'),
  `pets/${'a'.repeat(201)}`,
])('a path that leads out, or is none, is refused: %s', async (path) => {
  const id = await uploads.begin({ files: 1, bytes: 10 });
  const before = below(root);
  await expect(uploads.receive(id, path, body('x'))).rejects.toThrow(Refusal);
  expect(below(root)).toEqual(before);
});

test.each([
  ['..\\..\\outside.png', '.._.._outside.png'],
  ['C:\\Windows\\x.png', 'C__Windows_x.png'],
  ['a\u0000b.png', 'a_b.png'],
  ['line\nbreak.png', 'line_break.png'],
  ['what?.png', 'what_.png'],
  ['con.png', '_con.png'],
  ['NUL', '_NUL'],
  ['name. .', 'name_'],
])('a name that a file system reads in its own way becomes a plain one: %j', (name, plain) => {
  expect(safeParts(`pets/${name}`)).toEqual(['pets', plain]);
});

test('more bytes than were announced are refused in the middle, and the half file goes', async () => {
  const id = await uploads.begin({ files: 2, bytes: 10 });
  await uploads.receive(id, 'pets/1.png', body('12345678'));
  await expect(uploads.receive(id, 'pets/2.png', body('123'))).rejects.toThrow(/larger than announced/);
  expect(readdirSync(await uploads.end(id))).toEqual(['1.png']);
});

test('more files than were announced are refused', async () => {
  const id = await uploads.begin({ files: 1, bytes: 10 });
  await uploads.receive(id, '1.png', body('1'));
  await expect(uploads.receive(id, '2.png', body('1'))).rejects.toThrow(/more files than announced/);
});

test('a second file of one name does not replace the first; nor does a file a folder', async () => {
  const id = await uploads.begin({ files: 4, bytes: 100 });
  await uploads.receive(id, 'pets/1.png', body('first'));
  await expect(uploads.receive(id, 'pets/1.png', body('second'))).rejects.toThrow(/the same name/);
  await expect(uploads.receive(id, 'pets', body('file'))).rejects.toThrow(/the same name/);
  await expect(uploads.receive(id, 'pets/1.png/2.png', body('in a file'))).rejects.toThrow(/the same name/);
  expect(readFileSync(join(await uploads.end(id), '1.png'), 'utf8')).toBe('first');
});

test('what the disk has no room for is refused before a byte comes, others under way counted', async () => {
  await expect(uploads.begin({ files: 1, bytes: 3 * GIGABYTE })).rejects.toThrow(/but only .* is free/);
  expect(readdirSync(root)).toEqual([]);
  await uploads.begin({ files: 1, bytes: GIGABYTE });
  await expect(uploads.begin({ files: 1, bytes: GIGABYTE })).rejects.toThrow(/but only .* is free/);
});

test.each([
  { files: 0, bytes: 1 },
  { files: 1.5, bytes: 1 },
  { files: 2_000_001, bytes: 1 },
  { files: 1, bytes: -1 },
  { files: 1, bytes: Number.NaN },
])('an announcement of %j is refused', async (announced) => {
  await expect(uploads.begin(announced)).rejects.toThrow(Refusal);
});

test('no endless number of uploads at a time', async () => {
  for (let i = 0; i < 8; i++) await uploads.begin({ files: 1, bytes: 1 });
  await expect(uploads.begin({ files: 1, bytes: 1 })).rejects.toThrow(/Only 8 uploads can run at a time/);
});

test('cancelling in the middle of a file leaves nothing', async () => {
  const id = await uploads.begin({ files: 1, bytes: 100 });
  const endless = new Readable({ read() {} });
  endless.push('some');
  const receiving = uploads.receive(id, 'pets/1.png', endless);
  const refused = expect(receiving).rejects.toThrow(/canceled/);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await uploads.remove(id);
  await refused;
  expect(existsSync(join(root, id))).toBe(false);
  await expect(uploads.receive(id, '1.png', body('1'))).rejects.toThrow(/no such upload/);
});

/** An upload of the owner. */
function leave(place: string, name: string, owner: object): void {
  mkdirSync(join(place, name, 'files'), { recursive: true });
  writeFileSync(join(place, name, 'owner.json'), JSON.stringify(owner));
}

const gone = () => ({
  ...currentOwner(),
  pid: Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' })),
});

test('uploads go with their page, once it has been gone for a while; not with a connection that comes back', async () => {
  const PATIENCE = 20;
  uploads = new Uploads(root, async () => 2 * GIGABYTE, PATIENCE);
  const [first, second, other] = ['first', 'first', 'other'].map((page) => uploads.connected(page));
  const ids: string[] = [];
  for (const page of ['first', 'other', undefined])
    ids.push(await uploads.begin({ files: 1, bytes: 1 }, page));
  first!();
  other!();
  await eventually(() => expect(readdirSync(root).sort()).toEqual([ids[0], ids[2]].sort()));
  second!();
  const again = uploads.connected('first');
  await uploads.receive(ids[0]!, '1.png', body('1'));
  again();
  await eventually(() => expect(readdirSync(root)).toEqual([ids[2]]));
});

test('when the host ends nothing is left; what a killed host left goes at the next start, a living one keeps', async () => {
  const id = await uploads.begin({ files: 1, bytes: 1 });
  await uploads.receive(id, '1.png', body('1'));
  uploads.close();
  expect(readdirSync(root)).toEqual([]);

  leave(root, 'a'.repeat(36), gone());
  leave(root, 'b'.repeat(36), currentOwner());
  mkdirSync(join(root, 'not-ours'));
  const next = new Uploads(root, async () => 2 * GIGABYTE);
  await next.sweep();
  expect(readdirSync(root).sort()).toEqual(['b'.repeat(36), 'not-ours']);
});

describe('over HTTP', () => {
  let host: BrowserHost;
  let pass: string;
  const origin = () => `http://127.0.0.1:${host.port}`;
  let uploadsRoot: string;

  const post = (
    path: string,
    text = '',
    headers: Record<string, string> = { origin: origin(), [PASS]: pass },
  ) => ask(host.port, path, headers, 'POST', text);

  beforeEach(async () => {
    uploadsRoot = mkdtempSync(join(tmpdir(), 'skipwire-http-uploads-'));
    host = await serve({
      port: 0,
      services: fakeServices(),
      rendererDir: root,
      uploadsRoot,
      key: KEY,
      log: () => {},
    });
    pass = (await openConnection(host)).pass;
  });
  afterEach(async () => {
    await host.close();
    rmSync(uploadsRoot, { recursive: true, force: true });
  });

  const begin = async (): Promise<string> =>
    JSON.parse((await post('/uploads', '{"files":2,"bytes":20}')).body).id;

  test('a page of ours sends files, imports the path, and removes them', async () => {
    const id = await begin();
    const sent = await post(`/uploads/${id}/files?path=${encodeURIComponent('pets/a & b.png')}`, 'bytes');
    expect(sent.status).toBe(200);
    const { path } = JSON.parse((await post(`/uploads/${id}/end`)).body);
    expect(readFileSync(join(path, 'a & b.png'), 'utf8')).toBe('bytes');
    expect((await post(`/uploads/${id}/remove`)).status).toBe(200);
    expect(readdirSync(uploadsRoot)).toEqual([]);
  });

  test.each([
    ['without a pass', () => ({ origin: origin() }), 403],
    ['with another pass', () => ({ origin: origin(), [PASS]: 'guessed' }), 403],
    ['with a pass in a cookie', () => ({ origin: origin(), cookie: `${PASS}=${pass}` }), 403],
    ['from a page of another origin', () => ({ origin: 'http://evil.example', [PASS]: pass }), 403],
    ['from another port of this machine', () => ({ origin: 'http://127.0.0.1:1', [PASS]: pass }), 403],
    ['without an origin', () => ({ [PASS]: pass }), 403],
    ['under another host name', () => ({ origin: origin(), [PASS]: pass, host: 'evil.example' }), 421],
  ])('%s nothing is taken', async (_who, headers, status) => {
    const id = await begin();
    const before = below(uploadsRoot);
    for (const [path, text] of [
      ['/uploads', '{"files":1,"bytes":1}'],
      [`/uploads/${id}/files?path=1.png`, 'x'],
      [`/uploads/${id}/remove`, ''],
    ] as const) {
      expect((await post(path, text, headers() as Record<string, string>)).status).toBe(status);
    }
    expect(below(uploadsRoot)).toEqual(before);
  });

  test.each([
    ['an upload that is none', '/uploads/0/files?path=1.png', 404],
    ['an id that leads out', '/uploads/../../etc/files?path=1.png', 404],
    ['another call', `/uploads/${'a'.repeat(36)}/read`, 404],
    ['an unknown upload', `/uploads/${'a'.repeat(36)}/files?path=1.png`, 400],
  ])('%s is refused', async (_what, path, status) => {
    expect((await post(path, 'x')).status).toBe(status);
  });

  test('a page says who it is when it connects and when it begins an upload', async () => {
    const connected = jest.spyOn(Uploads.prototype, 'connected');
    const begun = jest.spyOn(Uploads.prototype, 'begin');
    const page = 'p'.repeat(22);
    const { pass: itsPass, socket } = await openConnection(host, page);
    const left = once(socket, 'close');
    await post(`/uploads?page=${page}`, '{"files":2,"bytes":20}', { origin: origin(), [PASS]: itsPass });
    expect(connected).toHaveBeenCalledWith(page);
    expect(begun).toHaveBeenCalledWith(expect.anything(), page);
    socket.close();
    await left;
    jest.restoreAllMocks();
  });

  test('a refusal in the middle of a large body still reaches the page, in words', async () => {
    const id = await begin();
    const { status, body: text } = await post(`/uploads/${id}/files?path=1.png`, 'x'.repeat(4_000_000));
    expect(status).toBe(400);
    expect(JSON.parse(text).message).toMatch(/larger than announced/);
  });

  test.each(['not json', '{"files":"1"}', `{"files":1,"bytes":1,"x":"${'x'.repeat(5000)}"}`])(
    'an announcement that is none is refused',
    async (text) => {
      expect((await post('/uploads', text)).status).toBe(400);
    },
  );

  test('when the host ends the files go, and when it starts those of a killed one', async () => {
    const id = await begin();
    await post(`/uploads/${id}/files?path=1.png`, 'x');
    await host.close();
    expect(readdirSync(uploadsRoot)).toEqual([]);
    leave(uploadsRoot, 'a'.repeat(36), gone());
    host = await serve({
      port: 0,
      services: fakeServices(),
      rendererDir: root,
      uploadsRoot,
      key: KEY,
      log: () => {},
    });
    expect(readdirSync(uploadsRoot)).toEqual([]);
  });
});
