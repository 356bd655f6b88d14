/** The documents lead somewhere: their links, the index of decisions, and the files and commands that they name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const documents = ['README.md', 'CONTRIBUTING.md', ...markdownBelow('docs')];

function markdownBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}

const headings = (text: string): string[] => [...text.matchAll(/^##+ (.+)$/gm)].map(([, title]) => title!);

/** The anchor that GitHub gives to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

test.each(documents)('the links of %s lead to a file, and to a heading in it', (file) => {
  const broken = [...read(file).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].filter(
    ([, path, anchor]) => {
      const target = path ? join(dirname(file), path) : file;
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !headings(read(target)).map(anchorOf).includes(anchor);
    },
  );
  expect(broken.map(([link]) => link)).toEqual([]);
});

test('the index of decisions lists every decision, in the order of its file', () => {
  const index = read('docs/decisions/README.md');
  for (const file of readdirSync(join(root, 'docs', 'decisions'))) {
    if (file === 'README.md') continue;
    const entries = headings(read(`docs/decisions/${file}`)).map(
      (title) => `- [${title}](${file}#${anchorOf(title)})`,
    );
    expect(index).toContain(`(${file})\n\n${entries.join('\n')}\n`);
  }
});

test('each npm script that a document names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = documents.flatMap((file) =>
    [...read(file).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!),
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test.each(['CONTRIBUTING.md', 'docs/ARCHITECTURE.md'])('each file that %s names exists', (document) => {
  const named = [
    ...read(document).matchAll(/`((?:core|docs|main|renderer|electron|test|scripts)\/[\w./-]+)`/g),
  ];
  expect(named.map(([, path]) => path!).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
