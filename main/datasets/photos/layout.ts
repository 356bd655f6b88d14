/**
 * Finds splits and classes in paths:
 *
 *   <class>/<picture>             one split
 *   <split>/<class>/<picture>     train beside val or test, under the names that people give them
 *
 * either inside any number of wrapping folders. Whether a file is a picture is seen when it is decoded; its name only
 * helps to tell folders of pictures from others beside them (annotations, code).
 */
import { naturalOrder } from '../../../core/natural-order';
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

/** @throws Refusal, with what was found, for what is laid out in another way. */
export function layoutOf(members: readonly PhotoMember[], where: string): Layout {
  const top = treeOf(members);
  if (top.count === 0) throw new Refusal(`${layoutRule} Received: ${where}, in which there is no file`);
  // Names without an extension are tried where there are no others.
  const interesting = (folder: Folder) => (top.pictures > 0 ? folder.pictures : folder.count) > 0;
  let folder = top;
  for (;;) {
    const inside = folder.folders.filter(interesting);
    const splits = splitFolders(inside);
    if (splits) return splitLayout(folder, splits, interesting, where);
    if (inside.length !== 1) return checked(folderLayout(folder, inside, interesting, where), where);
    if (!inside[0]!.folders.some(interesting)) throw oneClass(folder, inside[0]!, where);
    folder = inside[0]!;
  }
}

/** Folders of train and of something else; undefined where it is no layout of splits. */
function splitFolders(folders: readonly Folder[]): Map<FolderSplit, Folder> | undefined {
  const found = new Map<FolderSplit, Folder>();
  for (const folder of folders) {
    const split = splitOfName(folder.name);
    if (split && !found.has(split)) found.set(split, folder);
  }
  return found.has('train') && found.size > 1 ? found : undefined;
}

function splitLayout(
  above: Folder,
  splits: Map<FolderSplit, Folder>,
  interesting: (folder: Folder) => boolean,
  where: string,
): Layout {
  const layouts = [...splits].flatMap(([split, folder]) => {
    // Competitions come with a test folder of pictures whose classes nobody tells.
    if (split !== 'train' && !folder.folders.some(interesting)) return [];
    const inside = folder.folders.filter(interesting);
    return [{ split, layout: folderLayout(folder, inside, interesting, where) }];
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

function folderLayout(
  above: Folder,
  classes: readonly Folder[],
  interesting: (folder: Folder) => boolean,
  where: string,
): Layout {
  const photos: PlannedPhoto[] = [];
  for (const folder of classes) {
    const deeper = folder.folders.find(interesting);
    if (deeper) {
      throw new Refusal(
        `${layoutRule} Received: ${where}, which is too deep: "${shortened(folder.path.join('/'))}" beside ` +
          `${classes.length - 1} other folders has folders itself ("${shortened(deeper.name)}")`,
      );
    }
    for (const member of folder.files) photos.push({ member, split: 'train', className: folder.name });
  }
  const used = new Set(photos.map(({ member }) => member));
  const names = [...new Set(classes.map(({ name }) => name))].sort(naturalOrder);
  return { kind: 'folders', classes: names, photos, leftOut: strays(above, used) };
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
        ? `${layout.leftOut.length} pictures in no folder, "${shortened(layout.leftOut[0]!.file)}" among them`
        : classes.length === 1
          ? `one class only, "${shortened(classes[0]!)}"`
          : 'no folder with pictures';
    throw new Refusal(`${layoutRule} Received: ${where}, in which there is ${found}`);
  }
  if (classes.length > MOST_CLASSES) {
    throw new Refusal(
      `A data set may have ${MOST_CLASSES} classes. Received: ${where}, with ${classes.length} folders`,
    );
  }
  return layout;
}

function oneClass(folder: Folder, only: Folder, where: string): Refusal {
  const beside = folder.files.length > 0 ? `, beside ${folder.files.length} files in no folder` : '';
  return new Refusal(
    `${layoutRule} Received: ${where}, in which there is one class only, "${shortened(only.name)}" with ` +
      `${only.count} files${beside}`,
  );
}

const listed = (names: readonly string[]): string =>
  names.length <= 8
    ? names.map((name) => shortened(name, 40)).join(', ')
    : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`;
