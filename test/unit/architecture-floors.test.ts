/** The lint rules inside each layer are those of floors.json, and they refuse exactly the imports that do not go down. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const layers = Object.entries(
  JSON.parse(readFileSync(join(root, 'floors.json'), 'utf8')) as Record<string, string[][]>,
);

test('the rules are up to date: node scripts/floors.mjs', () => {
  execFileSync(process.execPath, [join(root, 'scripts', 'floors.mjs'), '--check']);
});

test.each(layers)('every folder of %s is on one floor of floors.json', (layer, floors) => {
  const folders = readdirSync(join(root, layer), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    // A branch that was checked out before may have left an empty one.
    .filter((name) =>
      readdirSync(join(root, layer, name), { recursive: true, withFileTypes: true }).some((entry) =>
        entry.isFile(),
      ),
    );
  expect(floors.flat().sort()).toEqual(folders.sort());
});

/** Folders between a layer's folder and the file, so that deeper files are held to the rules too. */
const DEPTHS = ['', 'inner/', 'inner/inner/'];

test('imports go down only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-floors-'));
  try {
    const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(
      join(folder, 'biome.json'),
      JSON.stringify({ ...config, $schema: undefined, vcs: undefined }),
    );
    const expected: string[] = [];
    for (const [layer, floors] of layers) {
      mkdirSync(join(folder, layer));
      cpSync(join(root, layer, 'biome.json'), join(folder, layer, 'biome.json'));
      const all = floors.flatMap((names, floor) => names.map((name) => ({ name, floor })));
      for (const from of all)
        for (const inner of DEPTHS) {
          const up = '../'.repeat(inner.split('/').length);
          const probe = `${layer}/${from.name}/${inner}probe.ts`;
          const others = all.filter(({ name }) => name !== from.name);
          const imports = [
            ...others.map(({ name }) => `${up}${name}/thing`),
            ...others.map(({ name }) => `${up}${name}`),
            // Not the folder of this layer.
            ...others.map(({ name }) => `${up}../core/${name}/thing`).filter(() => layer !== 'core'),
          ];
          const refused = others.filter(({ floor }) => floor >= from.floor);
          for (const { name } of refused)
            expected.push(`${probe} ${up}${name}/thing`, `${probe} ${up}${name}`);
          mkdirSync(dirname(join(folder, probe)), { recursive: true });
          writeFileSync(
            join(folder, probe),
            imports.map((path, index) => `export { thing as t${index} } from '${path}';\n`).join(''),
          );
        }
    }
    expect(refusals(folder).sort()).toEqual(expected.sort());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What noRestrictedImports refuses below a folder, as "file import". */
function refusals(folder: string): string[] {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [
    'lint',
    '--only=style/noRestrictedImports',
    '--max-diagnostics=none',
    '--reporter=github',
    '.',
  ];
  const { stdout } = spawnSync(process.execPath, [biome, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const found = new RegExp(`${basename(folder)}/(.+?\\.ts),line=(\\d+)`, 'g');
  return [...stdout.matchAll(found)].map(([, file = '', line]) => {
    const text = readFileSync(join(folder, file), 'utf8').split('\n')[Number(line) - 1] ?? '';
    return `${file} ${/'(.*)'/.exec(text)?.[1]}`;
  });
}
