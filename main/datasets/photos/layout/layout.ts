/** Finds the split and the class of each picture, in folders, tables of labels and names of files. */

import { naturalOrder } from '../../../../core/basics/natural-order';
import { formatCount } from '../../../../core/format/number';
import { plural } from '../../../../core/format/plural';
import { Refusal } from '../../../basics/refusal';
import { type LeftOut, nameOf, type PhotoMember } from '../members/collection';
import { shortened } from '../members/names';
import { alikeClasses, mergedNames } from './alike';
import type { ChosenColumns } from './columns';
import { classesInNames } from './name-classes';
import { filesBelow, layoutRule, listed, namedAsPicture, type Part, type Parts, partsOf } from './parts';
import { type RowLabels, rowLabels } from './row-labels';
import { type FolderSplit, isNeutral, splitInName, splitOfName } from './split-names';
import type { LabelTable } from './table';
import { translation } from './translate';
import type { Folder } from './tree';

export interface PlannedPhoto {
  member: PhotoMember;
  split: FolderSplit;
  className: string;
}

export interface Layout {
  kind: 'folders' | 'splits';
  /** What tells the classes of the pictures to train on. */
  labels: 'folders' | 'names' | 'table';
  /** In natural order. */
  classes: string[];
  photos: PlannedPhoto[];
  /** Pictures without a class. */
  leftOut: LeftOut[];
  /** What a person should know of it, in sentences. */
  notes: string[];
  /** Classes whose names differ only in spelling, as they were found. */
  alike: string[][];
  /** They differ between splits, so that nothing can be read without merging them. */
  mustMerge: boolean;
  /** The table that tells the classes, where one does. */
  table?: RowLabels;
}

export interface LayoutOptions {
  /** The tables that lie beside the pictures. */
  tables?: readonly LabelTable[];
  /** Why others that lie there could not be read. */
  unreadable?: readonly string[];
  /** That the person chose; nothing else tells classes then. */
  chosen?: ChosenColumns & { table: LabelTable };
  /** Makes one class of those that differ only in spelling. `ask`: only where nothing else is possible. */
  merge?: boolean | 'ask';
}

const MOST_CLASSES = 10_000;

/** @throws Refusal, with what was found, for what is laid out in another way. */
export function layoutOf(
  members: readonly PhotoMember[],
  where: string,
  options: LayoutOptions = {},
): Layout {
  return layoutIn(partsOf(members, where, options.chosen !== undefined), where, options);
}

/** As layoutOf, of parts that were found before. */
export function layoutIn(found: Parts, where: string, options: LayoutOptions): Layout {
  return new Labeler(found, where, options).layout();
}

/** Whether tables could tell something that folders do not. */
export const needsTables = ({ parts }: Parts): boolean => parts.some(({ classes }) => classes === undefined);

class Labeler {
  readonly #photos: PlannedPhoto[] = [];
  readonly #leftOut: LeftOut[] = [];
  readonly #notes: string[] = [];
  /** Why tables have no labels. */
  readonly #troubles: string[];
  readonly #used = new Map<LabelTable, Set<readonly string[]>>();
  #labels: Layout['labels'] = 'folders';
  #table: RowLabels | undefined;

  constructor(
    private readonly found: Parts,
    private readonly where: string,
    private readonly options: LayoutOptions,
  ) {
    this.#troubles = [...(options.unreadable ?? [])];
  }

