/**
 * The app's host and its training worker on many photographs. Asked for the figures `import` it imports them, for
 * `train` it trains a tiny network on them; it answers with the moments at which the parts of that began and ended.
 */
import { join } from 'node:path';
import { inEnglish } from '../../../core/messages';
import { studyRequestSchema } from '../../../core/study/settings';
import { createServices } from '../../../main/services';
import { documentOf } from '../../support/documents';
import { type Figures, serve } from '../protocol';

export interface PhotosAssignment {
  /** The folder of the photographs. */
  photos: string;
  /** Empty; for what the app keeps. */
  folder: string;
  workerEntry: string;
  side: number;
  batch: number;
  epochs: number;
}

const tiny = (side: number) =>
  documentOf('tiny', [
    { id: 'x', type: 'Input', params: { shape: [side, side, 3] } },
    { id: 'conv', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3], strides: [4, 4] } },
    { id: 'relu', type: 'Activation', params: { function: 'relu' } },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'out', type: 'Dense', params: { units: 2, activation: 'softmax' } },
  ]);

async function main(assignment: PhotosAssignment): Promise<void> {
  const { photos, folder, workerEntry, side, batch, epochs } = assignment;
  process.env.SKIPWIRE_IMAGES = join(folder, 'images');
  const services = await createServices({
    host: 'cli',
    version: '0.0.0',
    runsRoot: join(folder, 'runs'),
    datasetsRoot: join(folder, 'datasets'),
    workerEntry,
  });

  const importAll = async (): Promise<Record<string, number>> => {
    const began = Date.now();
    await services.datasets.importOwn({ path: photos, name: 'Many' });
    return { began, ended: Date.now() };
  };

  const train = async (): Promise<Record<string, number>> => {
    let began = Number.NaN;
    let decoded = Number.NaN;
    const events = services.training.events();
    const { runIds } = await services.training.start(
      studyRequestSchema.parse({
        name: 'many',
        arms: [{ name: 'tiny', graph: tiny(side) }],
        settings: {
          dataset: 'many',
          batchSize: batch,
          epochs,
          augmentation: { flip: true, padAndCrop: 8 },
          normalization: 'per-channel',
        },
        seeds: [1],
      }),
    );
    for await (const event of events) {
      // The worker has started TensorFlow by then.
      const decodes = event.type === 'progress' && inEnglish(event.progress.phase).startsWith('decoding');
      if (decodes && Number.isNaN(began)) began = Date.now();
      if (event.type === 'step' && Number.isNaN(decoded)) decoded = Date.now();
      if (event.type === 'idle') break;
    }
    const run = await services.runs.get(runIds[0] as string);
    if (run.state !== 'finished') throw new Error(run.error ?? `The run is ${run.state}.`);
    if (Number.isNaN(began)) throw new Error('The photographs were not decoded into the cache.');
    return { began, decoded, ended: Date.now() };
  };

  await serve(
    { type: 'ready', versions: '', times: {}, parameters: 0 },
    {
      figures: async ({ what }): Promise<Figures> => ({
        type: 'figures',
        figures: what === 'import' ? await importAll() : await train(),
      }),
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as PhotosAssignment);
