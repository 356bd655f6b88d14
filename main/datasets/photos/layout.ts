/**
 * Finds splits and classes in paths:
 *
 *   <class>/<picture>             one split
 *   <split>/<class>/<picture>     train beside val or test, under the names that people give them
 *
 * either inside any number of wrapping folders. What lies deeper in a class's folder is of that class. Whether a file is
 * a picture is seen when it is decoded; its name only helps to tell folders of pictures from others beside them
 * (annotations, code).
 */
import { naturalOrder } from '../../../core/natural-order';
import { plural } from '../../../core/plural';
import { Refusal } from '../../refusal';
import { type LeftOut, nameOf, type PhotoMember } from './collection';
import { shortened } from './names';
import { type Folder, treeOf } from './tree';

export type FolderSplit = 'train' | 'validation' | 'test';

export interface PlannedPhoto {
  member: PhotoMember;
  split: FolderSplit;
  className: string;
}

export interface Layout {
  kind: 'folders' | 'splits';
  /** In natural order. */
  classes: string[];
  photos: PlannedPhoto[];
  /** Pictures that lie in no class's folder. */
  leftOut: LeftOut[];
}

const splitNames: Readonly<Record<string, FolderSplit>> = {
  train: 'train',
  training: 'train',
  train_set: 'train',
  training_set: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  validation_set: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  test_set: 'test',
};
/** undefined for what is no name of a split. */
export const splitOfName = (name: string): FolderSplit | undefined => {
  const key = name.toLowerCase().replaceAll(/[\s-]/g, '_');
  return Object.hasOwn(splitNames, key) ? splitNames[key] : undefined;
};

const MOST_CLASSES = 10_000;

const layoutRule =
  'Pictures must lie in a folder per class, two classes or more (cat/1.jpg, dog/2.jpg), or in train and val or test ' +
  'folders of those.';

/** How many pictures a folder has, those below it included. */
type Weight = (folder: Folder) => number;

/** @throws Refusal, with what was found, for what is laid out in another way. */
export function layoutOf(members: readonly PhotoMember[], where: string): Layout {
  const top = treeOf(members);
  if (top.count === 0) throw new Refusal(`${layoutRule} Received: ${where}, in which there is no file`);
  // Names without an extension are tried where there are no others.
  const weight: Weight = top.pictures > 0 ? ({ pictures }) => pictures : ({ count }) => count;
  let folder = top;
  for (;;) {
    const inside = within(folder, weight);
    const splits = splitFolders(inside);
    if (splits) return splitLayout(folder, splits, weight, where);
    if (inside.length !== 1) return checked(folderLayout(folder, weight, where), where);
    if (within(inside[0]!, weight).length === 0) throw oneClass(folder, inside[0]!, where);
    folder = inside[0]!;
  }
}

const within = ({ folders }: Folder, weight: Weight): Folder[] =>
  folders.filter((folder) => weight(folder) > 0);

/** Folders of train and of something else; undefined where it is no layout of splits. */
function splitFolders(folders: readonly Folder[]): Map<FolderSplit, Folder> | undefined {
  const found = new Map<FolderSplit, Folder>();
  for (const folder of folders) {
    const split = splitOfName(folder.name);
    if (split && !found.has(split)) found.set(split, folder);
  }
  return found.has('train') && found.size > 1 ? found : undefined;
}

/** Names that tell of no class. */
const neutral = new Set(['images', 'image', 'imgs', 'img', 'pictures', 'photos', 'unknown', 'test', 'all']);

/** Competitions come with a test folder of pictures whose classes nobody tells, some within a folder of its own. */
const isUnlabelled = (folders: readonly Folder[], classes: ReadonlySet<string>): boolean =>
  folders.every(({ name }) => neutral.has(name.toLowerCase()) && !classes.has(name)) && folders.length < 2;

function splitLayout(above: Folder, splits: Map<FolderSplit, Folder>, weight: Weight, where: string): Layout {
  const train = new Set(within(splits.get('train')!, weight).map(({ name }) => name));
  const layouts = [...splits].flatMap(([split, folder]) => {
    if (split !== 'train' && isUnlabelled(within(folder, weight), train)) return [];
    return [{ split, layout: folderLayout(folder, weight, where) }];
  });
  const classes = layouts.find(({ split }) => split === 'train')!.layout.classes;
  for (const { split, layout } of layouts) {
    const strange = layout.classes.find((name) => !classes.includes(name));
    if (strange !== undefined) {
      throw new Refusal(
        `Every class must have a folder in "${splits.get('train')!.name}". Received: ${where}, in which ` +
          `"${shortened(strange)}" is in "${splits.get(split)!.name}" alone; those for training are ${listed(classes)}`,
      );
    }
  }
  const used = new Set(layouts.flatMap(({ layout }) => layout.photos.map(({ member }) => member)));
  return checked(
    {
      kind: layouts.length > 1 ? 'splits' : 'folders',
      classes,
      photos: layouts.flatMap(({ split, layout }) => layout.photos.map((photo) => ({ ...photo, split }))),
      leftOut: strays(above, used),
    },
    where,
  );
}

