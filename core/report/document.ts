/** A report as data, in the current language: plain texts, which each writer (html.ts, markdown.ts, latex.ts) escapes. */

export interface ReportDocument {
  /** BCP 47. */
  language: string;
  title: string;
  /** Below the title. */
  lead: readonly string[];
  sections: readonly ReportSection[];
}

export interface ReportSection {
  /** Unique, and the name of a part in links. */
  id: string;
  title: string;
  blocks: readonly ReportBlock[];
}

export type ReportBlock =
  | { kind: 'text'; text: string; tone?: 'muted' | 'warning' }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'facts'; facts: readonly ReportFact[] }
  | ({ kind: 'table' } & ReportTable)
  /** `ownSize`: as many in a row as fit, each as wide as it is; without it, in equal columns. */
  | { kind: 'figures'; figures: readonly ReportFigure[]; ownSize?: true }
  /** Commands of a terminal. */
  | { kind: 'commands'; lines: readonly string[] };

export interface ReportFact {
  label: string;
  value: string;
}

export interface ReportTable {
  /** Unique in the report, and the name of its file. */
  id: string;
  /** Screen readers say it, and LaTeX shows it. */
  caption: string;
  columns: readonly { heading: string; isWords?: boolean }[];
  rows: readonly (readonly ReportCell[])[];
  /** The same for programs, with numbers in full precision. */
  csv?: string;
}

export interface ReportCell {
  text: string;
  /** gain and loss: the interval of a difference excludes zero. */
  tone?: 'gain' | 'loss' | 'warning' | 'muted';
}

export interface ReportFigure {
  /** Unique in the report, and the name of its file. */
  id: string;
  title: string;
  caption?: string;
  /** Its colors are the variables of core/figures/colors.ts. */
  svg: string;
}

export const figuresOf = ({ sections }: ReportDocument): ReportFigure[] =>
  sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'figures' ? block.figures : [])),
  );

export const tablesOf = ({ sections }: ReportDocument): ReportTable[] =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block] : [])));
