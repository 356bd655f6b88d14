import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receiveFile, removeOthers } from '../../../main/executors/site/receive';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-receive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* parts(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function* cut() {
  yield Buffer.from('half');
  throw new Error('cut');
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

test('a growing file gets its new end, also after a cut', async () => {
  await receiveFile(folder, { name: 'metrics.jsonl', from: 0 }, parts('one\n', 'two\n'));
  await expect(receiveFile(folder, { name: 'metrics.jsonl', from: 8 }, cut())).rejects.toThrow('cut');
  await receiveFile(folder, { name: 'metrics.jsonl', from: 8 }, parts('thr', 'ee\n'));
  expect(read('metrics.jsonl')).toBe('one\ntwo\nthree\n');
});

test('a whole file that is cut leaves the old one', async () => {
  const name = 'checkpoints/epoch-0001.safetensors';
  await receiveFile(folder, { name, from: 0 }, parts('old'));
  await expect(receiveFile(folder, { name, from: 0 }, cut())).rejects.toThrow('cut');
  expect(read(name)).toBe('old');
  expect(readdirSync(join(folder, 'checkpoints'))).toEqual(['epoch-0001.safetensors']);
});

test.each([
  '../run.json',
  'checkpoints/../../x.safetensors',
  'run.json',
  'owner.json',
  '/etc/passwd',
  'log.txt/x',
])('the other machine cannot write %s', async (name) => {
  await expect(receiveFile(folder, { name, from: 0 }, parts('x'))).rejects.toThrow('is no file of a run');
  expect(readdirSync(folder)).toEqual([]);
});

test('checkpoints that are gone over there are removed, start weights stay', async () => {
  mkdirSync(join(folder, 'checkpoints'));
  for (const name of ['epoch-0001', 'epoch-0002', 'initial']) {
    writeFileSync(join(folder, 'checkpoints', `${name}.safetensors`), '');
  }
  await removeOthers(folder, ['metrics.jsonl', 'checkpoints/epoch-0002.safetensors']);
  expect(readdirSync(join(folder, 'checkpoints')).sort()).toEqual([
    'epoch-0002.safetensors',
    'initial.safetensors',
  ]);
});
