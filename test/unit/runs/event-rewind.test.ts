import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rewindEvents } from '../../../main/runs/tensorboard/rewind';
import { EventWriter } from '../../../main/runs/tensorboard/writer';
import { readEvents } from '../../support/tensorboard';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-rewind-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const graph = Uint8Array.of(10, 3, 10, 1, 120);
const step = (writer: EventWriter, at: number) => writer.scalars(at, [{ tag: 'step/loss', value: at }]);
const epoch = (writer: EventWriter, at: number) =>
  writer.scalars(at, [
    { tag: 'loss/train', value: at },
    { tag: 'loss/validation', value: at },
  ]);

/** Two epochs of two steps. @returns the path. */
function write(first = true): string {
  const writer = new EventWriter(folder, () => 1_500_000_000_000);
  if (first) writer.graph(graph);
  for (const at of [1, 2]) step(writer, at);
  epoch(writer, 2);
  for (const at of [3, 4]) step(writer, at);
  epoch(writer, 4);
  writer.histograms(
    4,
    new Map([['w', { min: 0, max: 1, count: 1, sum: 1, sumOfSquares: 1, limits: [1], counts: [1] }]]),
  );
  writer.flush();
  return writer.path;
}
const told = (path: string) =>
  readEvents(path).map((event) => event.summary?.value[0]?.tag.concat(`@${event.step}`) ?? 'other');

const ALL = [
  'other',
  'other',
  'step/loss@1',
  'step/loss@2',
  'loss/train@2',
  'step/loss@3',
  'step/loss@4',
  'loss/train@4',
  'w@4',
];

test.each([
  ['the end', { step: 4, withinEpoch: false }, 9],
  ['the last epoch before its validation', { step: 4, withinEpoch: true }, 7],
  ['within the second epoch', { step: 3, withinEpoch: true }, 6],
  ['the end of the first epoch', { step: 2, withinEpoch: false }, 5],
  ['the first epoch before its validation', { step: 2, withinEpoch: true }, 4],
  ['the beginning', { step: 0, withinEpoch: false }, 2],
])('back to %s', (_what, to, left) => {
  const path = write();
  expect(rewindEvents(folder, to)).toEqual({ files: 1, graph: true });
  expect(told(path)).toEqual(ALL.slice(0, left));
});

test('a file that is torn anywhere in its last record ends with the one before', () => {
  const path = write();
  const whole = readFileSync(path);
  const last = 16 + Number(whole.readBigUInt64LE(lastRecord(whole)));
  for (let cut = 1; cut < last; cut++) {
    writeFileSync(path, whole.subarray(0, whole.length - cut));
    rewindEvents(folder, { step: 4, withinEpoch: false });
    expect(statSync(path).size).toBe(whole.length - last);
  }
  expect(told(path)).toEqual(ALL.slice(0, -1));
  writeFileSync(path, whole);
  rewindEvents(folder, { step: 4, withinEpoch: false });
  expect(readFileSync(path)).toEqual(whole);
});

function lastRecord(bytes: Buffer): number {
  for (let at = 0; ; ) {
    const next = at + 16 + Number(bytes.readBigUInt64LE(at));
    if (next === bytes.length) return at;
    at = next;
  }
}

test('one that is torn in its first record is removed; damage within ends it there, as it ends every reader', () => {
  const path = write();
  const whole = readFileSync(path);
  const bad = Buffer.from(whole);
  const third = lastRecord(whole.subarray(0, whole.length)) - 1;
  bad[third] = bad[third]! ^ 1;
  writeFileSync(path, bad);
  rewindEvents(folder, { step: 4, withinEpoch: false });
  expect(told(path)).toEqual(ALL.slice(0, -2));
  writeFileSync(path, whole.subarray(0, 20));
  expect(rewindEvents(folder, { step: 4, withinEpoch: false })).toEqual({ files: 0, graph: false });
  expect(readdirSync(folder)).toEqual([]);
});

test('zeros behind the last record, as a lost page leaves them, are cut off', () => {
  const path = write();
  const whole = readFileSync(path);
  appendFileSync(path, Buffer.alloc(100));
  rewindEvents(folder, { step: 4, withinEpoch: false });
  expect(readFileSync(path)).toEqual(whole);
});

test('all files of a folder are rewound, others are left alone', () => {
  const [first, second] = [write(), write(false)];
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  expect(rewindEvents(folder, { step: 2, withinEpoch: false })).toEqual({ files: 2, graph: true });
  expect(told(first)).toEqual(ALL.slice(0, 5));
  expect(told(second)).toEqual(['other', ...ALL.slice(2, 5)]);
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
});

test('a record longer than what is read at a time', () => {
  const writer = new EventWriter(folder);
  writer.graph(new Uint8Array(3 << 20).fill(7));
  step(writer, 1);
  writer.flush();
  expect(rewindEvents(folder, { step: 0, withinEpoch: false })).toEqual({ files: 1, graph: true });
  expect(statSync(writer.path).size).toBeGreaterThan(3 << 20);
  expect(readEvents(writer.path)).toHaveLength(2);
});

test('a folder that is not there holds nothing', () => {
  expect(rewindEvents(join(folder, 'no'), { step: 1, withinEpoch: false })).toEqual({
    files: 0,
    graph: false,
  });
});
