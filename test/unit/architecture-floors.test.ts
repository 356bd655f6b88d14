/** The lint rules inside each layer are those of floors.json, and they refuse exactly the imports that do not go down. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const tables = Object.entries(
  JSON.parse(readFileSync(join(root, 'floors.json'), 'utf8')) as Record<string, string[][]>,
);

test('the rules are up to date: node scripts/floors.mjs', () => {
  const check = () => execFileSync(process.execPath, [join(root, 'scripts', 'floors.mjs'), '--check']);
  expect(check).not.toThrow();
});

test.each(tables)('every folder of %s is on one floor of floors.json', (layer, floors) => {
  const folders = readdirSync(join(root, layer), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    // A branch that was checked out before may have left an empty one.
    .filter((name) =>
      readdirSync(join(root, layer, name), { recursive: true, withFileTypes: true }).some((entry) =>
        entry.isFile(),
      ),
    );
  const named = floors.flat().filter((name) => name !== '.');
  expect(named.sort()).toEqual(folders.sort());
});

test.each(['renderer', 'main', 'core'])('the floors of %s are drawn in docs/ARCHITECTURE.md', (layer) => {
  const text = readFileSync(join(root, 'docs', 'ARCHITECTURE.md'), 'utf8');
  const [, after = ''] = text.split(`(\`${layer}\`)`);
  const [, drawing = ''] = after.split('```');
  // Names, and after a wide gap what is in them.
  const drawn = drawing
    .trim()
    .split('\n')
    .map((line) => (line.split(/ {8,}|(?<=^\w+) {3,}/)[0] ?? '').split(/ {2}/));
  expect(drawn.map((names) => names.sort())).toEqual(
    floorsOf(layer)
      .map((names) => [...names].sort())
      .reverse(),
  );
});

const floorsOf = (place: string) => tables.find(([name]) => name === place)?.[1] ?? [];
/** Folders, and the files directly in `place` if they have a floor. */
const placed = (place: string) =>
  floorsOf(place).flatMap((names, floor) =>
    names.flatMap((name) =>
      name === '.'
        ? readdirSync(join(root, place))
            .filter((file) => file.endsWith('.ts'))
            .map((file) => ({ name: basename(file, '.ts'), floor, isFile: true }))
        : [{ name, floor, isFile: false }],
    ),
  );

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
    for (const [place] of tables) {
      const [layer = '', ...inside] = place.split('/');
      mkdirSync(join(folder, layer), { recursive: true });
      cpSync(join(root, layer, 'biome.json'), join(folder, layer, 'biome.json'));
      const all = placed(place);
      // What it may import from the folders around it does not depend on its own floor.
      const around = inside.flatMap((own, n) => {
        const others = placed([layer, ...inside.slice(0, n)].join('/'));
        const floorOfOwn = others.find(({ name }) => name === own)?.floor ?? 0;
        const out = '../'.repeat(inside.length - n);
        return others.map(({ name, floor }) => ({ path: `${out}${name}`, refused: floor >= floorOfOwn }));
      });
      for (const from of all.filter(({ isFile }) => !isFile))
        for (const inner of DEPTHS) {
          const up = '../'.repeat(inner.split('/').length);
          const out = up + '../'.repeat(inside.length);
          const probe = `${place}/${from.name}/${inner}probe.ts`;
          const others = all.filter(({ name }) => name !== from.name);
          const imports = [
            ...others.map(({ name, floor }) => ({ path: `${up}${name}`, refused: floor >= from.floor })),
            ...around.map(({ path, refused }) => ({ path: `${up}${path}`, refused })),
            // Not the folder of this layer.
            ...(layer === 'core' ? [] : placed('core')).map(({ name }) => ({
              path: `${out}../core/${name}`,
              refused: false,
            })),
          ].flatMap(({ path, refused }) => [
            { path, refused },
            { path: `${path}/thing`, refused },
          ]);
          for (const { path, refused } of imports) if (refused) expected.push(`${probe} ${path}`);
          mkdirSync(dirname(join(folder, probe)), { recursive: true });
          writeFileSync(
            join(folder, probe),
            imports.map(({ path }, index) => `export { thing as t${index} } from '${path}';\n`).join(''),
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
