/** The worked examples of CONTRIBUTING.md: each diff is applied to a copy of the sources, and the result is tried. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import type * as Analyze from '../../core/analysis/analyze';
import type * as Presets from '../../core/presets';
import type * as Snippet from '../../core/study/snippet';
import type * as Datasets from '../../main/datasets';
import type * as Exporting from '../../main/exporting';
import type * as Downloading from '../../main/exporting/download';
import type * as FindingExports from '../../main/exporting/find-export';
import type * as Safetensors from '../../main/runs/safetensors';
import { catalogueProblems, readCatalogues } from '../../scripts/messages.mjs';

const root = join(__dirname, '..', '..');
const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-example-'));
  for (const copied of ['core', 'main', 'package.json']) {
    cpSync(join(root, copied), join(folder, copied), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The diff below a heading. */
function diffOf(heading: string): string {
  const section = contributing.split(`\n### ${heading}\n`)[1]?.split('\n### ')[0] ?? '';
  return /```diff\n([\s\S]*?)```/.exec(section)![1]!;
}

/** Applies hunks by what they say, wherever in the file that is. */
function apply(diff: string): void {
  for (const [, from, to, body] of diff.matchAll(/^--- (\S+)\n\+\+\+ (\S+)\n((?:(?!--- ).*\n?)*)/gm)) {
    const file = join(folder, to!);
    let text = from === '/dev/null' ? '' : readFileSync(file, 'utf8');
    expect(existsSync(file)).toBe(from !== '/dev/null');
    for (const hunk of body!.split(/^@@\n/m)) {
      const lines = hunk.split('\n').filter((line) => line !== '');
      const side = (sign: string) =>
        lines
          .filter((line) => line.startsWith(' ') || line.startsWith(sign))
          .map((line) => `${line.slice(1)}\n`)
          .join('');
      const before = side('-');
      expect([file, before, text.split(before).length - (before === '' ? text.length : 0)]).toEqual([
        file,
        before,
        before === '' ? 0 : 2,
      ]);
      text = before === '' ? side('+') : text.replace(before, () => side('+'));
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Modules of the copy. */
function load<Modules>(exports: string): Modules {
  const outfile = join(folder, 'example.cjs');
  buildSync({
    stdin: { contents: exports, resolveDir: folder, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'error',
  });
  return require(outfile) as Modules;
}

test('a preset', () => {
  apply(diffOf('A preset'));
  const { presets, buildPreset, analyze } = load<typeof Presets & typeof Analyze>(
    "export * from './core/presets'; export * from './core/analysis/analyze';",
  );
  expect(presets.filter(({ depth }) => depth === 26).map(({ id }) => id)).toEqual(['resnet26', 'plain26']);
  const { problems, totals } = analyze(buildPreset('resnet26'));
  expect(problems).toEqual([]);
  expect(totals).toMatchObject({ depth: 26, shortcuts: 8 });
});

test('a data set', async () => {
  apply(diffOf('A data set'));
  const { DatasetStore } = load<typeof Datasets>("export { DatasetStore } from './main/datasets';");
  const store = new DatasetStore({ root: join(folder, 'datasets') });
  await store.generate({ id: 'stripes', trainCount: 20, valCount: 4, seed: 1 });
  const set = (await store.list()).find(({ id }) => id === 'stripes');
  expect(set).toMatchObject({
    ...{ name: 'Stripes', state: 'ready', trainCount: 20, valCount: 4, imageShape: [16, 16, 1] },
    trainPerClass: [10, 10],
  });
});

test('an export format', async () => {
  apply(diffOf('An export format'));
  const { exportRun, findExport, prepareDownload, readSafetensors, pythonSnippet, buildPreset, analyze } =
    load<
      typeof Exporting &
        typeof Downloading &
        typeof FindingExports &
        typeof Safetensors &
        typeof Snippet &
        typeof Presets &
        typeof Analyze
    >(
      `export { exportRun } from './main/exporting'; export { findExport } from './main/exporting/find-export'; export { prepareDownload } from './main/exporting/download'; export { readSafetensors } from './main/runs/safetensors';
     export * from './core/study/snippet'; export { buildPreset } from './core/presets'; export * from './core/analysis/analyze';`,
    );
  const graph = buildPreset('plain20', { inputShape: [16, 16, 3] });
  const { nodes, order } = analyze(graph);
  const tensors = new Map(
    order.flatMap((id) =>
      (nodes[id]?.weights ?? []).map(({ name, shape }) => {
        const size = shape.reduce((product, side) => product * side, 1);
        return [`${id}/${name}`, { shape, data: new Float32Array(size).fill(0.5) }] as const;
      }),
    ),
  );
  const settings = {
    dataset: 'shapes',
    normalization: 'none',
    preprocessing: { fit: 'stretch', interpolation: 'bilinear' },
  };
  const checkpoint = { file: 'a', epoch: 0, step: 0, roles: ['last'] };
  const store = {
    get: () => ({ id: 'a', settings: { ...settings, preciseBatchNorm: { batches: 1 } }, network: {} }),
    graph: () => graph,
    chosen: () => ({ checkpoint, tensors }),
    folder: () => ({}),
  };
  const path = join(folder, 'weights.safetensors');
  // The schema of the copy knows the format; the types here are those of the sources.
  const format = 'safetensors' as 'keras';
  for (const force of [false, true]) {
    const exported = await exportRun(store as never, 'a', format, path, { force });
    expect(pythonSnippet(format, path, exported.inference)).toContain('safe_open(path, "np")');
  }
  const read = await readSafetensors(path);
  expect(read.tensors.get('head.dense/kernel')).toMatchObject({
    shape: [64, 10],
  });
  expect(JSON.parse(read.metadata.skipwire!)).toMatchObject({ run: 'a', dataset: 'shapes' });
  expect(await findExport(path)).toEqual({ path: realpathSync(path), files: [], isFolder: false });
  const download = await prepareDownload(path);
  expect(download.name).toBe('weights.safetensors');
  const pieces: Uint8Array[] = [];
  for await (const piece of download.stream(() => undefined)) pieces.push(piece);
  expect(Buffer.concat(pieces).equals(readFileSync(path))).toBe(true);
  const words = readCatalogues(join(folder, 'core', 'messages'));
  expect(catalogueProblems(words)).toEqual([]);
});

test('all of them pass the type check', () => {
  for (const heading of ['A preset', 'A data set', 'An export format']) apply(diffOf(heading));
  const include = ['core', 'main'].map((layer) => join(folder, layer));
  const project = join(folder, 'tsconfig.json');
  writeFileSync(project, JSON.stringify({ extends: join(root, 'tsconfig.json'), include }));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' });
  expect([stdout, status]).toEqual(['', 0]);
}, 180_000);
