/** A report as one HTML file: no script, nothing from the network; light or dark as the reader's system; A4 in print. */
import { type ColorMode, tokenVariables } from '../figures/colors';
import { escapeXml } from '../figures/svg';
import type { ReportBlock, ReportCell, ReportDocument, ReportSection, ReportTable } from './document';
import { STYLE } from './style';

export function reportHtml({ language, title, lead, sections }: ReportDocument): string {
  return [
    '<!doctype html>',
    `<html lang="${escapeXml(language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="color-scheme" content="light dark">',
    '<meta name="generator" content="Skipwire">',
    `<title>${escapeXml(title)}</title>`,
    `<style>\n${colors()}${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    '<header>',
    `<h1>${escapeXml(title)}</h1>`,
    ...lead.map((text) => `<p class="lead">${escapeXml(text)}</p>`),
    '</header>',
    ...sections.map(section),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function colors(): string {
  const rule = (mode: ColorMode) =>
    `:root { ${Object.entries(tokenVariables(mode))
      .map(([name, value]) => `${name}: ${value};`)
      .join(' ')} }`;
  return `${rule('light')}\n@media screen and (prefers-color-scheme: dark) { ${rule('dark')} }\n`;
}

const section = ({ id, title, blocks }: ReportSection): string =>
  [
    `<section id="${escapeXml(id)}" aria-labelledby="${escapeXml(id)}-title">`,
    `<h2 id="${escapeXml(id)}-title">${escapeXml(title)}</h2>`,
    ...blocks.map(block),
    '</section>',
  ].join('\n');

function block(one: ReportBlock): string {
  switch (one.kind) {
    case 'text':
      return `<p${one.tone ? ` class="${one.tone}"` : ''}>${escapeXml(one.text)}</p>`;
    case 'list':
      return `<ul>${one.items.map((item) => `<li>${escapeXml(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return [
        '<dl>',
        ...one.facts.map(
          ({ label, value }) => `<div><dt>${escapeXml(label)}</dt><dd>${escapeXml(value)}</dd></div>`,
        ),
        '</dl>',
      ].join('\n');
    case 'table':
      return table(one);
    case 'figures':
      return [
        `<div class="figures${one.ownSize ? ' pictures' : ''}">`,
        ...one.figures.map(({ id, svg, caption }) =>
          [
            `<figure id="${escapeXml(id)}">`,
            svg,
            ...(caption ? [`<figcaption>${escapeXml(caption)}</figcaption>`] : []),
            '</figure>',
          ].join('\n'),
        ),
        '</div>',
      ].join('\n');
    case 'commands':
      return `<pre><code>${one.lines.map(escapeXml).join('\n')}</code></pre>`;
  }
}

function table({ id, caption, columns, rows }: ReportTable): string {
  const words = columns.map(({ isWords }) => isWords === true);
  const cell = ({ text, tone }: ReportCell, index: number) => {
    const classes = [...(words[index] ? [] : ['number']), ...(tone ? [tone] : [])].join(' ');
    const attributes = classes ? ` class="${classes}"` : '';
    const content = escapeXml(text);
    return index === 0 ? `<th scope="row"${attributes}>${content}</th>` : `<td${attributes}>${content}</td>`;
  };
  return [
    `<div class="wide"><table id="table-${escapeXml(id)}">`,
    `<caption>${escapeXml(caption)}</caption>`,
    `<thead><tr>${columns
      .map(
        ({ heading }, index) =>
          `<th scope="col"${words[index] ? '' : ' class="number"'}>${escapeXml(heading)}</th>`,
      )
      .join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`),
    '</tbody>',
    '</table></div>',
  ].join('\n');
}
