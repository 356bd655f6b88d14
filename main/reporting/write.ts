/** Writes a report as a folder: the page, its Markdown twin, its figures, tables and networks. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { standalone } from '../../core/figures/standalone';
import { inLanguage, type Language, type Message, message } from '../../core/messages';
import { reportOf } from '../../core/report/content';
import { figuresOf, tablesOf } from '../../core/report/document';
import { csvTable, type ReportText, reportText } from '../../core/report/formats';
import { latexTable } from '../../core/report/latex';
import { reportMarkdown } from '../../core/report/markdown';
import { parseJson } from '../disk/json';
import { listWritten, type WrittenFile, writtenFileSchema } from '../exporting/files';
import { writeTarget } from '../exporting/target';
import type { CollectedStudy } from './collect';
import { sharpPngs } from './png';

/** Lists our other files. */
const LIST = 'skipwire.json';

const listSchema = z.object({
  format: z.literal('skipwire.report'),
  version: z.literal(1),
  study: z.string(),
  files: z.array(writtenFileSchema),
});

/** What only the desktop app can: it has a browser. */
export interface DesktopDrawing {
  /** Prints an HTML file. */
  printPdf?(file: string): Promise<Uint8Array>;
  /** Draws SVG files, in place of sharp, which finds no fonts there on Linux. */
  drawPngs?(svgs: readonly string[]): Promise<Uint8Array[] | undefined>;
}

interface ReportOptions extends DesktopDrawing {
  language: Language;
  /** Replace an earlier report, but no other files. */
  force?: boolean;
}

/**
 * @returns what a person must know about the folder.
 * @throws Refusal where the folder exists, has files of others, or cannot be written.
 */
export async function writeReport(
  study: CollectedStudy,
  path: string,
  { language, force = false, printPdf, drawPngs = sharpPngs }: ReportOptions,
): Promise<Message[]> {
  const { report, texts } = inLanguage(language, () => textsOf(study));
  const figures = figuresOf(report).map(({ id, svg }) => ({ id, svg: standalone(svg) }));
  const pngs = await drawPngs(figures.map(({ svg }) => svg));
  await writeTarget(path, { force, filesOfExport: writtenReport }, async (temporary) => {
    for (const folder of ['figures', 'networks', 'tables']) {
      await mkdir(join(temporary, folder), { recursive: true });
    }
    const write = (name: string, content: string | Uint8Array) => writeFile(join(temporary, name), content);
    for (const [name, text] of texts) await write(name, text);
    if (printPdf) await write('report.pdf', await printPdf(join(temporary, 'report.html')));
    for (const [index, { id, svg }] of figures.entries()) {
      const png = pngs?.[index];
      await write(`figures/${id}.svg`, svg);
      if (png) await write(`figures/${id}.png`, png);
    }
    for (const [name, graph] of study.networks) {
      await write(`networks/${name}`, `${JSON.stringify(graph, null, 2)}\n`);
    }
    if (study.document) await write('study.json', `${JSON.stringify(study.document, null, 2)}\n`);
    const files = await listWritten(temporary);
    const list = listSchema.parse({ format: 'skipwire.report', version: 1, study: study.id, files });
    await write(LIST, `${JSON.stringify(list, null, 2)}\n`);
  });
  return pngs === undefined ? [message('report.remark.noFonts')] : [];
}

/** One form of the report as a file. @throws Refusal where it exists, without `force`, or cannot be written. */
export async function writeReportText(
  study: CollectedStudy,
  path: string,
  format: ReportText,
  { language, force = false }: ReportOptions,
): Promise<void> {
  const text = inLanguage(language, () => reportText(reportOf(study), format));
  await writeTarget(path, { force, filesOfExport: async () => [] }, (temporary) =>
    writeFile(temporary, text),
  );
}

function textsOf(study: CollectedStudy) {
  const report = reportOf(study);
  const texts: [name: string, text: string][] = [
    ['report.html', reportText(report, 'html')],
    ['report.md', reportMarkdown(report, ({ id }) => `figures/${id}.svg`)],
    ...tablesOf(report).flatMap((table): [string, string][] => [
      [`tables/${table.id}.tex`, latexTable(table)],
      [`tables/${table.id}.csv`, csvTable(table)],
    ]),
  ];
  return { report, texts };
}

/** The files of our report at `path`; undefined if there is none. */
export async function writtenReport(path: string): Promise<readonly WrittenFile[] | undefined> {
  const text = await readFile(join(path, LIST), 'utf8').catch(() => undefined);
  const list = listSchema.safeParse(text && parseJson(text)).data;
  return list && [...list.files, { path: LIST }];
}
