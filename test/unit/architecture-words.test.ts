/** Plain words in comments and in the texts that a person reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textsOf } from '../../core/messages/languages';

const root = join(__dirname, '..', '..');
const FOLDERS = ['core', 'electron', 'main', 'renderer', 'scripts', 'test'];

const BANNED = /\b(anew|mend(s|ed|ing)?|so many|of which|thereof|told)\b/gi;

/** The comments of a source, without the characters that mark them. */
function commentsIn(source: string): string[] {
  const blocks = source.matchAll(/(?<=^|\s)\/\*+([\s\S]*?)\*\//g);
  const lines = source.replaceAll(/(?<=^|\s)\/\*[\s\S]*?\*\//g, '').matchAll(/((?<=^|\s)\/\/ .*\n\s*)+/g);
  return [
    ...Array.from(blocks, ([, text]) => text!.replaceAll(/^\s*\*/gm, '')),
    ...Array.from(lines, ([text]) => text.replaceAll(/(?<=^|\s)\/\/ /g, '')),
  ].map((text) => text.trim().replaceAll(/\s+/g, ' '));
}

const problemsIn = (comment: string): string[] => [
  ...(/^Of\b/.test(comment) ? ['begins with Of'] : []),
  ...(comment.match(BANNED) ?? []),
];

test('comments are in plain words', () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      // This file quotes what is banned.
      .filter((name) => /\.(tsx?|[cm]js)$/.test(name) && !name.endsWith('architecture-words.test.ts'))
      .map((name) => join(folder, name)),
  );
  const found = files.flatMap((file) =>
    commentsIn(readFileSync(join(root, file), 'utf8')).flatMap((comment) =>
      problemsIn(comment).map((problem) => `${file}: ${problem} in "${comment.slice(0, 80)}"`),
    ),
  );
  expect(found).toEqual([]);
});

test('English texts are in plain words', () => {
  const found = [...textsOf('en')].filter(([, text]) => text.match(BANNED));
  expect(found).toEqual([]);
});

test('what is found, and what is not', () => {
  const source = `/** Of a run. */
const a = 'told'; // Mends what
// is broken
/* A list\n * of which some. */ const glob = 'core/**'; const url = 'https://anew.example';`;
  expect(commentsIn(source)).toEqual(['Of a run.', 'A list of which some.', 'Mends what is broken']);
  expect(commentsIn(source).flatMap(problemsIn)).toEqual(['begins with Of', 'of which', 'Mends']);
  expect(problemsIn('The mendable often recommends what was offered')).toEqual([]);
});
