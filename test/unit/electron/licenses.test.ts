/** Licenses: found for every package, whatever it names its file. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

interface Entry {
  name: string;
  version: string;
  license: string;
  text: string;
  source?: string;
}

/** scripts/licenses.mjs is an ES module: another Node runs it. */
function collect(folders: readonly string[]): Entry[] {
  const script = `
    import { collectLicenses } from ${JSON.stringify(join(root, 'scripts', 'licenses.mjs'))};
    console.log(JSON.stringify(collectLicenses(${JSON.stringify(root)}, ${JSON.stringify(folders)})));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

let folder: string;
let found: Map<string, Entry>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-licenses-'));
  const make = (name: string, manifest: object, files: Record<string, string>) => {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.2.3', ...manifest }));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
    return place;
  };
  const folders = [
    make('plain', { license: 'MIT' }, { LICENSE: 'MIT, by A', 'NOTICE.txt': 'and B', 'index.js': 'code' }),
    make('british', { license: 'ISC' }, { 'licence.md': 'ISC, by C' }),
    make('bare', { license: 'MIT', author: 'D <d@example.invalid>' }, { 'README.md': '# Bare' }),
    make(
      'linked',
      { license: 'MIT' },
      { 'README.md': '# Linked\n\n## License\n\nIt can be found [here](https://example.invalid).\n' },
    ),
    make(
      'listed',
      { license: 'Apache-2.0' },
      { LICENSE: 'Apache', 'README.md': '# Listed\n\n## Licensing\n\nThird-party parts: libx (LGPLv3)\n' },
    ),
    make(
      'elsewhere',
      { license: 'SEE LICENSE IN TERMS', homepage: 'https://example.invalid' },
      { LICENSE: 'Terms' },
    ),
  ];
  found = new Map(collect(folders).map((entry) => [entry.name, entry]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['plain', 'MIT', 'MIT, by A\n\nand B'],
  ['british', 'ISC', 'ISC, by C'],
  ['listed', 'Apache-2.0', 'Apache\n\nThird-party parts: libx (LGPLv3)'],
  ['elsewhere', 'see its text', 'Terms'],
])('%s', (name, license, text) => {
  expect(found.get(name)).toMatchObject({ version: '1.2.3', license, text });
});

test('onnxruntime has the licenses of its parts, which its package lacks', () => {
  expect(found.get('onnxruntime-node')?.text).toMatch(
    /^MIT License\n\nCopyright \(c\) Microsoft[\s\S]*\nEigen\n/,
  );
});

test('a package that only names its license, or where it is, gets the standard text', () => {
  expect(found.get('linked')?.text).toContain('Permission is hereby granted, free of charge');
  const { text } = found.get('bare')!;
  expect(text).toMatch(/^bare has no license file\. Its package\.json says: MIT, by D\./);
  expect(text).toContain('Permission is hereby granted, free of charge');
});

test('what is shipped and in no bundle is there too, with the texts that the LGPL asks for', () => {
  for (const name of [
    'sharp',
    'h5wasm',
    'Electron',
    'GNU Lesser General Public License',
    'GNU General Public License',
  ]) {
    expect(found.get(name)?.text.length).toBeGreaterThan(500);
  }
});
