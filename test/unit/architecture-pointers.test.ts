/** Comments and documents name files that exist. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(__dirname, '..', '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1e8,
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const names = new Set(tracked.map((path) => basename(path)));

/** Files of other software, of builds, and those that CONTRIBUTING's examples add. */
const OTHERS = [
  /^build\//,
  /^(keras|tensorflow)\//,
  /^(build_info|saving_lib|utils\/naming)\.py$/,
  /^(electron\.d\.ts|tfjs\.cjs)$/,
  /^main\/(datasets\/sources\/stripes|exporting\/weights)\.ts$/,
];

const NAMED = /(?<![\w./@-])((?:[\w.-]+\/)*[\w.-]+\.(?:ts|tsx|mjs|cjs|py))(?![\w-])/g;

/** A whole path from the root, the end of one, or the name of a file in any folder. */
const exists = (path: string): boolean =>
  path.includes('/') ? tracked.some((one) => one === path || one.endsWith(`/${path}`)) : names.has(path);

/** What a text names that does not exist. @param isCode only its comments count. */
function missingIn(text: string, isCode: boolean): string[] {
  const lines = text
    .split('\n')
    .flatMap((line) =>
      isCode ? (/^\s*(?:\*|\/\*\*?|\/\/|#)(.*)/.exec(line)?.[1] ?? /\s\/\/(.*)/.exec(line)?.[1] ?? []) : line,
    );
  return [...lines.join('\n').matchAll(NAMED)]
    .map(([, path = '']) => path.replace(/^[./]+/, ''))
    .filter((path) => !exists(path) && !OTHERS.some((other) => other.test(path)));
}

test('files named in comments and documents exist', () => {
  const found = tracked
    .filter(
      (path) => /\.(ts|tsx|mjs|cjs|py|md)$/.test(path) && !/fixtures\/|^findings\/|pointers\.test/.test(path),
    )
    .flatMap((path) =>
      missingIn(readFileSync(join(root, path), 'utf8'), !path.endsWith('.md')).map(
        (named) => `${path}: ${named}`,
      ),
    );
  expect(found).toEqual([]);
});

test('paths named in ARCHITECTURE and CONTRIBUTING exist', () => {
  const folders = '(?:core|main|renderer|electron|test|docs|scripts)';
  const named = new RegExp(`(?<![\\w./-])${folders}(?:/[\\w-]+(?:\\.[\\w-]+)*)+`, 'g');
  const isThere = (path: string) =>
    tracked.some((one) => one === path || one.startsWith(`${path}/`) || one.startsWith(`${path}.ts`));
  const missing = ['docs/ARCHITECTURE.md', 'CONTRIBUTING.md'].flatMap((file) =>
    (readFileSync(join(root, file), 'utf8').match(named) ?? []).filter(
      (path) => !isThere(path) && !OTHERS.some((other) => other.test(path)),
    ),
  );
  expect(missing).toEqual([]);
});

test.each([
  ['/** See nowhere.ts. */', ['nowhere.ts']],
  [' * core/graph/nowhere.ts and core/graph/document.ts', ['core/graph/nowhere.ts']],
  ["const path = 'nowhere.ts'; // graph/document.ts, old/document.ts", ['old/document.ts']],
  ['// architecture.test.ts, biome.json', []],
])('%j', (line, missing) => expect(missingIn(line, true)).toEqual(missing));
