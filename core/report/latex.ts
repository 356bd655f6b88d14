/** Tables of a report for LaTeX, in the style of booktabs. */
import type { ReportTable } from './document';

/** Remarks are sentences; a number is in one line. */
const columnOf = (isWords: boolean, index: number) => {
  if (!isWords) return 'r';
  return index === 0 ? 'l' : '>{\\raggedright\\arraybackslash}p{10em}';
};

/**
 * To be included with \input; needs the packages array, booktabs and graphicx and, for other than ASCII, a Unicode engine or inputenc.
 * What is wider than the text is scaled down to it.
 */
export function latexTable({ id, caption, columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `    ${cells.map(escaped).join(' & ')} \\\\`;
  return [
    '% \\usepackage{array,booktabs,graphicx}',
    '\\begin{table}',
    '  \\centering',
    '  \\small',
    '  \\setlength{\\tabcolsep}{4pt}',
    `  \\caption{${escaped(caption)}}`,
    `  \\label{tab:${id}}`,
    '  \\resizebox{\\ifdim\\width>\\textwidth\\textwidth\\else\\width\\fi}{!}{%',
    `  \\begin{tabular}{${columns.map(({ isWords = false }, index) => columnOf(isWords, index)).join('')}}`,
    '    \\toprule',
    line(columns.map(({ heading }) => heading)),
    '    \\midrule',
    ...rows.map((row) => line(row.map(({ text }) => text))),
    '    \\bottomrule',
    '  \\end{tabular}}',
    '\\end{table}',
    '',
  ].join('\n');
}

/** The signs of our numbers, and what LaTeX reads as markup. */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  '×': '$\\times$',
  '−': '$-$',
  '–': '--',
  '…': '\\ldots{}',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '·': '$\\cdot$',
  '→': '$\\rightarrow$',
};

const escaped = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\~^±×−–…<>|·→]|[&%$#_{}]/g, (character) => SPECIAL[character] ?? `\\${character}`);
