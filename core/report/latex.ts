/** Tables of a report for LaTeX, in the style of booktabs. */
import type { ReportTable } from './document';

/** To be included with \input; needs the packages booktabs and, for other than ASCII, a Unicode engine or inputenc. */
export function latexTable({ id, caption, columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `    ${cells.map(escaped).join(' & ')} \\\\`;
  return [
    '% \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    '  \\small',
    '  \\setlength{\\tabcolsep}{4pt}',
    `  \\caption{${escaped(caption)}}`,
    `  \\label{tab:${id}}`,
    `  \\begin{tabular}{${columns.map(({ isWords }) => (isWords ? 'l' : 'r')).join('')}}`,
    '    \\toprule',
    line(columns.map(({ heading }) => heading)),
    '    \\midrule',
    ...rows.map((row) => line(row.map(({ text }) => text))),
    '    \\bottomrule',
    '  \\end{tabular}',
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
