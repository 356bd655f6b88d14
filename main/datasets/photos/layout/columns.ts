/** Which columns of a table name pictures and their classes, judged by their content. */

import { plural } from '../../../../core/format/plural';
import { joinSome } from '../../../../core/graph/words';
import { Refusal } from '../../../basics/refusal';
import { shortened } from '../members/names';
import type { MemberIndex } from './member-index';
import { splitOfName } from './split-names';
import type { LabelTable } from './table';

/** By its name in the first row, or its number from 1 on. */
export interface ChosenColumns {
  imageColumn?: string;
  labelColumn?: string;
}

export interface TableColumns {
  names: readonly string[];
  /** The first row holds names. */
  header: boolean;
  image: number;
  label: number;
  /** Columns that would do for labels, best first. */
  labels: readonly number[];
  /** Tells the split of each row. */
  split?: number;
}

/** Cells that are looked at to find columns. */
const CELLS = 2_000_000;
const MOST_CLASSES = 10_000;
const PICTURE_NAME = /\.(jpe?g|png|webp|bmp|gif)$/i;
const LABEL_NAME =
  /(^|[\s_-])(labels?|class(es)?|category|categories|target|breed|species|diagnosis|dx|variety|synset|wnid|y)([\s_-]|$)/i;
const ID_NAME = /(^|[\s_-])(id|index|count|number)$/i;
const BOXES = /^(\S+)( -?\d+(\.\d+)?){4}(\s+\S+( -?\d+(\.\d+)?){4})*$/;

/** A class and boxes around it, as ImageNet's localization tables have it: the class. */
export const labelIn = (cell: string): string => BOXES.exec(cell)?.[1] ?? cell;

/**
 * @returns words for why the table has no labels for these pictures
 * @throws Refusal for a chosen column that there is not, or that will not do
 */
export function findColumns(
  table: LabelTable,
  index: MemberIndex,
  chosen: ChosenColumns = {},
): TableColumns | string {
  const { file, columns } = table;
  if (table.rows.length < 2 || columns < 2) return `${file} has one column only`;
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
    throw new Refusal(
      `The column of images must name pictures that are there. Received: "${chosen.imageColumn}" of ${file}, with ` +
        `"${shortened(rows[1]?.[given] ?? '', 60)}"`,
    );
  }
  if (given === undefined && matched[image]! < enough) return `no column of ${file} names the pictures`;
  const header =
    chosen.imageColumn === first[image] ||
    (!index.find(first[image] ?? '') && !PICTURE_NAME.test(first[image] ?? ''));
  const names = all.map((column) => (header && first[column]) || `column ${column + 1}`);
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
      throw new Refusal(
        `The column of labels must hold 2 to ${MOST_CLASSES} classes. Received: "${chosen.labelColumn}" of ${file}, with ` +
          `${plural(classes, 'value')}`,
      );
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
    return (
      `${file} has a column of 0 and 1 for each class (${few(oneHot.map((column) => names[column]!))}), which is not ` +
      'read: give it one column with the name of the class'
    );
  }
  const [label] = labels;
  if (label === undefined) {
    return `no column of ${file} beside "${names[image]}" holds values that repeat, as classes do`;
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

/** A name that says so, words rather than numbers, no id of something else. */
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
  throw new Refusal(
    `A column is given by its name or its number. Received: "${shortened(chosen, 60)}" for ${file}, which has ` +
      `${few(rows[0] ?? [])}`,
  );
}

const few = (names: readonly string[]): string =>
  joinSome(
    names.map((name) => shortened(name, 40)),
    8,
  );
