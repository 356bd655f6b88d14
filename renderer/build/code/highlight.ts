/** Colors for the Python of the code view. */
import { PYTHON_KEYWORDS } from '../../../core/format/python-keywords';

export type CodeKind = 'text' | 'comment' | 'keyword' | 'name' | 'number' | 'string';

const PATTERN = new RegExp(
  [
    /(?<string>"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*")/,
    /(?<comment>#.*)/,
    new RegExp(`(?<keyword>\\b(?:${PYTHON_KEYWORDS.join('|')})\\b)`),
    /(?<name>(?<=\b(?:def|class) )\w+)/,
    /(?<number>(?<![\w.])\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** The whole text in parts, in order. */
export function colored(text: string): { kind: CodeKind; text: string }[] {
  const parts: { kind: CodeKind; text: string }[] = [];
  let end = 0;
  for (const match of text.matchAll(PATTERN)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    const [kind] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? ['text'];
    parts.push({ kind: kind as CodeKind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}