function folderLayout(above: Folder, weight: Weight, where: string): Layout {
  const classes = within(above, weight);
  requireClasses(classes, weight, where);
  const photos = classes.flatMap((folder) =>
    filesBelow(folder).map((member): PlannedPhoto => ({ member, split: 'train', className: folder.name })),
  );
  const used = new Set(photos.map(({ member }) => member));
  const names = [...new Set(classes.map(({ name }) => name))].sort(naturalOrder);
  return { kind: 'folders', classes: names, photos, leftOut: strays(above, used) };
}

const filesBelow = ({ files, folders }: Folder): PhotoMember[] => [...files, ...folders.flatMap(filesBelow)];

/**
 * A folder with pictures of its own is a class, and so are those beside it. Where none has any, and one has several
 * folders, these may as well be the classes (colour/apple, grey/apple).
 */
function requireClasses(folders: readonly Folder[], weight: Weight, where: string): void {
  const hasOwn = (folder: Folder) =>
    weight(folder) > folder.folders.reduce((sum, inside) => sum + weight(inside), 0);
  if (folders.some(hasOwn)) return;
  for (const folder of folders) {
    let fork = folder;
    let inside = within(fork, weight);
    while (inside.length === 1 && !hasOwn(fork)) {
      fork = inside[0]!;
      inside = within(fork, weight);
    }
    if (inside.length < 2) continue;
    throw new Refusal(
      `${layoutRule} Received: ${where}, in which ${plural(folders.length, 'folder')} ` +
        `(${listed(folders.map(({ name }) => name))}) hold no pictures but folders, as "${shortened(fork.path.join('/'))}" ` +
        `does: ${listed(inside.map(({ name }) => name))}. Which of them are the classes cannot be told: choose one of ` +
        'the folders, or lay the pictures of each class into one',
    );
  }
}

/** Files elsewhere that are named like pictures; a readme is not worth a word. */
function strays(top: Folder, used: ReadonlySet<PhotoMember>): LeftOut[] {
  const found: LeftOut[] = [];
  const walk = (folder: Folder) => {
    if (folder.pictures === 0) return;
    for (const member of folder.files) {
      if (used.has(member) || !/\.(jpe?g|png|webp|bmp|gif)$/i.test(nameOf(member))) continue;
      found.push({ file: nameOf(member), reason: 'it lies in no class’s folder' });
    }
    folder.folders.forEach(walk);
  };
  walk(top);
  return found;
}

function checked(layout: Layout, where: string): Layout {
  const { classes, photos } = layout;
  if (classes.length < 2) {
    const found =
      photos.length === 0 && layout.leftOut.length > 0
        ? `${plural(layout.leftOut.length, 'picture')} in no folder, "${shortened(layout.leftOut[0]!.file)}" among them`
        : classes.length === 1
          ? `one class only, "${shortened(classes[0]!)}"`
          : 'no folder with pictures';
    throw new Refusal(`${layoutRule} Received: ${where}, which holds ${found}`);
  }
  if (classes.length > MOST_CLASSES) {
    throw new Refusal(
      `A data set may have ${MOST_CLASSES} classes. Received: ${where}, with ${plural(classes.length, 'folder')}`,
    );
  }
  return layout;
}

function oneClass(folder: Folder, only: Folder, where: string): Refusal {
  const beside =
    folder.files.length > 0 ? `, beside ${plural(folder.files.length, 'file')} in no folder` : '';
  return new Refusal(
    `${layoutRule} Received: ${where}, in which there is one class only, "${shortened(only.name)}" with ` +
      `${plural(only.count, 'file')}${beside}`,
  );
}

const listed = (names: readonly string[]): string =>
  names.length <= 8
    ? names.map((name) => shortened(name, 40)).join(', ')
    : `${names
        .slice(0, 8)
        .map((name) => shortened(name, 40))
        .join(', ')} and ${names.length - 8} more`;