  layout(): Layout {
    const [train, ...others] = this.found.parts as [Part, ...Part[]];
    if (!this.#label(train)) throw this.#unread(train);
    let groups = alikeClasses(counts(this.#photos));
    const trained = new Set(this.#photos.map(({ className }) => className));
    for (const part of others) this.#label(part, trained);
    const { merge = false } = this.options;
    const strange = this.#photos.find(({ className }) => !trained.has(className));
    if (strange) {
      groups = alikeClasses(counts(this.#photos));
      const merged = mergedNames(groups);
      const known = new Set([...trained].map((name) => merged.get(name) ?? name));
      for (const { className, split } of this.#photos) {
        if (known.has(merged.get(className) ?? className)) continue;
        throw new Refusal(
          `Every class must have pictures to train on, in "${train.folder.name}". Received: ${this.where}, in which ` +
            `"${shortened(className)}" is in "${this.#nameOf(split)}" alone; those for training are ` +
            `${listed([...trained].sort(naturalOrder))}`,
        );
      }
      if (merge === false) throw new Refusal(`${alikeWords(groups)} They must be merged: ${MERGE_HINT}`);
    }
    const mustMerge = strange !== undefined;
    if (merge === true || mustMerge) this.#rename(mergedNames(groups));
    const classes = [...new Set(this.#photos.map(({ className }) => className))].sort(naturalOrder);
    this.#check(classes);
    const used = new Set(this.#photos.map(({ member }) => member));
    const splits = new Set(this.#photos.map(({ split }) => split));
    return {
      kind: splits.size > 1 ? 'splits' : 'folders',
      labels: this.#labels,
      classes,
      photos: this.#photos,
      leftOut: [...this.#leftOut, ...this.#strays(used)],
      notes: this.#notes,
      alike: groups,
      mustMerge,
      ...(this.#table ? { table: this.#table } : {}),
    };
  }

  /** @param trained the classes to train on; absent: the part is what is trained on */
  #label(part: Part, trained?: ReadonlySet<string>): boolean {
    const { split, folder, classes, pictures } = part;
    if (classes && !this.options.chosen) {
      for (const one of classes) {
        for (const member of filesBelow(one)) this.#photos.push({ member, split, className: one.name });
      }
      return true;
    }
    const rows = this.#rows(part, trained);
    if (rows) {
      this.#take(part, rows, trained === undefined);
      return true;
    }
    const named = this.options.chosen ? undefined : classesInNames(pictures);
    if (named && (!trained || [...named.values()].every((name) => trained.has(name)))) {
      for (const [member, className] of named) this.#photos.push({ member, split, className });
      this.#leave(
        pictures.filter((member) => !named.has(member)),
        'its name does not begin with a class',
      );
      if (!trained) this.#labels = 'names';
      return true;
    }
    if (!trained) return false;
    const what = `${folder.path.join('/')}/`;
    this.#leftOut.push({
      file: `${shortened(what)} (${plural(pictures.length, 'picture')})`,
      reason: `nothing says which classes these pictures belong to${this.#why()}`,
      count: pictures.length,
    });
    this.#notes.push(
      `${plural(pictures.length, 'picture')} in "${shortened(folder.name, 40)}" ` +
        `${pictures.length === 1 ? 'has no label and is' : 'have no labels and are'} left out.`,
    );
    return false;
  }

  #why(): string {
    return this.#troubles.length === 0 ? '' : `: ${this.#troubles.slice(0, 3).join('; ')}`;
  }

  /** The table that tells most of a part. */
  #rows({ split, pictures }: Part, trained?: ReadonlySet<string>): RowLabels | undefined {
    const { chosen, tables = [] } = this.options;
    const lone = this.found.parts.length === 1;
    const about = (table: LabelTable) => splitInName(table.file.split('/').at(-1)!);
    const fitting = chosen
      ? [chosen.table]
      : tables
          .filter((table) => !/submission/i.test(table.file) && (lone || (about(table) ?? split) === split))
          .sort((a, b) => Number(about(b) === split) - Number(about(a) === split));
    let best: RowLabels | undefined;
    for (const table of fitting) {
      const used = new Set(this.#used.get(table));
      const found = rowLabels(table, pictures, chosen, used);
      if (typeof found === 'string') {
        if (!this.#troubles.includes(found)) this.#troubles.push(found);
        continue;
      }
      const labels = trained ? this.#inClasses(found, trained) : found;
      if (!labels || labels.labels.size === 0 || labels.labels.size <= (best?.labels.size ?? 0)) continue;
      best = labels;
      this.#used.set(table, used);
      if (about(table) === split) break;
    }
    return best;
  }

  /** Labels for validation or test, in the words of those for training. */
  #inClasses(found: RowLabels, trained: ReadonlySet<string>): RowLabels | undefined {
    const values = new Set(found.labels.values());
    if ([...values].some((value) => trained.has(value))) return found;
    const known = translation(values, [...trained], this.options.tables ?? []);
    if (known) {
      const labels = new Map(
        [...found.labels].map(([member, label]) => [member, known.get(label)!] as const),
      );
      return { ...found, labels };
    }
    const [value] = values;
    const [name] = trained;
    this.#troubles.push(
      `the labels in ${found.table.file} ("${value}") are none of the classes to train on ("${name}"), and no file says ` +
        'which is which',
    );
    return undefined;
  }

  #take({ split, pictures }: Part, rows: RowLabels, training: boolean): void {
    const { labels, splits, disputed, missing, missingName, table } = rows;
    const file = table.file.split('/').at(-1)!;
    const without: PhotoMember[] = [];
    for (const member of pictures) {
      const className = labels.get(member);
      if (className !== undefined) {
        this.#photos.push({ member, split: splits.get(member) ?? split, className });
      } else if (!disputed.has(member)) without.push(member);
    }
    if (training) {
      this.#labels = 'table';
      this.#table = rows;
    }
    this.#leave(without, `${file} has no label for it`);
    this.#leave([...disputed], `${file} has several labels for it`);
    if (without.length > 0) {
      this.#notes.push(
        `${plural(without.length, 'picture')} ${without.length === 1 ? 'has' : 'have'} no label in ${file}.`,
      );
    }
    if (disputed.size > 0) {
      this.#notes.push(
        `${plural(disputed.size, 'picture')} ${disputed.size === 1 ? 'has' : 'have'} several labels in ${file}.`,
      );
    }
    if (missing > 0) {
      const which = missingName === undefined ? '' : ` (such as "${shortened(missingName, 60)}")`;
      this.#notes.push(
        `${plural(missing, 'row')} of ${file} ${missing === 1 ? 'names a picture that is' : 'name pictures that are'} not here${which}.`,
      );
    }
  }

  #leave(members: readonly PhotoMember[], reason: string): void {
    for (const member of members) this.#leftOut.push({ file: nameOf(member), reason });
  }

