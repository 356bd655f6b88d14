/**
 * Turns floors.json into lint rules: a folder imports from folders on lower floors, never from its own floor or from above.
 * Each layer gets a nested configuration of Biome (renderer/biome.json) with one rule for each floor and depth, since
 * the rule compares imports as they are written ("../../state/notices").
 *
 *   node scripts/floors.mjs            writes them
 *   node scripts/floors.mjs --check    fails if they are out of date
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));

/** Folders inside a layer's folder, each inside the other. */
const MAX_DEPTH = 3;

/** What biome.json forbids the whole layer. A nested rule replaces that one, so it has to repeat it. */
const patternsOfLayer = (layer) =>
  read('biome.json').overrides.find(({ includes }) => includes[0] === `${layer}/**`).linter.rules.style
    .noRestrictedImports.options.patterns;

const rule = (patterns) => ({
  linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
});

function configuration(layer, floors) {
  const overrides = floors.flatMap((folders, floor) =>
    Array.from({ length: MAX_DEPTH }, (_, depth) => {
      const up = '../'.repeat(depth + 1);
      const forbidden = floors.slice(floor).flat();
      return {
        includes: folders.map((folder) => `${folder}/${'*/'.repeat(depth)}*`),
        ...rule([
          ...patternsOfLayer(layer),
          {
            group: forbidden.flatMap((folder) => [`${up}${folder}`, `${up}${folder}/**`]),
            message: `Folders of ${layer} import from lower floors only; floors.json lists them.`,
          },
        ]),
      };
    }),
  );
  // One line for each rule, which the formatter leaves alone.
  const own = { includes: ['biome.json'], formatter: { enabled: false } };
  const lines = [own, ...overrides].map((override) => `    ${JSON.stringify(override)}`);
  return `{\n  "root": false,\n  "extends": "//",\n  "overrides": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

for (const [layer, floors] of Object.entries(read('floors.json'))) {
  const path = join(root, layer, 'biome.json');
  const text = configuration(layer, floors);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`${layer}/biome.json does not match floors.json. Run: node scripts/floors.mjs`);
    process.exitCode = 1;
  }
}
