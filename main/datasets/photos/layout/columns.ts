/** Finds the columns of a table with pictures and classes, by their content. */
import { inEnglish, type List, type Message, message } from '../../../../core/messages';
import { shortened } from '../../../archives/names';
import { refuse } from '../../../basics/refusal';
import type { MemberIndex } from './member-index';
import { some } from './parts';
import { splitOfName } from './split-names';
import type { LabelTable } from './table';

/** By name, or by number from 1. */
export interface ChosenColumns {
  imageColumn?: string;
  labelColumn?: string;
}

export interface TableColumns {
  names: readonly string[];
  /** The first row contains names. */
  header: boolean;
  image: number;
  label: number;
  /** Candidates for labels, best first. */
  labels: readonly number[];
  /** Column with the split of each row. */
  split?: number;
}

/** Most cells examined. */
const CELLS = 2_000_000;
export const MOST_CLASSES = 10_000;
const PICTURE_NAME = /\.(jpe?g|png|webp|bmp|gif)$/i;
const LABEL_NAME =
  /(^|[\s_-])(labels?|class(es)?|category|categories|target|breed|species|diagnosis|dx|variety|synset|wnid|y)([\s_-]|$)/i;
const ID_NAME = /(^|[\s_-])(id|index|count|number)$/i;
const BOXES = /^(\S+)( -?\d+(\.\d+)?){4}(\s+\S+( -?\d+(\.\d+)?){4})*$/;

/** The class in a cell, also if boxes follow it as in ImageNet's localization tables. */
export const labelIn = (cell: string): string => BOXES.exec(cell)?.[1] ?? cell;

/**
 * @returns the columns, or why the table has no labels for these pictures
 * @throws Refusal for a chosen column that does not exist or is unusable
 */
export function findColumns(
  table: LabelTable,
  index: MemberIndex,
  chosen: ChosenColumns = {},
): TableColumns | Message {
  const { file, columns } = table;
  if (table.rows.length < 2 || columns < 2) return message('datasets.table.oneColumn', { file });
  const rows = sampled(table);
  const all = [...Array(columns).keys()];
  const first = table.rows[0]!;
  const matched = all.map(
    (column) => new Set(rows.map((row) => index.find(row[column] ?? '')).filter(Boolean)).size,
  );
  const given = chosen.imageColumn === undefined ? undefined : columnOf(table, chosen.imageColumn);
  const image = given ?? matched.indexOf(Math.max(...matched));
  const enough = Math.max(2, Math.min(rows.length, index.members.length) / 2);
  if (given !== undefined && matched[given] === 0) {
    refuse('datasets.table.imageColumn', {
      column: chosen.imageColumn!,
      file,
      value: shortened(rows[1]?.[given] ?? '', 60),
    });
  }
  if (given === undefined && matched[image]! < enough) {
    return message('datasets.table.noImageColumn', { file });
  }
  const header =
    chosen.imageColumn === first[image] ||
    (!index.find(first[image] ?? '') && !PICTURE_NAME.test(first[image] ?? ''));
  const names = all.map(
    (column) =>
      (header && first[column]) || inEnglish(message('datasets.table.column', { number: column + 1 })),
  );
  const body = header ? rows.filter((row) => row !== first) : rows;
  const cells = (column: number) => body.map((row) => row[column] ?? '').filter((cell) => cell !== '');
  const others = all.filter((column) => column !== image);
  const split = others.find((column) => {
    const values = new Set(cells(column));
    return values.size > 1 && [...values].every((value) => splitOfName(value) !== undefined);
  });
  const labels = others
    .filter((column) => column !== split && repeats(cells(column), body.length))
    .map((column) => ({ column, rank: rankOf(names[column]!, cells(column), header) }))
    .sort((a, b) => b.rank - a.rank || a.column - b.column)
    .map(({ column }) => column);
  const known = { names, header, image, labels, ...(split === undefined ? {} : { split }) };
  if (chosen.labelColumn !== undefined) {
    const label = columnOf(table, chosen.labelColumn);
    const classes = new Set(cells(label).map(labelIn)).size;
    if (label === image || classes < 2 || classes > MOST_CLASSES) {
      refuse('datasets.table.labelColumn', {
        most: MOST_CLASSES,
        column: chosen.labelColumn,
        file,
        count: classes,
      });
    }
    return { ...known, label };
  }
  const oneHot = labels.filter((column) => cells(column).every((cell) => /^[01](\.0+)?$/.test(cell)));
  const isOneHot =
    oneHot.length > 1 &&
    !LABEL_NAME.test(names[oneHot[0]!]!) &&
    oneHot.length === labels.length &&
    body.every((row) => oneHot.filter((column) => Number(row[column]) === 1).length <= 1);
  if (isOneHot) {
    return message('datasets.table.oneHot', { file, names: few(oneHot.map((column) => names[column]!)) });
  }
  const [label] = labels;
  if (label === undefined) {
    return message('datasets.table.noLabelColumn', { file, image: names[image]! });
  }
  return { ...known, label };
}

function sampled({ rows, columns }: LabelTable): readonly (readonly string[])[] {
  const step = Math.ceil((rows.length * columns) / CELLS);
  return step === 1 ? rows : rows.filter((_, n) => n % step === 0);
}

function repeats(cells: readonly string[], rows: number): boolean {
  const values = new Set(cells.map(labelIn)).size;
  return values >= 2 && values * 2 <= cells.length && values <= MOST_CLASSES && cells.length * 2 >= rows;
}

/** Prefers named label columns and words; avoids ids. */
function rankOf(name: string, cells: readonly string[], header: boolean): number {
  const text = cells.some((cell) => !/^-?\d+(\.\d+)?$/.test(cell));
  const named = header && LABEL_NAME.test(name);
  return (named ? 4 : 0) + (text ? 1 : 0) - (header && !named && ID_NAME.test(name) ? 2 : 0);
}

function columnOf({ file, rows, columns }: LabelTable, chosen: string): number {
  const first = (rows[0] ?? []).map((name) => name.toLowerCase());
  const named = rows[0]?.indexOf(chosen) ?? -1;
  const found = named >= 0 ? named : first.indexOf(chosen.toLowerCase());
  if (found >= 0) return found;
  const number = Number(/^(?:column )?(\d+)$/.exec(chosen)?.[1] ?? 0);
  if (number >= 1 && number <= columns) return number - 1;
  refuse('datasets.table.noColumn', { column: shortened(chosen, 60), file, names: few(rows[0] ?? []) });
}

const few = (names: readonly string[]): List =>
  some(
    names.map((name) => shortened(name, 40)),
    8,
  );