  #rename(names: ReadonlyMap<string, string>): void {
    for (const photo of this.#photos) photo.className = names.get(photo.className) ?? photo.className;
  }

  #nameOf(split: FolderSplit): string {
    return this.found.parts.find((part) => part.split === split)?.folder.name ?? split;
  }

  /** Pictures elsewhere; a readme is not worth a word. */
  #strays(used: ReadonlySet<PhotoMember>): LeftOut[] {
    const parts = new Set(this.found.parts.flatMap(({ pictures }) => pictures));
    const found: LeftOut[] = [];
    const walk = (folder: Folder) => {
      if (folder.pictures === 0) return;
      for (const member of folder.files) {
        if (used.has(member) || parts.has(member) || !namedAsPicture(member)) continue;
        found.push({ file: nameOf(member), reason: 'it is not in the folder of a class' });
      }
      folder.folders.forEach(walk);
    };
    walk(this.found.above);
    return found;
  }

  #check(classes: readonly string[]): void {
    if (classes.length < 2) {
      const [train] = this.found.parts as [Part];
      const strays = this.#strays(new Set(this.#photos.map(({ member }) => member))).length;
      const beside = strays > 0 ? `, beside ${plural(strays, 'file')} in no folder` : '';
      throw new Refusal(
        `${layoutRule} Received: ${this.where}, in which there is one class only, "${shortened(classes[0] ?? '')}" with ` +
          `${plural(train.pictures.length, 'file')}${beside}`,
      );
    }
    if (classes.length > MOST_CLASSES) {
      throw new Refusal(
        `A data set may have ${formatCount(MOST_CLASSES)} classes. Received: ${this.where}, with ${plural(classes.length, 'class', 'classes')}`,
      );
    }
  }

  #unread({ folder, pictures }: Part): Refusal {
    const { chosen } = this.options;
    const tables = this.#troubles.length > 0 ? this.#troubles : ['there is no table of labels beside them'];
    if (chosen) {
      return new Refusal(
        `A table of labels must name the pictures. Received: ${chosen.table.file} for ${this.where}: ${tables.join('; ')}`,
      );
    }
    const files = pictures.map((member) => shortened(member.path.at(-1)!, 60));
    if (!pictures.some(namedAsPicture)) {
      return new Refusal(
        `${layoutRule} Received: ${this.where}, in which no file is named like a picture: ${listed(files)}`,
      );
    }
    const { path, name } = folder;
    const alone =
      path.length > 0 && !isNeutral(name) && !splitOfName(name) ? ' (one class is not enough)' : '';
    const place = path.length === 0 ? '' : ` in "${shortened(path.join('/'))}"${alone}`;
    const what =
      `${plural(pictures.length, 'picture')} ${pictures.length === 1 ? 'lies' : 'lie'} together${place}, such as ` +
      `"${files[0]}": the file names give no classes, and ${tables.slice(0, 3).join('; ')}`;
    return new Refusal(`${layoutRule} Received: ${this.where}, in which ${what}`);
  }
}

function counts(photos: readonly PlannedPhoto[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { className } of photos) found.set(className, (found.get(className) ?? 0) + 1);
  return found;
}

/** The flag of the command line and the box of the dialog. */
export const MERGE_HINT = 'use --merge-classes, or the box in the import dialog.';

/** `"cat", "Cat" are spelled differently and otherwise equal.` */
export const alikeWords = (groups: readonly (readonly string[])[]): string =>
  groups
    .slice(0, 5)
    .map(
      (names) =>
        `The classes ${names.map((name) => JSON.stringify(name)).join(' and ')} differ only in spelling.`,
    )
    .join(' ');
