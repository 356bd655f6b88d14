/** Pictures in class folders, or in an archive of those. */
import { nameOf, type PhotoCollection } from './collection';
import type { IncomingPhoto, PhotoIntake } from './intake';
import { type Layout, layoutOf } from './layout';
import { type OpenOptions, openPhotos } from './open';

export interface OpenedFolders extends PhotoIntake {
  layout: Layout;
  container: PhotoCollection['kind'];
}

/** @throws Refusal for a hostile or broken archive, and for a layout without classes. */
export async function openFolders(path: string, options: OpenOptions = {}): Promise<OpenedFolders> {
  const collection = await openPhotos(path, options);
  try {
    const listing = await collection.list();
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
  } catch (error) {
    await collection.close();
    throw error;
  }
}
