/** American spelling, everywhere that a person or a maintainer reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const root = join(__dirname, '..', '..');
const FOLDERS = ['core', 'docs', 'electron', 'main', 'renderer', 'scripts', 'test'];
const FILES = ['README.md', 'biome.json', 'jest.config.mjs', 'vite.config.ts'];
const READ = /\.(ts|tsx|mjs|cjs|css|html|json|md|py|yml)$/;
/** Names of fixtures that Python wrote, and this list itself. */
const LEFT_OUT = /^test\/reference\/|architecture-spelling\.test\.ts$/;

const BRITISH = new RegExp(
  [
    'colour',
    'licence',
    'neighbour',
    'centred?\\b',
    'grey',
    'behaviour',
    'favour',
    'honour',
    'labelled(?!by)',
    'labelling',
    'modell(ed|ing)',
    'travelled',
    'analys(ed|ing|er)',
    'analyse\\b',
    '(normal|recogn|initial|penal|regular|summar|standard|quant|general|serial|random|equal|synchron)is(e|ed|es|ing|ation)',
    '(optim|minim|maxim|organ)is(e|ed|es|ing|ation|er)',
  ].join('|'),
  'gi',
);

/** Names that others gave. */
const OTHERS = ["'licence.md'", "'@img/colour'", "'grey16'", "'grey.jpg'", "'unlabelled'"];

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path);
    return READ.test(entry.name) ? [path] : [];
  });
}

const slashes = (path: string) => path.split(sep).join('/');

function britishIn(text: string): string[] {
  const ours = OTHERS.reduce((rest, name) => rest.replaceAll(name, ''), text);
  return ours.match(BRITISH) ?? [];
}

test('no file has a British spelling', () => {
  const files = [...FILES, ...FOLDERS.flatMap(filesBelow)].filter((path) => !LEFT_OUT.test(path));
  const found = files.flatMap((path) => {
    const words = [...britishIn(path), ...britishIn(readFileSync(join(root, path), 'utf8'))];
    return words.length > 0 ? [`${slashes(relative(root, join(root, path)))}: ${words.join(', ')}`] : [];
  });
  expect(found).toEqual([]);
});

test.each([
  ['the colour of its neighbours', ['colour', 'neighbour']],
  ['normaliseWords', ['normalise']],
  ['a Licence, centred', ['Licence', 'centred']],
  ['aria-labelledby, optimistic, analyses, center, promise', []],
])('%j: %j', (text, words) => expect(britishIn(text)).toEqual(words));
