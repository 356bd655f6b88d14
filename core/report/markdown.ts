/** A report as Markdown of GitHub: the twin of the HTML file. */
import type { ReportBlock, ReportCell, ReportDocument, ReportFigure, ReportTable } from './document';

/** @param figureFile where a figure's file is, relative to the Markdown; without it, figures are left out. */
export function reportMarkdown(
  report: ReportDocument,
  figureFile?: (figure: ReportFigure) => string,
): string {
  const blocks = (one: ReportBlock): string[] => {
    switch (one.kind) {
      case 'text':
        return [paragraph(one.text)];
      case 'list':
        return [one.items.map((item) => `- ${paragraph(item)}`).join('\n')];
      case 'facts':
        return [one.facts.map(({ label, value }) => `- ${paragraph(label)}: ${escaped(value)}`).join('\n')];
      case 'table':
        return [table(one)];
      case 'figures':
        if (!figureFile) return [];
        return one.figures.flatMap((figure) => [
          `![${escaped(figure.title)}](${encodeURI(figureFile(figure))})`,
          ...(figure.caption ? [paragraph(figure.caption)] : []),
        ]);
      case 'commands':
        return [fenced(one.lines)];
    }
  };
  return `${[
    `# ${escaped(report.title)}`,
    ...report.lead.map(paragraph),
    ...report.sections.flatMap((section) => {
      const content = section.blocks.flatMap(blocks);
      return content.length === 0 ? [] : [`## ${escaped(section.title)}`, ...content];
    }),
  ].join('\n\n')}\n`;
}

/** Longer than any row of backticks in the text. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(
    0,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [`${fence}sh`, ...lines, fence].join('\n');
}

/** What Markdown would read as markup within a line. */
const escaped = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_[\]<>|~$]/g, '\\$&')
    .replaceAll('&', '&amp;');

/** Also what begins a list, a heading or a rule. */
const paragraph = (text: string): string =>
  escaped(text.trim())
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');

function table({ columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cell = ({ text }: ReportCell) => escaped(text);
  return [
    line(columns.map(({ heading }) => escaped(heading))),
    line(columns.map(({ isWords }) => (isWords ? '---' : '---:'))),
    ...rows.map((row) => line(row.map(cell))),
  ].join('\n');
}
