/** The lint rules of biome.json really hold the direction of imports, core <- main <- electron, core <- renderer; and where things are kept. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

const refused = [
  ['core/graph', '../../main/basics/paths'],
  ['core/graph', '../../renderer/ui/theme/tokens'],
  ['core/graph', 'node:fs'],
  ['main/runs', '../../renderer/ui/theme/tokens'],
  ['main/runs', '../../electron/main'],
  ['main/runs', 'electron'],
  ['renderer/shell', '../../main/basics/paths'],
  ['renderer/shell', 'electron'],
  ['electron', '../renderer/ui/theme/tokens'],
] as const;

const allowed = [
  ['core/graph', './document'],
  ['main/runs', '../../core/graph/document'],
  ['renderer/shell', '../../core/graph/document'],
  ['electron', '../main/services'],
] as const;

/** What the real configuration refuses of some files, as "file:line:column rule". */
function lint(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-lint-'));
  try {
    const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    // The files are outside the repository, where there is no git to ask.
    writeFileSync(
      join(folder, 'biome.json'),
      JSON.stringify({ ...config, $schema: undefined, vcs: undefined }),
    );
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '--max-diagnostics=none', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lints one file per pair and returns the indices of those that were refused. */
function refusedProbes(pairs: readonly (readonly [string, string])[]): Set<number> {
  const found = lint(
    Object.fromEntries(
      pairs.map(([place, path], index) => [
        `${place}/probe${index}.ts`,
        `import { thing } from '${path}';\n\nexport const used = thing;\n`,
      ]),
    ),
  ).matchAll(/probe(\d+)\.ts:\d+:\d+ lint\/style\/noRestrictedImports/g);
  return new Set([...found].map((match) => Number(match[1])));
}

test('files that import each other are refused, even for types only', () => {
  const found = lint({
    'main/one.ts': "import { two } from './two';\n\nexport const one = () => two;\n",
    'main/two.ts': "import { one } from './one';\n\nexport const two = () => one;\n",
    'main/three.ts': "import type { Four } from './four';\n\nexport type Three = { four?: Four };\n",
    'main/four.ts': "import type { Three } from './three';\n\nexport type Four = { three?: Three };\n",
  }).matchAll(/(\w+\.ts):\d+:\d+ lint\/suspicious\/noImportCycles/g);
  expect([...found].map(([, file]) => file).sort()).toEqual(['four.ts', 'one.ts', 'three.ts', 'two.ts']);
});

const probes = [...refused, ...allowed];
const result = refusedProbes(probes);

test.each(probes.map((pair, index) => [pair[0], pair[1], index] as const))(
  'the rule for %s importing %s holds',
  (_place, _path, index) => {
    expect(result.has(index)).toBe(index < refused.length);
  },
);

/** Files that may touch what a browser stores: work is kept on the host, where every window and browser finds it. */
const MAY_STORE = [
  // The session, without which the page cannot reach the host.
  'renderer/client/session.ts',
  // What earlier versions left, to be moved to the host and removed.
  'renderer/state/kept/earlierStorage.ts',
  'renderer/client/documents/drafts.ts',
];

test('nothing is kept in the storage of the browser', () => {
  const offenders = filesBelow(join(root, 'renderer'))
    .map((path) => path.slice(root.length + 1).replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !MAY_STORE.includes(path))
    .filter((path) =>
      /localStorage|sessionStorage|indexedDB|zustand\/middleware|document\.cookie|navigator\.storage/.test(
        readFileSync(join(root, path), 'utf8'),
      ),
    );
  expect(offenders).toEqual([]);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
