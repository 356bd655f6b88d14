/** Tables of labels: CSV, TSV and other text files of rows, as they lie beside pictures. */

import { CsvError, parse } from 'csv-parse/sync';
import { refuse } from '../../../basics/refusal';

export interface LabelTable {
  /** Its path where it came from. */
  file: string;
  /** All rows are as long as the longest; missing cells are empty. */
  rows: readonly (readonly string[])[];
  columns: number;
}

export const TABLE_FILE = /\.(csv|tsv|txt)$/i;
/** Bytes. A table for a million pictures has some fifty million. */
export const MOST_TABLE_BYTES = 64e6;

/** A space is tried last: names contain them. */
const DELIMITERS = [',', '\t', ';', ' '];
const SAMPLE = 100;

/** @throws Refusal that says in which line it cannot be read. */
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

/** UTF-8, or UTF-16 with its mark; else what Western Windows writes. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The first with which most of the rows have as many columns, more than one. */
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
