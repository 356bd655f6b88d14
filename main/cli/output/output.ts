/** What the command prints: results on stdout, everything about how it goes on stderr. */

import stringWidth from 'string-width';
import { inEnglish, isMessage, type Key, t } from '../../../core/messages';

/** Writes one line of a result. */
export const print = (line: string): void => {
  process.stdout.write(line.endsWith('\n') ? line : `${line}\n`);
};

/** Messages are in English, so that programs can rely on them. */
export const printJson = (value: unknown): void =>
  print(JSON.stringify(value, (_, one: unknown) => (isMessage(one) ? inEnglish(one) : one), 2));

/** Writes one line beside the results. */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

let outputFailed = false;

/** Whether some of what was printed got lost. */
export const lostOutput = (): boolean => outputFailed;

/**
 * `skipwire presets | head -1`: a reader that has seen enough ends us quietly. A file on a full disk does not: what is
 * being trained is worth more than its lines.
 */
export function endWhenReaderLeaves(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      if (!outputFailed && stream === process.stdout) {
        process.stderr.write(`skipwire: ${t('cli.output.incomplete', { error: error.message })}\n`);
      }
      outputFailed = true;
    });
  }
}

type Heading = Extract<Key, `cli.columns.${string}`> extends `cli.columns.${infer Name}` ? Name : never;

/** The first row of a table. */
export const headings = (...names: readonly Heading[]): string[] =>
  names.map((name) => t(`cli.columns.${name}`));

/** Columns as wide as their longest cell, in cells of a terminal; those in `right` are aligned to the right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const padding = ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell)));
          return right.includes(column) ? padding + cell : cell + padding;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
