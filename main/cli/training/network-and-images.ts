/** Loads the networks and the images of a training. */

import type { Progress } from '../../../core/contract/engine';
import type { GraphDocument } from '../../../core/graph/document';
import { message } from '../../../core/messages';
import { withMore } from '../../basics/refusal';
import type { DatasetManifest, DatasetStore } from '../../datasets';
import { loadNetwork } from '../networks/network';
import { type LabelFlags, labelChoice } from '../options/labels';
import type { TrainingFlags } from '../options/training';
import type { TuningFlags } from '../options/tuning';

type Images = Pick<DatasetManifest, 'imageShape' | 'classes'>;

/** Used while nothing is known about the images. */
const anyImages: Images = { imageShape: [224, 224, 3], classes: ['0', '1'] };

/**
 * @param networks presets or files; presets are built for the images and classes of the set.
 * @param classes how many the selection has; absent: all of the set.
 * @throws Refusal when a network or the images cannot be used.
 */
export async function networksAndImages(
  datasets: DatasetStore,
  networks: readonly string[],
  flags: Pick<
    TrainingFlags,
    | 'dataset'
    | 'data'
    | 'style'
    | 'styleSet'
    | 'input'
    | 'width'
    | 'newHead'
    | keyof TuningFlags
    | keyof LabelFlags
  >,
  classes: number | undefined,
  work: { signal: AbortSignal; onProgress: (progress: Progress) => void },
): Promise<{ graphs: GraphDocument[]; manifest: DatasetManifest }> {
  const { dataset, data } = flags;
  const { style, styleSet, input, width, newHead, freeze, learningRateFactor } = flags;
  const load = (images: Images) =>
    Promise.all(
      networks.map((network) =>
        loadNetwork(
          network,
          { style, styleSet, input, width, newHead, freeze, learningRateFactor },
          { inputShape: images.imageShape, classes: classes ?? images.classes.length },
        ),
      ),
    );
  const isNew = data !== undefined && !(await datasets.has(dataset));
  // A typo should not cost a download.
  await load(isNew ? anyImages : await datasets.info(dataset).catch(tellOfData));
  await datasets.ensureReady(dataset, { dataPath: data, ...labelChoice(flags), ...work });
  const manifest = await datasets.manifest(dataset);
  return { graphs: await load(manifest), manifest };
}

const tellOfData = (error: unknown): never => {
  throw withMore(error, message('cli.network.ownData'));
};
