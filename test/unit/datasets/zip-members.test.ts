import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrokenContainer } from '../../../main/archives/broken';
import { zipMembers } from '../../../main/datasets/named-files/zip';
import { temporaryFolder } from './fakes';
import { type RawEntry, rawZip } from './photos/raw-zip';

const content = Buffer.from('sixteen bytes ok');

async function read(entry: Partial<RawEntry>): Promise<string> {
  const path = join(temporaryFolder(), 'set.zip');
  writeFileSync(path, rawZip([{ name: 'in/train.bin', bytes: content, ...entry }]));
  const chunks: Uint8Array[] = [];
  const options = { wanted: new Set(['train.bin']), maxBytes: 1e6 };
  for await (const member of zipMembers(path, options, { others: [], paths: [] })) {
    for await (const chunk of member.content()) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

test.each([0, 8])('a member by its last name, method %i', async (method) => {
  expect(await read({ method })).toBe(content.toString());
});

test.each<[string, Partial<RawEntry>]>([
  ['beyond the end of the archive', { offset: 1e9 }],
  ['beyond what Node takes for a position', { offset: 2 ** 60, zip64: true }],
  ['that ends beyond the archive', { method: 0, packedSize: 1e5, size: 1e5 }],
])('a member %s is an error, and nothing waits for ever', async (_what, entry) => {
  await expect(read(entry)).rejects.toThrow(BrokenContainer);
});
