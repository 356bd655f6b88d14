/**
 * Finds the folder of each split, and whether it has class folders. Extensions only help to tell picture folders from
 * others (annotations, code); decoding decides what is a picture.
 */
import { type List, listOf, message, sentences } from '../../../../core/messages';
import { shortened } from '../../../archives/names';
import { Refusal, refuse } from '../../../basics/refusal';
import { namedFormat } from '../formats/sniff';
import type { PhotoMember } from '../members/collection';
import { arePieces, type FolderSplit, isNeutral, splitOfName } from './split-names';
import { type Folder, treeOf } from './tree';

export interface Part {
  split: FolderSplit;
  folder: Folder;
  /** Class folders; absent if all pictures are in one folder. */
  classes?: readonly Folder[];
  pictures: readonly PhotoMember[];
}

export interface Parts {
  /** Unused pictures below it are listed. */
  above: Folder;
  /** Training first. */
  parts: readonly Part[];
}

export const layoutRule = message('datasets.layout.rule');

type Weight = (folder: Folder) => number;

/**
 * @param together a table tells the classes, so folders are not classes
 * @throws Refusal, with what was found, for an ambiguous layout
 */
export function partsOf(members: readonly PhotoMember[], where: string, together = false): Parts {
  const top = treeOf(members);
  if (top.count === 0) {
    throw new Refusal(sentences(message('datasets.layout.noFiles', { path: where }), layoutRule));
  }
  // Files without extensions are tried if there are no others.
  const weight: Weight = top.pictures > 0 ? ({ pictures }) => pictures : ({ count }) => count;
  return new PartFinder(weight, where, together).find(top);
}

class PartFinder {
  constructor(
    private readonly weight: Weight,
    private readonly where: string,
    private readonly together: boolean,
  ) {}

  find(top: Folder): Parts {
    let folder = top;
    for (;;) {
      const inside = this.#within(folder);
      const next = inside[0];
      if (inside.length > 1) return { above: folder, parts: this.#parts(folder, inside) };
      if (!next) return { above: folder, parts: [this.#together('train', folder)] };
      const leaf = this.#within(next).length === 0 && !splitOfName(next.name) && !isNeutral(next.name);
      if (this.#hasOwn(folder) && !this.together && leaf) {
        return { above: folder, parts: [this.#classes('train', folder, inside)] };
      }
      if (this.#hasOwn(folder) && this.together)
        return { above: folder, parts: [this.#together('train', folder)] };
      folder = next;
    }
  }

  #parts(folder: Folder, inside: readonly Folder[]): Part[] {
    const splits = new Map<FolderSplit, Folder>();
    for (const one of inside) {
      const split = splitOfName(one.name);
      if (split && !splits.has(split)) splits.set(split, one);
    }
    const others = inside.filter(({ name }) => !splitOfName(name));
    if (splits.size === 0) return [this.#folders('train', folder, inside)];
    const train = splits.get('train');
    if (!train) {
      const [only] = others;
      if (only === undefined) {
        refuse('datasets.layout.noTrain', { path: this.where, folders: listed(inside) });
      }
      const first = others.length > 1 ? this.#folders('train', folder, others) : this.#split('train', only);
      return [first, ...[...splits].map(([split, one]) => this.#split(split, one))];
    }
    const alone = splits.size === 1 && others.length > 0 && this.#within(train).length < 2;
    if (alone && !others.every(({ name }) => isNeutral(name))) {
      refuse('datasets.layout.trainBeside', {
        name: train.name,
        path: this.where,
        others: listed(others),
      });
    }
    splits.delete('train');
    return [this.#split('train', train), ...[...splits].map(([split, one]) => this.#split(split, one))];
  }

  /** Skips neutral and repeated folders, as in training_set/training_set/cat. */
  #split(split: FolderSplit, folder: Folder): Part {
    let at = folder;
    for (;;) {
      const inside = this.#within(at);
      const [next] = inside;
      if (!next) return this.#together(split, at);
      const deeper =
        inside.length === 1 && !this.#hasOwn(at) && (splitOfName(next.name) || isNeutral(next.name));
      if (!deeper) return this.#folders(split, at, inside);
      at = next;
    }
  }

  #folders(split: FolderSplit, folder: Folder, inside: readonly Folder[]): Part {
    const names = inside.map(({ name }) => name);
    const pieces = arePieces(names) || names.every(isNeutral) || this.together;
    return pieces
      ? { split, folder, pictures: inside.flatMap(filesBelow).filter(isPicture(this.weight, folder)) }
      : this.#classes(split, folder, inside);
  }

  #classes(split: FolderSplit, folder: Folder, classes: readonly Folder[]): Part {
    this.#requireClasses(classes);
    return { split, folder, classes, pictures: classes.flatMap(filesBelow) };
  }

  #together(split: FolderSplit, folder: Folder): Part {
    return { split, folder, pictures: filesBelow(folder).filter(isPicture(this.weight, folder)) };
  }

  #within({ folders }: Folder): Folder[] {
    return folders.filter((folder) => this.weight(folder) > 0);
  }

  #hasOwn(folder: Folder): boolean {
    return this.weight(folder) > folder.folders.reduce((sum, inside) => sum + this.weight(inside), 0);
  }

  /** Refuses folders that each have several folders, which might be the classes instead (color/apple, gray/apple). */
  #requireClasses(folders: readonly Folder[]): void {
    if (folders.some((folder) => this.#hasOwn(folder))) return;
    for (const folder of folders) {
      let fork = folder;
      let inside = this.#within(fork);
      while (inside.length === 1 && !this.#hasOwn(fork)) {
        fork = inside[0]!;
        inside = this.#within(fork);
      }
      if (inside.length < 2) continue;
      throw new Refusal(
        sentences(
          message('datasets.layout.fork', {
            path: this.where,
            count: folders.length,
            folders: listed(folders),
            fork: shortened(fork.path.join('/')),
            inside: listed(inside),
          }),
          layoutRule,
        ),
      );
    }
  }
}

export const filesBelow = ({ files, folders }: Folder): PhotoMember[] => [
  ...files,
  ...folders.flatMap(filesBelow),
];

/** Tables and texts may be beside pictures in one folder; in a class folder, every file is tried. */
const isPicture = (weight: Weight, folder: Folder) =>
  weight(folder) === folder.pictures ? namedAsPicture : () => true;

export const namedAsPicture = ({ path }: PhotoMember): boolean => namedFormat(path.at(-1)!) !== undefined;

const FEW = 8;

export const listed = (folders: readonly ({ name: string } | string)[]): List =>
  some(
    folders.map((folder) => shortened(typeof folder === 'string' ? folder : folder.name, 40)),
    FEW,
  );

/** The first names, and how many more there are. */
export function some(names: readonly string[], most: number): List {
  const more = names.length - most;
  return more > 0
    ? listOf([...names.slice(0, most), message('datasets.more', { count: more })])
    : listOf(names);
}
