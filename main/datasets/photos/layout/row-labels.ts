/** The labels of pictures according to a table. */
import type { Message } from '../../../../core/messages';
import type { PhotoMember } from '../members/collection';
import { type ChosenColumns, findColumns, labelIn, type TableColumns } from './columns';
import { MemberIndex } from './member-index';
import { type FolderSplit, splitOfName } from './split-names';
import type { LabelTable } from './table';

export interface RowLabels {
  table: LabelTable;
  /** Absent for a table with one line per picture, in the order of their numbers. */
  columns?: TableColumns;
  labels: ReadonlyMap<PhotoMember, string>;
  splits: ReadonlyMap<PhotoMember, FolderSplit>;
  /** Pictures with contradictory rows. */
  disputed: ReadonlySet<PhotoMember>;
  /** Number of rows that name no picture, and one such name. */
  missing: number;
  missingName?: string;
}

/**
 * @param used rows already used for other pictures; rows of these pictures are added
 * @returns the labels, or why there are none
 * @throws Refusal as findColumns
 */
export function rowLabels(
  table: LabelTable,
  members: readonly PhotoMember[],
  chosen: ChosenColumns = {},
  used: Set<readonly string[]> = new Set(),
): RowLabels | Message {
  const lines = table.columns === 1 ? lineLabels(table, members) : undefined;
  if (lines) return lines;
  const index = new MemberIndex(members);
  const columns = findColumns(table, index, chosen);
  if ('key' in columns) return columns;
  const { image, label, split, header } = columns;
  const labels = new Map<PhotoMember, string>();
  const splits = new Map<PhotoMember, FolderSplit>();
  const disputed = new Set<PhotoMember>();
  let missing = 0;
  let missingName: string | undefined;
  for (const row of header ? table.rows.slice(1) : table.rows) {
    if (used.has(row)) continue;
    const name = row[image] ?? '';
    const value = labelIn(row[label] ?? '');
    const member = index.find(name);
    if (!member) {
      missing++;
      missingName ??= name;
      continue;
    }
    used.add(row);
    if (value === '') continue;
    if ((labels.get(member) ?? value) !== value) disputed.add(member);
    labels.set(member, value);
    const of = split === undefined ? undefined : splitOfName(row[split] ?? '');
    if (of) splits.set(member, of);
  }
  for (const member of disputed) labels.delete(member);
  return { table, columns, labels, splits, disputed, missing, missingName };
}

const NUMBER = /^(.*\D)0*(\d+)\.[a-z]+$/i;

/** For pictures numbered from 1 and a table with one line each, like ImageNet's validation set. */
function lineLabels(table: LabelTable, members: readonly PhotoMember[]): RowLabels | undefined {
  const labels = new Map<PhotoMember, string>();
  const prefixes = new Set<string>();
  for (const member of members) {
    const [, prefix, number] = NUMBER.exec(member.path.at(-1)!) ?? [];
    const label = table.rows[Number(number) - 1]?.[0];
    if (prefix === undefined || label === undefined || prefixes.add(prefix).size > 1) return undefined;
    labels.set(member, label);
  }
  const classes = new Set(table.rows.map(([label]) => label)).size;
  if (classes < 2 || classes * 2 > table.rows.length) return undefined;
  const missing = table.rows.length - labels.size;
  return { table, labels, splits: new Map(), disputed: new Set(), missing };
}
