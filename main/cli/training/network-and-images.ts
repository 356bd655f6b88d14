/** The networks that a command trains, and the images that it trains them on. */

import type { Progress } from '../../../core/contract/engine';
import type { GraphDocument } from '../../../core/graph/document';
import { message } from '../../../core/messages';
import { withMore } from '../../basics/refusal';
import type { DatasetManifest, DatasetStore } from '../../datasets';
import { loadNetwork } from '../networks/network';
import { type LabelFlags, labelChoice } from '../options/labels';
import type { TrainingFlags } from '../options/training';

export interface Prepared {
  graphs: GraphDocument[];
  manifest: DatasetManifest;
}

/** What presets are built for where nothing is known of the images yet. */
const anyImages = { imageShape: [224, 224, 3] as [number, number, number], classes: 2 };

/**
 * @param networks presets or files; presets are built for the images and classes of the set.
 * @param classes that the selection makes; absent: those of the set.
 * @throws Refusal when a network or the images will not do.
 */
export async function networksAndImages(
  datasets: DatasetStore,
  networks: readonly string[],
  flags: Pick<TrainingFlags, 'dataset' | 'data' | 'style' | 'input' | 'width' | keyof LabelFlags>,
  classes: number | undefined,
  work: { signal: AbortSignal; onProgress: (progress: Progress) => void },
): Promise<Prepared> {
  const { dataset, data, style, input, width } = flags;
  const load = (set: { imageShape: [number, number, number]; classes: number }) => {
    const options = { style, inputShape: set.imageShape, inputFlag: input, width };
    return Promise.all(
      networks.map((network) => loadNetwork(network, { ...options, classes: classes ?? set.classes })),
    );
  };
  const isNew = data !== undefined && !(await datasets.has(dataset));
  // Before anything is fetched: a slip in a name should not cost a download.
  await load(isNew ? anyImages : counted(await datasets.info(dataset).catch(tellOfData)));
  await datasets.ensureReady(dataset, { dataPath: data, ...labelChoice(flags), ...work });
  const manifest = await datasets.manifest(dataset);
  return { graphs: await load(counted(manifest)), manifest };
}

function tellOfData(error: unknown): never {
  throw withMore(error, message('cli.network.ownData'));
}

const counted = <Shape>({ imageShape, classes }: { imageShape: Shape; classes: readonly string[] }) => ({
  imageShape,
  classes: classes.length,
});
