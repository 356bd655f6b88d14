/** What has no class: pictures outside the folders, and imports that are refused for it. */
import { type List, message, sentences } from '../../../../core/messages';
import { shortened } from '../../../archives/names';
import { Refusal, refuse } from '../../../basics/refusal';
import { type LeftOut, nameOf, type PhotoMember } from '../members/collection';
import { MOST_CLASSES } from './columns';
import { layoutRule, listed, namedAsPicture, type Part, type Parts } from './parts';
import { isNeutral, splitOfName } from './split-names';
import type { Folder } from './tree';

/** Pictures outside the parts. */
export function strayPictures(found: Parts, used: ReadonlySet<PhotoMember>): LeftOut[] {
  const parts = new Set(found.parts.flatMap(({ pictures }) => pictures));
  const strays: LeftOut[] = [];
  const walk = (folder: Folder) => {
    if (folder.pictures === 0) return;
    for (const member of folder.files) {
      if (used.has(member) || parts.has(member) || !namedAsPicture(member)) continue;
      strays.push({ file: nameOf(member), reason: message('datasets.layout.stray') });
    }
    folder.folders.forEach(walk);
  };
  walk(found.above);
  return strays;
}

/** @param strays pictures outside the parts. @throws Refusal for a single class, or too many. */
export function requireClasses(
  classes: readonly string[],
  { parts }: Parts,
  strays: number,
  path: string,
): void {
  if (classes.length < 2) {
    const [train] = parts as [Part];
    const values = {
      path,
      name: shortened(classes[0] ?? ''),
      count: train.pictures.length,
    };
    const found =
      strays > 0
        ? message('datasets.layout.oneClassBeside', { ...values, strays })
        : message('datasets.layout.oneClass', values);
    throw new Refusal(sentences(found, layoutRule));
  }
  if (classes.length > MOST_CLASSES) {
    refuse('datasets.layout.tooManyClasses', {
      most: MOST_CLASSES,
      path,
      count: classes.length,
    });
  }
}

/** @param why tables have no labels. @param chosen file of the table that the person chose. */
export function unlabeled(
  { folder, pictures }: Part,
  where: string,
  why: List,
  chosen: string | undefined,
): Refusal {
  if (chosen !== undefined) {
    return new Refusal(message('datasets.layout.tableNamesNothing', { file: chosen, path: where, why }));
  }
  const files = pictures.map((member) => shortened(member.path.at(-1)!, 60));
  if (!pictures.some(namedAsPicture)) {
    return new Refusal(
      sentences(message('datasets.layout.noImages', { path: where, files: listed(files) }), layoutRule),
    );
  }
  const { path, name } = folder;
  const values = {
    path: where,
    count: pictures.length,
    file: files[0]!,
    folder: shortened(path.join('/')),
    why,
  };
  const alone = path.length > 0 && !isNeutral(name) && !splitOfName(name);
  const found =
    path.length === 0
      ? message('datasets.layout.unlabeled', values)
      : alone
        ? message('datasets.layout.unlabeledAlone', values)
        : message('datasets.layout.unlabeledIn', values);
  return new Refusal(sentences(found, layoutRule));
}
