/** `skipwire report`, from its arguments to its files. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { parseStudyText } from '../../../core/ablation/read';
import { type Study, studySchema } from '../../../core/ablation/study';
import { parseDocumentText } from '../../../core/network/parse';
import { studiesRoot } from '../../../main/basics/paths';
import { run } from '../../../main/cli/program';
import { sharpPngs } from '../../../main/reporting/png';
import { RunStore } from '../../../main/runs/store';
import { StudyStore } from '../../../main/studies/store';
import { epoch, step } from '../renderer-views/fixtures';
import { newRun } from '../runs/support';

let root: string;
let out: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-report-'));
  out = join(root, 'out');
  await trained('study-1', 'Shortcuts', 'Tiny <net>', 1);
  await trained('study-1', 'Shortcuts', 'Tiny <net>', 2);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function trained(studyId: string, studyName: string, arm: string, seed: number): Promise<string> {
  const store = new RunStore({ root: join(root, 'runs') });
  const { settings, ...draft } = newRun();
  const { id } = await store.create({ ...draft, studyId, studyName, arm, settings: { ...settings, seed } });
  const steps = [1, 2, 3, 4].map((number) => step(number, 2));
  const epochs = [1, 2].map((number) => epoch(number));
  writeFileSync(
    store.folder(id).metrics,
    [...steps, ...epochs].map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  await store.update(id, { state: 'finished', epochs, stepsPerEpoch: 2 });
  return id;
}

/** Its exit code, and what it printed. */
async function report(...argv: string[]): Promise<{ code: unknown; out: string; said: string }> {
  const texts = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      texts[name] += String(chunk);
      return true;
    }),
  );
  try {
    const code = await run(['report', ...argv, '--runs', join(root, 'runs')]);
    return { code, out: texts.stdout, said: texts.stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

test('a folder has the page, its twin, figures, tables and networks', async () => {
  expect(await report('study-1', '--out', out)).toEqual({ code: 0, out: `${out}\n`, said: '' });
  const files = filesIn(out);
  expect(files).toEqual(
    expect.arrayContaining([
      ...['report.html', 'report.md', 'skipwire.json', 'networks/tiny-net.json'],
      ...['figures/validation-accuracy.svg', 'figures/training-loss.png'],
      ...['tables/ablation.tex', 'tables/runs.csv'],
    ]),
  );
  const markdown = readFileSync(join(out, 'report.md'), 'utf8');
  for (const [, file] of markdown.matchAll(/!\[.*\]\((.*)\)/g)) expect(files).toContain(file);
  expect(markdown).toContain('npx skipwire study --arms networks/tiny-net.json --seeds 1,2 --dataset shapes');
  expect(parseDocumentText(readFileSync(join(out, 'networks/tiny-net.json'), 'utf8')).name).toBe('tiny');
  const { width, height } = await sharp(join(out, 'figures/training-loss.png')).metadata();
  const [, drawn] = /width="(\d+)"/.exec(readFileSync(join(out, 'figures/training-loss.svg'), 'utf8'))!;
  expect(width).toBe(2 * Number(drawn));
  expect(height).toBeGreaterThan(300);
});

test('a report is replaced with --force only, and not if others put files there', async () => {
  await report('study-1', '--out', out);
  const before = readFileSync(join(out, 'report.html'), 'utf8');
  expect((await report('study-1', '--out', out)).said).toContain('already exists');
  expect(await report('study-1', '--out', out, '--force')).toMatchObject({ code: 0 });
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toBe(before);
  writeFileSync(join(out, 'notes.txt'), 'mine');
  expect(await report('study-1', '--out', out, '--force')).toMatchObject({
    code: 1,
    said: expect.stringContaining('notes.txt'),
  });
  expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
});

test('with a format, the text is printed or becomes a file', async () => {
  const { code, out: page } = await report('study-1', '--format', 'html');
  expect(code).toBe(0);
  expect(page).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  await report('study-1', '--format', 'html', '--out', join(root, 'page.html'));
  expect(readFileSync(join(root, 'page.html'), 'utf8')).toBe(page);
  expect((await report('study-1', '--format', 'md')).out).toContain('# Shortcuts\n');
});

test('a study is found by its name and by a run', async () => {
  const other = await trained('study-2', 'Depth', 'Deep', 1);
  expect((await report('Depth', '--format', 'md')).out).toContain('# Depth\n');
  expect((await report(other, '--format', 'md')).out).toContain('# Depth\n');
});

test('studies of one name have reports of their own', async () => {
  process.env.SKIPWIRE_DATA = root;
  await trained('study-2', 'Shortcuts', 'Deep', 1);
  const paths = [(await report('study-1')).out, (await report('study-2')).out];
  expect(paths).toEqual([
    `${join(root, 'exports', 'study-1-report')}\n`,
    `${join(root, 'exports', 'study-2-report')}\n`,
  ]);
  expect(readFileSync(join(root, 'exports', 'study-2-report', 'report.md'), 'utf8')).toContain('Deep');
});

test('the report of an unknown study names those that are there', async () => {
  const { code, said } = await report('study-9');
  expect(code).toBe(1);
  expect(said).toContain('There is no study "study-9"');
  expect(said).toContain('study-1');
});

test('two studies with one name have different ids', async () => {
  await trained('study-2', 'Shortcuts', 'Deep', 1);
  const { code, said } = await report('Shortcuts');
  expect(code).toBe(1);
  expect(said).toContain('Name one by its ID: study-2, study-1.');
});

test('where texts would be missing from PNG files, there is none', async () => {
  const blank = () => ({ stats: async () => ({ channels: [{ max: 0 }] }) });
  expect(await sharpPngs([], blank as never)).toBeUndefined();
  expect(await sharpPngs([])).toEqual([]);
});

test('a PDF is left to the desktop app or a browser', async () => {
  const { code, said } = await report('study-1', '--format', 'pdf');
  expect(code).toBe(2);
  expect(said).toContain('Open report.html in a browser and print it');
});

test('the study document is there with its question, and trains it again', async () => {
  process.env.SKIPWIRE_DATA = root;
  const base = { preset: 'resnet20' };
  const document: Study = studySchema.parse({
    ...{ format: 'skipwire.study', version: 1, name: 'Shortcuts', question: 'What are they worth?', base },
    ...{ arms: [{ name: 'with' }], baseline: 'with', seeds: [1, 2] },
  });
  await new StudyStore(studiesRoot()).save({ id: 'study-1', study: document });
  expect(await report('study-1', '--out', out)).toMatchObject({ code: 0 });
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  expect(page).toContain('What are they worth?');
  expect(page).toContain('npx skipwire study run study.json');
  expect(parseStudyText(readFileSync(join(out, 'study.json'), 'utf8'))).toEqual(document);
});

test('what is damaged in a run is left out of the report', async () => {
  const [first] = readdirSync(join(root, 'runs'));
  writeFileSync(join(root, 'runs', first!, 'environment.json'), '{');
  writeFileSync(join(root, 'runs', first!, 'graph.json'), '{');
  expect(await report('study-1', '--out', out)).toMatchObject({ code: 0 });
  expect(existsSync(join(out, 'networks', 'tiny-net.json'))).toBe(true);
});
