/** `skipwire study new` and `check` on files; the example of docs/studies.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EDITS } from '../../../core/ablation/edits';
import { parseStudyText } from '../../../core/ablation/read';
import { buildPreset } from '../../../core/presets';
import { run } from '../../../main/cli/program';
import { tellStudyEnd } from '../../../main/cli/training/study-end';
import { runStudyFile } from '../../../main/cli/training/study-run';

jest.mock('../../../main/cli/training/study-run', () => ({ runStudyFile: jest.fn() }));
jest.mock('../../../main/cli/training/study-end', () => ({ tellStudyEnd: jest.fn() }));

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'studies.md'), 'utf8');
const example = /```json\n(.*?)```/s.exec(page)![1]!;

let root: string;
const before = process.env.SKIPWIRE_DATA;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-study-file-'));
  process.env.SKIPWIRE_DATA = join(root, 'data');
});
afterEach(() => {
  if (before === undefined) delete process.env.SKIPWIRE_DATA;
  else process.env.SKIPWIRE_DATA = before;
  rmSync(root, { recursive: true, force: true });
});

async function skipwire(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      written[stream === 'stdout' ? 'out' : 'err'] += String(chunk);
      return true;
    }),
  );
  try {
    return { code: await run(argv), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

/** The example with two arms. */
const small = (change: Record<string, unknown>): string => {
  const { arms, ...study } = JSON.parse(example);
  return JSON.stringify({ ...study, arms: arms.slice(0, 2), varied: [], ...change });
};

const file = (text: string, name = 'study.json'): string => {
  writeFileSync(join(root, name), text);
  return join(root, name);
};

test('the example of the documentation is checked', async () => {
  const { code, out, err } = await skipwire('study', 'check', file(example));
  expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^36 runs to train, 0 trained/) });
  const rows = out.trim().split('\n');
  expect(rows).toHaveLength(1 + 12);
  expect(rows[1]).toMatch(/^ResNet-20, batchSize=64 +3 +271,098 /);
  expect(rows.find((row) => row.startsWith('wide, batchSize=64'))).toMatch(/ 3 +1,0\d\d,\d+ /);
});

test('what is not equal is listed, and controls are added, also to a pinned study', async () => {
  const { arms } = JSON.parse(example);
  const study = file(small({ arms: [arms[0], arms[3], { name: 'b64', settings: { batchSize: 64 } }] }));
  expect(await skipwire('study', 'check', study, '--pin')).toMatchObject({
    code: 0,
    err: expect.stringMatching(
      /^"wide" has 3\.\d\d times the parameters and 3\.\d\d times the multiply-adds of "ResNet-20"\.\n"b64" .* because of its batch size\.\nIn all other arms, .*\nA control for "wide": .* 271,098 parameters \(as many as the baseline\)/m,
    ),
  });
  const added = await skipwire('study', 'check', study, '--add-controls');
  expect(added).toMatchObject({
    code: 0,
    err: expect.stringMatching(/Added to .*: wide, equal parameters\./),
  });
  expect(added.out).toMatch(/^wide, equal parameters +3 +271,098 /m);
  expect(added.err).not.toMatch(/A control for/);
  const { arms: now, cells } = JSON.parse(readFileSync(study, 'utf8'));
  expect(now.at(-1)).toMatchObject({ base: { arm: 'wide' }, edits: [{ kind: 'width', factor: 0.5 }] });
  expect(cells).toHaveLength(12);
  const whole = readFileSync(study, 'utf8');
  expect(await skipwire('study', 'check', study, '--add-controls')).toMatchObject({ code: 0 });
  expect(readFileSync(study, 'utf8')).toBe(whole);
});

test('its table names every kind of edit', () => {
  const named = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, kind]) => kind);
  expect(EDITS.map(({ kind }) => kind).filter((kind) => !named.includes(kind))).toEqual([]);
});

test('a graph file beside the study is read, and a fault of the study is one line', async () => {
  file(JSON.stringify(buildPreset('resnet20', { inputShape: [16, 16, 3], classes: 10 })), 'net.skipwire');
  const good = await skipwire('study', 'check', file(small({ base: { file: 'net.skipwire' } })), '--json');
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(good.out)).toMatchObject({
    runs: 6,
    variants: [{ arm: 'ResNet-20' }, { arm: 'no shortcuts' }],
  });
  const bad = await skipwire('study', 'check', file(small({ baseline: 'ResNet' })));
  expect(bad).toMatchObject({ code: 1, out: '' });
  expect(bad.err.trim().split('\n')).toHaveLength(1);
  expect(bad.err).toMatch(/no arm "ResNet", which is the baseline/);
  const missing = await skipwire('study', 'check', file(small({ base: { file: 'gone.skipwire' } })));
  expect(missing.err).toMatch(/gone\.skipwire/);
});

test('a pinned study is refused once a graph that it names has changed', async () => {
  const net = (width: number) =>
    file(JSON.stringify(buildPreset('resnet20', { inputShape: [16, 16, 3], width })), 'net.skipwire');
  net(1);
  const study = file(small({ base: { file: 'net.skipwire' } }));
  expect(await skipwire('study', 'check', study, '--pin')).toMatchObject({ code: 0 });
  const pinned = readFileSync(study, 'utf8');
  expect(JSON.parse(pinned).base).toEqual({ file: 'net.skipwire' });
  expect(JSON.parse(pinned).cells).toHaveLength(6);
  expect(await skipwire('study', 'check', study)).toMatchObject({ code: 0 });
  net(0.5);
  const changed = await skipwire('study', 'check', study);
  expect(changed).toMatchObject({ code: 1 });
  expect(changed.err).toMatch(/cells\[0\] is not what the study trains now \(arm "ResNet-20", seed 1\)/);
  expect(readFileSync(study, 'utf8')).toBe(pinned);
});

test('a new study file is sound, and overwrites nothing', async () => {
  const path = join(root, 'new.json');
  const args = ['study', 'new', path, '--from', 'which-block', '--network', 'resnet20'];
  expect(await skipwire(...args)).toMatchObject({ code: 0 });
  const written = readFileSync(path, 'utf8');
  expect(parseStudyText(written).arms).toHaveLength(1 + 9);
  expect(await skipwire(...args)).toMatchObject({ code: 1, err: expect.stringMatching(/already exists/) });
  expect(readFileSync(path, 'utf8')).toBe(written);
});

test('`study run` takes the flags that `study` has, too', async () => {
  await skipwire('study', 'run', 'x.json', '--out', 'there', '--format', 'csv');
  expect(runStudyFile).toHaveBeenCalledWith('x.json', expect.objectContaining({ out: 'there' }));
  expect(tellStudyEnd).toHaveBeenCalledWith(undefined, 'csv');
});
