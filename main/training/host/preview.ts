/** "Show as the network sees it": the steps of the input pipeline on some images, made in a worker process. */
import type {
  PipelinePreview,
  PipelinePreviewRequest,
  PreviewImage,
  PreviewStep,
} from '../../../core/contract/preview';
import { formatImageShape } from '../../../core/format/shape';
import { message } from '../../../core/messages';
import { Refusal, refuse } from '../../basics/refusal';
import type { DatasetStore } from '../../datasets';
import { pixelsWithin } from '../../datasets/photos/formats/sharp';
import { type DatasetManifest, splitOf } from '../../datasets/storage/store';
import type { Engine } from '../../engine/types';
import { type Launching, superviseTask } from './supervise';

/** Largest side of a shown photograph, in pixels. */
const SHOWN = 256;

export interface PreviewOptions extends Launching {
  /** A preview does not download TensorFlow. */
  findEngine(): Promise<Engine | undefined>;
  datasets: Pick<DatasetStore, 'manifest' | 'folder' | 'example'>;
}

export class PreviewService {
  private readonly closing = new AbortController();

  constructor(private readonly options: PreviewOptions) {}

  /** @throws Refusal for a missing data set or image, or an unsupported Input. */
  async run(request: PipelinePreviewRequest, signal?: AbortSignal): Promise<PipelinePreview> {
    const ended = signal ? AbortSignal.any([signal, this.closing.signal]) : this.closing.signal;
    const manifest = await this.options.datasets.manifest(request.id);
    check(request, manifest);
    const [decoded, rest] = await Promise.all([this.decoded(request, manifest), this.work(request, ended)]);
    return { steps: [decoded, ...rest] };
  }

  private async decoded(
    { id, split, indices }: PipelinePreviewRequest,
    { storage, imageShape }: DatasetManifest,
  ): Promise<PreviewStep> {
    const images = await Promise.all(
      indices.map(async (index): Promise<PreviewImage> => {
        const { base64 } = await this.options.datasets.example({ id, split, index });
        const { pixels, ...size } = await pixelsWithin(Buffer.from(base64, 'base64'), SHOWN);
        return { ...size, pixels: pixels.toString('base64') };
      }),
    );
    const words =
      storage === 'files'
        ? message('training.preview.photos')
        : message('training.preview.stored', { shape: formatImageShape(imageShape) });
    return { name: 'decode', words, images };
  }

  private async work(request: PipelinePreviewRequest, signal: AbortSignal): Promise<PreviewStep[]> {
    const { datasets, findEngine, launch, entry } = this.options;
    const engine = await findEngine();
    if (!engine) {
      refuse('training.preview.noTensorFlow');
    }
    let steps: PreviewStep[] | undefined;
    const outcome = await superviseTask({
      launch,
      entry,
      signal,
      name: 'preview',
      purpose: message('training.purpose.preview'),
      // The pipeline runs on the CPU; leave a GPU to the training.
      job: () => ({
        preview: request,
        engine: { ...engine, env: { ...engine.env, CUDA_VISIBLE_DEVICES: '' } },
        datasetFolder: datasets.folder(request.id),
      }),
      onMessage: (received) => {
        if (received.type === 'preview') steps = received.steps;
      },
    });
    signal.throwIfAborted();
    if (steps) return steps;
    throw new Refusal(outcome.message ?? message('training.stopped.preview'));
  }

  async close(): Promise<void> {
    this.closing.abort();
  }
}

function check({ split, indices, inputShape }: PipelinePreviewRequest, manifest: DatasetManifest): void {
  const { count } = splitOf(manifest, split);
  const beyond = indices.find((index) => index >= count);
  if (beyond !== undefined) {
    refuse('datasets.beyondSplit', { name: manifest.name, count, split, index: beyond });
  }
  const channels = inputShape[2];
  if (channels !== 1 && channels !== 3) {
    refuse('training.preview.channels', { shape: formatImageShape(inputShape) });
  }
}
