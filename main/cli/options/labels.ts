/** Flags for finding the classes of pictures, and what an import recognized. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Inspection } from '../../../core/contract/datasets';
import { listOf, message, sentences, t, textOf } from '../../../core/messages';
import { absolute } from '../../basics/absolute-path';
import { refuse } from '../../basics/refusal';
import type { DatasetStore } from '../../datasets';
import type { LabelOptions } from '../../datasets/photos/import/folder-intake';

export interface LabelFlags {
  labels?: string;
  imageColumn?: string;
  labelColumn?: string;
  mergeClasses?: true;
}

export const addLabelOptions = (command: Command): Command =>
  command
    .option('--labels <file>', t('cli.labels.file'))
    .option('--image-column <column>', t('cli.labels.imageColumn'))
    .option('--label-column <column>', t('cli.labels.labelColumn'))
    .option('--merge-classes', t('cli.labels.merge'));

/** @throws Refusal for columns without a table. */
export function labelChoice({ labels, imageColumn, labelColumn, mergeClasses }: LabelFlags): LabelOptions {
  const column = imageColumn ?? labelColumn;
  if (labels === undefined && column !== undefined) {
    refuse('cli.labels.noTable', { column });
  }
  const path = labels === undefined ? undefined : absolute(labels);
  return {
    ...(labels === undefined || path === undefined
      ? {}
      : { labels: { ...(existsSync(path) ? { path } : { file: labels }), imageColumn, labelColumn } }),
    ...(mergeClasses ? { mergeClasses } : {}),
  };
}

/** What was recognized, to show before the import. */
export function recognizedLines(seen: Inspection, { mergeClasses }: LabelOptions): string[] {
  const { labels, table, classes, notes, alike } = seen;
  const lines = labels === 'names' ? [t('cli.labels.fromNames', { count: classes.length })] : [];
  if (table && table.columns.length > 0) {
    const name = (column: number) => JSON.stringify(table.columns[column] ?? '');
    const others = table.labelColumns.filter((column) => column !== table.labelColumn).map(name);
    const { file, imageColumn, labelColumn } = table;
    const read = { file, images: name(imageColumn), labels: name(labelColumn) };
    const more = message('cli.labels.otherColumns', { columns: listOf(others.slice(0, 5), 'unit') });
    lines.push(
      textOf(sentences(message('cli.labels.fromTable', read), others.length > 0 ? more : undefined)),
    );
  } else if (table) lines.push(t('cli.labels.fromLines', { file: table.file }));
  lines.push(...notes.map((note) => textOf(note)));
  for (const names of alike) {
    const all = listOf(names.map((name) => JSON.stringify(name)));
    lines.push(t(mergeClasses ? 'cli.labels.merged' : 'cli.labels.alike', { names: all }));
  }
  return lines;
}

/** @throws Refusal for a sample that would replace the whole set. */
export async function requireNoLoss(store: DatasetStore, id: string, seen: Inspection): Promise<void> {
  const { official, trainCount, valCount, testCount } = seen;
  const count = trainCount + valCount + testCount;
  if (official === undefined || count >= official) return;
  const here = await store.info(id);
  const kept = here.trainCount + here.valCount + here.testCount;
  if (here.state !== 'ready' || kept <= count) return;
  refuse('cli.labels.sample', { name: here.name, kept, count, id });
}
