/** Flags of `datasets import` and `train` that say where the classes of pictures come from, and what was found with them. */

import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Inspection } from '../../../core/contract/datasets';
import { plural } from '../../../core/format/plural';
import { textOf } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import type { DatasetStore } from '../../datasets';
import { absolute } from '../../datasets/local-path';
import type { LabelOptions } from '../../datasets/photos/import/folder-intake';

export interface LabelFlags {
  labels?: string;
  imageColumn?: string;
  labelColumn?: string;
  mergeClasses?: true;
}

export const addLabelOptions = (command: Command): Command =>
  command
    .option(
      '--labels <file>',
      'table (.csv, .tsv, .txt) with the class of each picture: a file on this machine or in the data',
    )
    .option(
      '--image-column <column>',
      'name or number of a column in that table (default: found by its content)',
    )
    .option(
      '--label-column <column>',
      'name or number of a column in that table (default: found by its content)',
    )
    .option('--merge-classes', 'merge classes whose names differ only in spelling, such as cat and Cat');

/** @throws Refusal for columns of no table */
export function labelChoice({ labels, imageColumn, labelColumn, mergeClasses }: LabelFlags): LabelOptions {
  const column = imageColumn ?? labelColumn;
  if (labels === undefined && column !== undefined) {
    throw new Refusal(
      `A column needs a table: name it with --labels. Received: the column "${column}" and no --labels`,
    );
  }
  const path = labels === undefined ? undefined : absolute(labels);
  return {
    ...(labels === undefined || path === undefined
      ? {}
      : { labels: { ...(existsSync(path) ? { path } : { file: labels }), imageColumn, labelColumn } }),
    ...(mergeClasses ? { mergeClasses } : {}),
  };
}

/** What a person should see before pictures are imported. */
export function recognizedLines(seen: Inspection, { mergeClasses }: LabelOptions): string[] {
  const { labels, table, classes, notes, alike } = seen;
  const lines: string[] = [];
  if (labels === 'names') {
    lines.push(
      `The class of each picture is read from the beginning of its name: ${plural(classes.length, 'class', 'classes')}.`,
    );
  }
  if (table && table.columns.length > 0) {
    const name = (column: number) => JSON.stringify(table.columns[column]);
    const others = table.labelColumns.filter((column) => column !== table.labelColumn).map(name);
    lines.push(
      `Labels are read from ${table.file}: images in the column ${name(table.imageColumn)}, classes in ${name(table.labelColumn)}` +
        `${others.length > 0 ? ` (--labels and --label-column choose another one: ${others.slice(0, 5).join(', ')})` : ''}.`,
    );
  } else if (table) lines.push(`Labels are read from ${table.file}, a line for each numbered picture.`);
  lines.push(...notes.map((note) => textOf(note)));
  for (const names of alike) {
    const all = names.map((name) => JSON.stringify(name)).join(' and ');
    lines.push(
      mergeClasses
        ? `The classes ${all} are merged.`
        : `The classes ${all} differ only in spelling: --merge-classes merges them.`,
    );
  }
  return lines;
}

/** @throws Refusal for a sample that would take the place of the whole set. */
export async function requireNoLoss(store: DatasetStore, id: string, seen: Inspection): Promise<void> {
  const { official, trainCount, valCount, testCount } = seen;
  const count = trainCount + valCount + testCount;
  if (official === undefined || count >= official) return;
  const here = await store.info(id);
  const kept = here.trainCount + here.valCount + here.testCount;
  if (here.state !== 'ready' || kept <= count) return;
  throw new Refusal(
    `${here.name} is here with ${plural(kept, 'image')}, and this is only a sample of ${plural(count, 'picture')}. ` +
      `Import it as a data set of your own with --name, or replace what is here with --as ${id}`,
  );
}
