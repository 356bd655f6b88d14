/** Results go to stdout, everything else to stderr. */

import stringWidth from 'string-width';
import { inEnglish, isMessage, type Key, t } from '../../../core/messages';

export const print = (line: string): void => {
  process.stdout.write(line.endsWith('\n') ? line : `${line}\n`);
};

/** Messages are printed in English, for programs. */
export const printJson = (value: unknown): void =>
  print(JSON.stringify(value, (_, one: unknown) => (isMessage(one) ? inEnglish(one) : one), 2));

export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

let outputFailed = false;

/** Whether output was lost, for example on a full disk. */
export const lostOutput = (): boolean => outputFailed;

/** Ends quietly when a reader such as `head -1` closes the pipe. Other errors, such as a full disk, do not end a training. */
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

export const headings = (...names: readonly Heading[]): string[] =>
  names.map((name) => t(`cli.columns.${name}`));

/** A table. @param right columns that are aligned to the right. */
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
