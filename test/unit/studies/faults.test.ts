/** Each fault of a study is one clear message, in the terminal and for the window, and nothing is changed on disk. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORPCError } from '@orpc/server';
import { parseStudy } from '../../../core/ablation/read';
import { pinsOf, resolveStudy } from '../../../core/ablation/resolve';
import { saveStudySchema } from '../../../core/contract/studies';
import { textOf } from '../../../core/messages';
import { run } from '../../../main/cli/program';
import { createServices, type Services } from '../../../main/services';
import { messageOf } from '../../../renderer/client/errors';
import { studyJson } from '../core/ablation/support';

let root: string;
let services: Services;
const before = process.env.SKIPWIRE_DATA;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-study-faults-'));
  process.env.SKIPWIRE_DATA = root;
  services = await createServices({ host: 'cli', version: '0.0.0' });
});
afterAll(async () => {
  await services.close();
  if (before === undefined) delete process.env.SKIPWIRE_DATA;
  else process.env.SKIPWIRE_DATA = before;
  rmSync(root, { recursive: true, force: true });
});

/** Every file with its content. */
function onDisk(folder = root): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory()
        ? Object.entries(onDisk(path))
        : [[path, readFileSync(path, 'latin1')] as const];
    }),
  );
}

async function inTerminal(...argv: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      said += String(chunk);
      return true;
    }),
  );
  try {
    return { code: await run(argv), said: said.trim() };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

/** What the window shows for a study that it sends: words of the contract, or of the host. */
async function inWindow(json: unknown): Promise<string> {
  const { data, error } = saveStudySchema.safeParse({ id: 'sent', study: json });
  if (error) {
    const sent = JSON.parse(JSON.stringify({ issues: error.issues }));
    return messageOf(new ORPCError('BAD_REQUEST', { data: sent }));
  }
  return textOf((await services.studies.check(data.study)) ?? 'none');
}

async function expectOneMessage(text: string, said: RegExp, commands = ['run']): Promise<void> {
  const file = join(root, 'study.json');
  writeFileSync(file, text);
  const there = onDisk();
  for (const command of commands) {
    const answer = await inTerminal('study', command, file);
    expect(answer).toEqual({ code: 1, said: expect.stringMatching(said) });
    expect(answer.said.split('\n')).toHaveLength(1);
  }
  expect(onDisk()).toEqual(there);
}

const arm = (change: Record<string, unknown>) => ({ arms: [{ name: 'with', ...change }] });

test.each<[string, Record<string, unknown>, RegExp, RegExp?]>([
  ['an unknown arm', { baseline: 'wth' }, /no arm "wth", which is the baseline/],
  ['no seeds', { seeds: [] }, /"?seeds"?:? must have at least 1 item/],
  ['a cyclic base', arm({ base: { arm: 'with' } }), /cannot start from itself: "with" → "with"/],
  ['an arm twice', { arms: [{ name: 'with' }, { name: 'with' }] }, /Received: "with" twice/],
  [
    'an unknown edit',
    arm({ edits: [{ kind: 'prune' }] }),
    /arms\[0\]\.edits\[0\]\.kind" must be remove-shortcuts, .*or change\. Received: "prune"/,
    /^study\.arms\.0\.edits\.0\.kind: must be remove-shortcuts, .*or change$/,
  ],
  ['an edit that is no object', arm({ edits: ['prune'] }), /must be an object/],
  ['a later version', { version: 2 }, /reads version 1\. Received: 2\. It was saved by a later/, /must be 1/],
  ['no version', { version: undefined }, /"?version"?:? must be 1/],
  ['a huge seed', { seeds: [1e300] }, /"?seeds(\[0\]|\.0)"?:? must be at most/],
  ['a huge number of epochs', { settings: { dataset: 'shapes', epochs: 1e300 } }, /from 1 to 10,000/],
  ['a huge factor', arm({ edits: [{ kind: 'width', factor: 1e300 }] }), /factor"?:? must be at most 8/],
  ['an unknown setting', { settings: { epoch: 3 } }, /no setting "epoch"\. Did you mean epochs\?/],
  [
    'a setting of an object',
    { settings: { optimizer: { type: 'adam' } } },
    /settings\.optimizer"?:? must be a number, text/,
  ],
  [
    'a value that varies twice',
    { varied: [{ path: 'epochs', values: [1, 2, 1] }] },
    /must differ\. Received: epochs = 1 twice/,
  ],
  [
    'an unknown preset',
    { base: { preset: 'resnet21' } },
    /Arm "with": A preset must be .*Received: resnet21/,
  ],
  ['a base of no kind', { base: 'resnet20' }, /base"?:? must be an object/],
  ['an unknown data set', { settings: { dataset: 'nowhere' } }, /nowhere/],
])('%s', async (_, change, said, inTheWindow = said) => {
  const json = JSON.parse(JSON.stringify(studyJson(change)));
  await expectOneMessage(JSON.stringify(json), said);
  const shown = await inWindow(json);
  expect(shown).toMatch(inTheWindow);
  expect(shown.split('\n')).toHaveLength(1);
  expect(await services.studies.list()).toEqual([]);
});

test('a file that is not JSON, is not there, or names a graph that is not there', async () => {
  await expectOneMessage('{ "format": ', /The file must be JSON/, ['check', 'run']);
  await expectOneMessage('[]', /must be an object\. Received: \[\]/);
  await expectOneMessage(
    JSON.stringify(studyJson({ base: { file: 'gone.skipwire' } })),
    /There is no file .*gone\.skipwire\./,
  );
  const answer = await inTerminal('study', 'run', join(root, 'none.json'));
  expect(answer).toEqual({
    code: 1,
    said: expect.stringMatching(/^skipwire: There is no file .*none\.json\.$/),
  });
});

test('cells that were tampered with', async () => {
  const cells = pinsOf(resolveStudy(parseStudy(studyJson())));
  const [first, ...others] = cells;
  const changed = studyJson({ cells: [{ ...first, key: 'f'.repeat(28) }, ...others] });
  await expectOneMessage(JSON.stringify(changed), /cells\[0\] is not what the study trains now/);
  expect(await inWindow(changed)).toMatch(/cells\[0\] is not what the study trains now/);
});
