/** Tables of labels: CSV, TSV and other text files. */
import { CsvError, parse } from 'csv-parse/sync';
import { refuse } from '../../../basics/refusal';

export interface LabelTable {
  file: string;
  rows: readonly (readonly string[])[];
  columns: number;
}

export const TABLE_FILE = /\.(csv|tsv|txt)$/i;
/** Bytes. A million pictures need some fifty million. */
export const MOST_TABLE_BYTES = 64e6;

/** A space comes last: names contain them. */
const DELIMITERS = [',', '\t', ';', ' '];
const SAMPLE = 100;

/** @throws Refusal naming the line that cannot be read. */
export function readTable(file: string, bytes: Buffer): LabelTable {
  const text = decoded(bytes);
  try {
    const rows = parse(text, { ...options, delimiter: delimiterOf(text) }) as string[][];
    return { file, rows, columns: rows.reduce((most, row) => Math.max(most, row.length), 0) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    refuse('datasets.table.unreadable', { file, error: error.message });
  }
}

const options = {
  bom: true,
  trim: true,
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
} as const;

/** UTF-8, UTF-16 with a byte order mark, else Windows-1252. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The delimiter with which most rows have the same number of columns, more than one. */
function delimiterOf(text: string): string {
  let best = { delimiter: ',', agreeing: 0 };
  for (const delimiter of DELIMITERS) {
    let rows: string[][];
    try {
      rows = parse(text, { ...options, delimiter, to: SAMPLE }) as string[][];
    } catch {
      continue;
    }
    const counts = new Map<number, number>();
    for (const { length } of rows) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
    const agreeing = Math.max(0, ...counts.values()) / Math.max(1, rows.length);
    if (agreeing > best.agreeing) best = { delimiter, agreeing };
    if (best.agreeing > 0.9) break;
  }
  return best.delimiter;
}
