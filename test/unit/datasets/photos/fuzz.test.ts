/**
 * Archives with bytes flipped, lengths changed and ends cut off: importing one never hangs, never writes outside its
 * root, leaves nothing behind when it fails, and fails as a Refusal. SKIPWIRE_FUZZ=5000 tries that many of each kind.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { Refusal } from '../../../../main/basics/refusal';
import { importPhotos } from '../../../../main/datasets/photos/import/import';
import { removeTemporaryFolders, temporaryFolder } from '../fakes';
import { type Files, jpeg, petFiles } from './pictures';
import { rawZip } from './raw-zip';
import { writeTfds } from './tfds-folder';

afterAll(removeTemporaryFolders);

const CASES = Number(process.env.SKIPWIRE_FUZZ ?? 100);
/** Far beyond what any of them takes: a test that hangs fails. */
const LONGEST = 60_000 + CASES * 1000;

/** xorshift32 (Marsaglia 2003). */
function generator(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

async function tarOf(files: Files): Promise<Buffer> {
  const archive = pack();
  for (const [name, bytes] of Object.entries(files)) archive.entry({ name }, Buffer.from(bytes));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const hasXz = spawnSync('xz', ['--version']).status === 0;
const xz = (bytes: Buffer): Buffer => spawnSync('xz', ['--stdout'], { input: bytes }).stdout;

/** A set of TensorFlow Datasets: two shards of two pictures. */
async function recordFiles(): Promise<Files> {
  const pictures = await Promise.all([1, 2, 3, 4].map((seed) => jpeg(20, 14, seed)));
  const examples = pictures.map((image, n) => ({ image, label: n % 2 }));
  const folder = writeTfds(temporaryFolder(), { train: [examples.slice(0, 2), examples.slice(2)] });
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

const zipOf = (files: Files): Buffer =>
  rawZip(
    Object.entries(files).map(([name, bytes], n) => ({
      name,
      bytes: Buffer.from(bytes),
      method: n % 2 === 0 ? 8 : 0,
      zip64: n === 1,
    })),
  );

const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const TEXTS = ['../', '/', 'C:\\', '\0', '\xff\xfe', 'PK\x01\x02', 'PK\x05\x06', '77777777777', '\x80\0\0\0'];

/** Fields of a zip are where its signatures are, those of a tar at the start of blocks: there most changes go. */
function mutated(whole: Buffer, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(whole);
  const fields = [...signatures(bytes)];
  const somewhere = () =>
    fields.length > 0 && random(4) > 0
      ? Math.min(bytes.length - 1, fields[random(fields.length)]! + random(160))
      : random(bytes.length);
  for (let changes = 1 + random(4); changes > 0 && bytes.length > 8; changes--) {
    const at = somewhere();
    const kind = random(7);
    if (kind <= 1) bytes[at] = bytes[at]! ^ (1 << random(8));
    else if (kind === 2) bytes[at] = random(256);
    else if (kind === 3 && at + 4 <= bytes.length) {
      bytes.writeUInt32LE(NUMBERS[random(NUMBERS.length)]!, at);
    } else if (kind === 4) bytes.write(TEXTS[random(TEXTS.length)]!, at, 'latin1');
    else if (kind === 5) bytes = bytes.subarray(0, Math.max(8, bytes.length - 1 - random(bytes.length)));
    else {
      const from = random(bytes.length);
      const piece = bytes.subarray(from, from + random(600));
      bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
    }
  }
  return bytes;
}

function* signatures(bytes: Buffer): Generator<number> {
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2]! < 8 && bytes[at + 3]! < 9) yield at;
    if (at % 512 === 0 && bytes.toString('latin1', at + 257, at + 262) === 'ustar') {
      yield at;
      yield at + 100;
    }
  }
}

/** Everything below a folder, with sizes. */
function contents(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => `${name} ${statSync(join(folder, String(name))).size}`)
    .sort();
}

test.each([
  ['zip', true, async () => zipOf(await petFiles('Pets/'))],
  ['tar', true, async () => tarOf(await petFiles('Pets/'))],
  // Their checksums notice every change.
  ['tar.gz', false, async () => gzipSync(await tarOf(await petFiles('Pets/')))],
  ...(hasXz ? [['tar.xz', false, async () => xz(await tarOf(await petFiles('Pets/')))] as const] : []),
  ['tfds.zip', true, async () => zipOf(await recordFiles())],
  ['tfds.tar', true, async () => tarOf(await recordFiles())],
] as const)(
  'mutated archives: %s',
  async (kind, someImport, make) => {
    const whole = await make();
    const outside = temporaryFolder();
    const root = join(outside, 'a', 'b', 'datasets');
    const path = join(outside, `archive.${kind}`);
    const before = () => contents(outside).filter((line) => !line.startsWith('a'));
    let [imported, refused] = [0, 0];
    for (let seed = 1; seed <= CASES; seed++) {
      const bytes = mutated(whole, generator(seed));
      writeFileSync(path, bytes);
      const there = before();
      const outcome = await importPhotos(root, { id: 'fuzz', name: 'Fuzz' }, path, {}, { threads: 2 }).then(
        () => 'imported',
        (error: unknown) => error,
      );
      const where = `${kind}, seed ${seed}: ${outcome instanceof Error ? outcome.stack : outcome}`;
      if (outcome === 'imported') {
        imported++;
        const { train } = JSON.parse(readFileSync(join(root, 'fuzz', 'dataset.json'), 'utf8'));
        expect([where, train.count >= 2]).toEqual([where, true]);
        expect([where, readdirSync(root)]).toEqual([where, ['fuzz']]);
        rmSync(join(root, 'fuzz'), { recursive: true });
      } else {
        refused++;
        expect([where, outcome instanceof Refusal]).toEqual([where, true]);
        expect([where, (outcome as Refusal).message.length < 2000]).toEqual([where, true]);
      }
      expect([where, contents(join(outside, 'a', 'b', 'datasets'))]).toEqual([where, []]);
      expect([where, before()]).toEqual([where, there]);
    }
    // Mutations that nothing notices, or everything, would test nothing.
    if (someImport) expect(imported).toBeGreaterThan(CASES / 50);
    expect(refused).toBeGreaterThan(CASES / 50);
  },
  LONGEST,
);
