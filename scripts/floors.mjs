/**
 * Turns floors.json into lint rules: a folder imports from folders on lower floors, never from its own floor or from above.
 * The table has the folders of each layer, and those of folders inside a layer that are large enough to need floors.
 * Each layer gets a nested configuration of Biome (renderer/biome.json) with one rule for each floor and depth, since
 * the rule compares imports as they are written ("../../state/notices").
 *
 *   node scripts/floors.mjs            writes them
 *   node scripts/floors.mjs --check    fails if they are out of date
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));

/** By folder: its floors, the lowest first, after the folder that it is in. "." means the files directly in it. */
const tables = read('floors.json');

/** Folders inside a layer's folder, each inside the other. */
const MAX_DEPTH = 3;

/** The imports that biome.json forbids in the whole layer. A nested rule replaces it, so it has to repeat them. */
const patternsOfLayer = (layer) =>
  read('biome.json').overrides.find(({ includes }) => includes[0] === `${layer}/**`).linter.rules.style
    .noRestrictedImports.options.patterns;

const rule = (patterns) => ({
  linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
});

/** The rules of a layer, or of a folder inside it that has its own floors, such as main/training. */
function floorRules(layer, folder, floors) {
  const inside = folder.split('/').slice(1);
  const around = inside
    .map((own, n) => ({ own, outer: [layer, ...inside.slice(0, n)].join('/'), steps: inside.length - n }))
    .filter(({ outer }) => tables[outer]);
  return floors.flatMap((names) => {
    const folders = names.filter((name) => name !== '.');
    return Array.from({ length: folders.length === 0 ? 0 : MAX_DEPTH }, (_, depth) => {
      const up = '../'.repeat(depth + 1);
      return {
        includes: folders.map((name) => [...inside, name, ...Array(depth).fill('*'), '*'].join('/')),
        ...rule([
          ...patternsOfLayer(layer),
          ...around.map(({ own, outer, steps }) => pattern(outer, own, up + '../'.repeat(steps))),
          pattern(folder, names[0], up),
        ]),
      };
    });
  });
}

const filesIn = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => parse(name).name);

/** Forbids imports from the floor of `own` and above. */
const pattern = (folder, own, up) => ({
  group: tables[folder]
    .slice(tables[folder].findIndex((names) => names.includes(own)))
    .flat()
    .flatMap((name) => (name === '.' ? filesIn(folder) : [name]))
    .flatMap((name) => [`${up}${name}`, `${up}${name}/**`]),
  message: `Folders of ${folder} import from lower floors only; floors.json lists them.`,
});

function configuration(layer) {
  const overrides = Object.entries(tables)
    .filter(([folder]) => folder === layer || folder.startsWith(`${layer}/`))
    .flatMap(([folder, floors]) => floorRules(layer, folder, floors));
  // One line for each rule, which the formatter leaves unchanged.
  const own = { includes: ['biome.json'], formatter: { enabled: false } };
  const lines = [own, ...overrides].map((override) => `    ${JSON.stringify(override)}`);
  return `{\n  "root": false,\n  "extends": "//",\n  "overrides": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

for (const layer of Object.keys(tables).filter((folder) => !folder.includes('/'))) {
  const path = join(root, layer, 'biome.json');
  const text = configuration(layer);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`${layer}/biome.json does not match floors.json. Run: node scripts/floors.mjs`);
    process.exitCode = 1;
  }
}
