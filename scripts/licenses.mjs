/** Licenses of everything that is shipped, collected from the actual contents of the bundles: build/licenses.json.gz. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const shipped = require('../electron/shipped.cjs');

/** Folder of the package that a file belongs to; undefined for our own files. */
export function packageFolderOf(file) {
  if (!/[\\/]node_modules[\\/]/.test(file)) return undefined;
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    // Folders of a package may have a package.json of their own, without a name or version.
    if (existsSync(manifest) && 'version' in JSON.parse(readFileSync(manifest, 'utf8'))) return folder;
  }
  return undefined;
}

const standard = join(import.meta.dirname, '..', 'assets', 'licenses');

const LICENSE_FILE = /^(licen[cs]e|copying|notice|ofl)([.-].*)?$/i;

/** License texts, and what a README says about bundled parts (sharp's libraries). */
function textOf(folder) {
  const files = readdirSync(folder)
    .filter((name) => LICENSE_FILE.test(name))
    .sort();
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  const readme = readdirSync(folder).find((name) => /^readme(\.md)?$/i.test(name));
  const section = readme && sectionOn(readFileSync(join(folder, readme), 'utf8'));
  if (section && !IS_LINK.test(section) && (texts.length === 0 || /third-party/i.test(section)))
    texts.push(section);
  return texts.map((text) => text.trim()).join('\n\n');
}

/** "License information can be found [here](...)." */
const IS_LINK = /^.*\]\(https?:[^)]*\)\.?$/;

const sectionOn = (readme) =>
  readme.match(/^#+ *licen[cs](?:e|ing)\b[^\n]*\n([\s\S]*?)(?=^# |^## (?!#)|$(?![\s\S]))/im)?.[1]?.trim();

function describe(folder) {
  const { name, version, license, licenses, author, homepage, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const kind = license?.type ?? license ?? licenses?.map((one) => one.type).join(' or ') ?? 'see its text';
  const by = typeof author === 'object' ? author.name : author?.replace(/\s*[<(].*/, '');
  const own = join(standard, `${name}.txt`);
  const text = existsSync(own)
    ? readFileSync(own, 'utf8').trim()
    : textOf(folder) || standardText(name, kind, by);
  const source = homepage ?? repository?.url ?? repository;
  return {
    name,
    version,
    license: /^see license/i.test(kind) ? 'see its text' : kind,
    text,
    ...(typeof source === 'string' ? { source } : {}),
  };
}

/** For a package that names its license but has no license file: the text with its name in assets/licenses. */
function standardText(name, kind, by) {
  const texts = kind.split(/[() ]+/).filter((id) => existsSync(join(standard, `${id}.txt`)));
  const words = `${name} has no license file. Its package.json says: ${kind}${by ? `, by ${by}` : ''}.`;
  return [words, ...texts.map((id) => readFileSync(join(standard, `${id}.txt`), 'utf8').trim())].join('\n\n');
}

/** What is inside third-party packages, or beside them. */
function others(root) {
  const read = (name) => readFileSync(join(standard, name), 'utf8').trim();
  const electron = join(root, 'node_modules', 'electron');
  const { version } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8'));
  return [
    {
      name: 'Electron',
      version,
      license: 'MIT',
      text: `Part of the installed app. The licenses of Chromium, on which it is built, are in LICENSES.chromium.html beside the app's program.\n\n${readFileSync(join(electron, 'LICENSE'), 'utf8').trim()}`,
    },
    ...liblzma(root, read),
    {
      name: 'GNU Lesser General Public License',
      version: '3',
      license: 'LGPL-3.0',
      text: `This license covers node-liblzma, and libvips, GLib and other libraries that sharp's entries list. They are used unchanged, as libraries that you may replace: in the installed app they are in resources/app.asar.unpacked/node_modules. Their sources are at github.com/lovell/sharp-libvips and github.com/oorabona/node-liblzma.\n\n${read('LGPL-3.0.txt')}`,
    },
    {
      name: 'GNU General Public License',
      version: '3',
      license: 'GPL-3.0',
      text: `The GNU Lesser General Public License refers to this one.\n\n${read('GPL-3.0.txt')}`,
    },
  ];
}

/** Inside node-liblzma, which npm may have failed to install. */
function liblzma(root, read) {
  const file = join(root, 'node_modules', 'node-liblzma', 'xz-version.json');
  if (!existsSync(file)) return [];
  const { version } = JSON.parse(readFileSync(file, 'utf8'));
  return [
    {
      name: 'liblzma (XZ Utils)',
      version: version.replace(/^v/, ''),
      license: '0BSD',
      text: `Part of node-liblzma. Copyright (C) The XZ Utils authors and contributors.\n\n${read('0BSD.txt')}`,
    },
  ];
}

/**
 * @param folders of the packages in the bundles.
 * @returns an entry for each package and version, by name.
 */
export function collectLicenses(root, folders) {
  const whole = shipped.packages
    .map((name) =>
      [
        join(root, 'node_modules', name),
        join(root, 'node_modules/@img/sharp-wasm32/node_modules', name),
      ].find(existsSync),
    )
    .filter(Boolean);
  const entries = new Map();
  for (const folder of [...folders, ...whole]) {
    const entry = describe(folder);
    entries.set(`${entry.name} ${entry.version}`, entry);
  }
  return [...entries.values(), ...others(root)].sort((a, b) =>
    a.name.replace('@', '').localeCompare(b.name.replace('@', ''), 'en'),
  );
}

/** As a readable file. */
export const asText = (entries) =>
  [
    'Skipwire is made with the work of others. These are their licenses.',
    ...entries.map(({ name, version, license, source, text }) =>
      [`${'='.repeat(100)}\n${name} ${version} (${license})`, source, '', text]
        .filter((line) => line !== undefined)
        .join('\n'),
    ),
  ].join('\n\n');
