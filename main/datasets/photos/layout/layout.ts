/** Finds the split and class of each picture by folders, tables of labels and file names. */
import { naturalOrder } from '../../../../core/basics/natural-order';
import { inEnglish, type List, listOf, type Message, message, sentences } from '../../../../core/messages';
import { shortened } from '../../../archives/names';
import { Refusal, refuse } from '../../../basics/refusal';
import { type LeftOut, nameOf, type PhotoMember } from '../members/collection';
import { alikeClasses, mergedNames } from './alike';
import type { ChosenColumns } from './columns';
import { requireClasses, strayPictures, unlabeled } from './left-unlabeled';
import { classesInNames } from './name-classes';
import { filesBelow, listed, type Part, type Parts } from './parts';
import { type RowLabels, rowLabels } from './row-labels';
import { type FolderSplit, splitInName } from './split-names';
import type { LabelTable } from './table';
import { translation } from './translate';

export interface PlannedPhoto {
  member: PhotoMember;
  split: FolderSplit;
  className: string;
}

export interface Layout {
  kind: 'folders' | 'splits';
  /** The source of the training pictures' classes. */
  labels: 'folders' | 'names' | 'table';
  classes: string[];
  photos: PlannedPhoto[];
  leftOut: LeftOut[];
  /** Remarks for the person, as sentences. */
  notes: Message[];
  /** Classes whose names differ only in spelling. */
  alike: string[][];
  /** They differ between splits, so they have to be merged. */
  mustMerge: boolean;
  table?: RowLabels;
}

export interface LayoutOptions {
  /** Tables beside the pictures. */
  tables?: readonly LabelTable[];
  /** Why other tables there could not be read. */
  unreadable?: readonly Message[];
  /** Chosen by the person; the only source of classes then. */
  chosen?: ChosenColumns & { table: LabelTable };
  /** Merges classes whose names differ only in spelling. `ask`: only if necessary. */
  merge?: boolean | 'ask';
}

/** @throws Refusal, with what was found, for any other layout. */
export const layoutIn = (found: Parts, where: string, options: LayoutOptions): Layout =>
  new Labeler(found, where, options).layout();

/** Whether tables could add labels that folders do not give. */
export const needsTables = ({ parts }: Parts): boolean => parts.some(({ classes }) => classes === undefined);

class Labeler {
  readonly #photos: PlannedPhoto[] = [];
  readonly #leftOut: LeftOut[] = [];
  readonly #notes: Message[] = [];
  /** Why tables have no labels. */
  readonly #troubles: Message[];
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
    if (!this.#label(train)) {
      if (this.#troubles.length === 0) this.#troubles.push(message('datasets.layout.noTable'));
      throw unlabeled(train, this.where, this.#why(), this.options.chosen?.table.file);
    }
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
        refuse('datasets.layout.onlyInSplit', {
          train: train.folder.name,
          path: this.where,
          name: shortened(className),
          split: this.#nameOf(split),
          classes: listed([...trained].sort(naturalOrder)),
        });
      }
      if (merge === false) {
        throw new Refusal(sentences(...alikeMessages(groups), message('datasets.layout.mustMerge')));
      }
    }
    const mustMerge = strange !== undefined;
    if (merge === true || mustMerge) this.#rename(mergedNames(groups));
    const classes = [...new Set(this.#photos.map(({ className }) => className))].sort(naturalOrder);
    const strays = strayPictures(this.found, new Set(this.#photos.map(({ member }) => member)));
    requireClasses(classes, this.found, strays.length, this.where);
    const splits = new Set(this.#photos.map(({ split }) => split));
    return {
      kind: splits.size > 1 ? 'splits' : 'folders',
      labels: this.#labels,
      classes,
      photos: this.#photos,
      leftOut: [...this.#leftOut, ...strays],
      notes: this.#notes,
      alike: groups,
      mustMerge,
      ...(this.#table ? { table: this.#table } : {}),
    };
  }

  /** @param trained classes of the training pictures; absent while labeling those */
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
        message('datasets.layout.noClassInName'),
      );
      if (!trained) this.#labels = 'names';
      return true;
    }
    if (!trained) return false;
    const count = pictures.length;
    this.#leftOut.push({
      file: `${shortened(folder.path.join('/'))}/`,
      reason:
        this.#troubles.length === 0
          ? message('datasets.layout.noLabels', { count })
          : message('datasets.layout.noLabelsBecause', { count, why: this.#why() }),
      count,
    });
    this.#notes.push(message('datasets.layout.noteUnlabeled', { count, folder: shortened(folder.name, 40) }));
    return false;
  }

  #why(): List {
    return listOf(this.#troubles.slice(0, 3), 'unit');
  }

  /** The labels of the table with most of them. */
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
      if ('key' in found) {
        if (!this.#troubles.some((one) => inEnglish(one) === inEnglish(found))) this.#troubles.push(found);
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

  /** Translates labels of validation or test pictures into training classes. */
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
      message('datasets.layout.labelsDiffer', { file: found.table.file, value: value!, name: name! }),
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
    this.#leave(without, message('datasets.layout.noLabelFor', { file }));
    this.#leave([...disputed], message('datasets.layout.severalLabelsFor', { file }));
    if (without.length > 0) {
      this.#notes.push(message('datasets.layout.noteNoLabel', { count: without.length, file }));
    }
    if (disputed.size > 0) {
      this.#notes.push(message('datasets.layout.noteSeveralLabels', { count: disputed.size, file }));
    }
    if (missing > 0) {
      this.#notes.push(
        missingName === undefined
          ? message('datasets.layout.noteMissing', { count: missing, file })
          : message('datasets.layout.noteMissingSuchAs', {
              count: missing,
              file,
              name: shortened(missingName, 60),
            }),
      );
    }
  }

  #leave(members: readonly PhotoMember[], reason: Message): void {
    for (const member of members) this.#leftOut.push({ file: nameOf(member), reason });
  }

  #rename(names: ReadonlyMap<string, string>): void {
    for (const photo of this.#photos) photo.className = names.get(photo.className) ?? photo.className;
  }

  #nameOf(split: FolderSplit): string {
    return this.found.parts.find((part) => part.split === split)?.folder.name ?? split;
  }
}

function counts(photos: readonly PlannedPhoto[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { className } of photos) found.set(className, (found.get(className) ?? 0) + 1);
  return found;
}

/** For each of the first groups: the classes "cat" and "Cat" differ only in spelling. */
const alikeMessages = (groups: readonly (readonly string[])[]): Message[] =>
  groups
    .slice(0, 5)
    .map((names) =>
      message('datasets.layout.alike', { names: listOf(names.map((name) => JSON.stringify(name))) }),
    );
