/** Pictures in class folders, or in an archive of those. */
import { type Listing, nameOf, type PhotoCollection } from './collection';
import type { IncomingPhoto, PhotoIntake } from './intake';
import { type Layout, layoutOf } from './layout';

export interface OpenedFolders extends PhotoIntake {
  layout: Layout;
  container: PhotoCollection['kind'];
}

/**
 * Of a collection that has been listed; it is closed with what is opened.
 * @throws Refusal for a layout without classes
 */
export function openFolders(collection: PhotoCollection, listing: Listing, path: string): OpenedFolders {
  const layout = layoutOf(listing.members, path);
  const planned = new Map(layout.photos.map((photo) => [photo.member.index, photo]));
  return {
    layout,
    container: collection.kind,
    classes: layout.classes,
    total: planned.size,
    bytes: layout.photos.reduce((sum, { member }) => sum + member.bytes, 0),
    leftOut: [...listing.leftOut, ...layout.leftOut],
    async *photos(): AsyncGenerator<IncomingPhoto> {
      for await (const { member, content } of collection.read(new Set(planned.keys()))) {
        const { split, className } = planned.get(member.index)!;
        yield { split, className, name: nameOf(member), content: await content() };
      }
    },
    close: () => collection.close(),
  };
}
