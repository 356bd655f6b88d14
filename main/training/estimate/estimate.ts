/** Estimates the memory of a training before it starts. */
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { MemoryEstimate } from '../../../core/contract/training';
import type { GraphDocument } from '../../../core/graph/document';
import type { TrainingSettings } from '../../../core/study/settings';
import { countsOf, planOf, type SelectedCounts } from '../../datasets/selection';
import type { DatasetManifest } from '../../datasets/storage/store';
import { compileOptions } from './compile-options';
import { planOfTraining } from './estimate-plan';
import { inputShapeOf } from './input-shape';
import { type DataBytes, fittingBatchSize, workerMemory } from './memory-model';
import { fitsDevice, lieReady } from './resident-images';

export interface EstimateContext {
  dataset: Pick<DatasetInfo, 'imageShape' | 'sizes' | 'trainCount' | 'valCount'>;
  /** Absent: all, within the limits. */
  selected?: SelectedCounts;
  device?: 'cpu' | 'gpu';
  /** Free bytes of the device. */
  available?: number | undefined;
}

/** @throws as `estimateMemory`. */
export async function estimateRun(
  graph: GraphDocument,
  settings: TrainingSettings,
  manifest: DatasetManifest,
  device: Pick<EstimateContext, 'device' | 'available'>,
): Promise<MemoryEstimate> {
  const { imageShape, storage, train, val } = manifest;
  const sizes = storage === 'files' ? 'varied' : 'equal';
  const dataset = { imageShape, sizes, trainCount: train.count, valCount: val.count } as const;
  return estimateMemory(graph, settings, {
    dataset,
    selected: countsOf(planOf(manifest, settings)),
    ...device,
  });
}

/** @throws GraphError if the network cannot be trained on these images. */
export async function estimateMemory(
  graph: GraphDocument,
  settings: TrainingSettings,
  { dataset, selected, device = 'cpu', available }: EstimateContext,
): Promise<MemoryEstimate> {
  const { trainCount, valCount } = dataset;
  const imageShape = inputShapeOf(graph) ?? dataset.imageShape;
  const train = selected?.train ?? Math.min(trainCount, settings.trainLimit ?? trainCount);
  const validation = selected?.validation ?? Math.min(valCount, settings.valLimit ?? valCount);
  // The names do not matter.
  const split = (count: number) => ({
    imagesFile: 'images',
    imageShape: dataset.imageShape,
    labelsFile: 'labels',
    count,
  });
  const { plan, floats } = await planOfTraining(
    graph,
    compileOptions(settings, imageShape, { train: split(train), validation: split(validation) }, device),
  );
  const image = imageShape.reduce((bytes, size) => bytes * size, 1);
  const data = (batchSize: number): DataBytes => ({
    labels: 4 * (train + validation),
    batch: (floats ? 4 : 1) * image * batchSize,
  });
  const estimate = workerMemory(plan, settings.batchSize, data(settings.batchSize));
  if (available === undefined) return estimate;
  // Images in GPU memory make way for a larger batch.
  const fitting = await fittingBatchSize(plan, available, data);
  const room = { device, available, training: estimate.total };
  const images = image * (train + validation);
  const held = lieReady(dataset, imageShape) && fitsDevice(images, room);
  return {
    ...estimate,
    ...(held ? { data: estimate.data + images, total: estimate.total + images, residentImages: images } : {}),
    available,
    ...(fitting === undefined ? {} : { fittingBatchSize: fitting }),
  };
}
