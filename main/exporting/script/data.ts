/** Python that loads a run's images from their source or a folder, the same in every script. It needs numpy, and Pillow for photographs. */
import type { Normalization } from '../../../core/study/augmentation';
import type { Inference } from '../../../core/study/inference';
import type { RunRecord } from '../../../core/study/run';
import { builtInSources } from '../../datasets/sources';
import { prepareSource, readSource } from './prepare';
import { literal } from './python';
import { chooseSource, RANDOM } from './selection';
import { hasValidation, pictureClasses, sourceOf } from './sources';

const LOAD = `def load_data(folder):
    """uint8 images [N, HEIGHT, WIDTH, channels] and labels of training and of validation, and the names of the classes."""
    (images, labels), (val_images, val_labels), names = source(Path(folder))
    chosen, val_chosen, outputs, names = choose(labels, val_labels, names)
    if not len(val_labels) or VALIDATION is not None:
        val_images, val_labels = images, labels

    def ready(images, labels, chosen):
        return np.stack([prepare(READ) for i in chosen]), outputs[labels[chosen]]

    return *ready(images, labels, chosen), *ready(val_images, val_labels, val_chosen), names`;

const PLAIN = `def load_data(folder):
    """uint8 images [N, HEIGHT, WIDTH, channels] and labels of training and of validation, and the names of the classes."""
    (images, labels), (val_images, val_labels), names = source(Path(folder))

    def ready(images, labels, limit):
        images = images[:limit]
        return np.stack([prepare(READ) for i in range(len(images))]), labels[:limit]

    return *ready(images, labels, TRAIN_LIMIT), *ready(val_images, val_labels, VAL_LIMIT), names`;

/** Modules that Python has, one line each. */
export const standardImports: readonly string[] = [
  'gzip',
  'hashlib',
  'math',
  'os',
  're',
  'shutil',
  'urllib.request',
].map((name) => `import ${name}`);

const knownSource = (dataset: string) => builtInSources.find(({ id }) => id === dataset);

const arePhotos = (dataset: string): boolean => {
  const known = knownSource(dataset);
  return !known || known.photos !== undefined;
};

/** Photographs take Pillow. */
export const pictureImports = (dataset: string): readonly string[] =>
  arePhotos(dataset)
    ? ['from concurrent.futures import ThreadPoolExecutor', 'from PIL import Image, ImageOps']
    : [];

/** `load_data(folder)`, `statistics(images)` and what they need. */
export function dataSource({
  run,
  inference,
}: {
  run: Pick<RunRecord, 'settings' | 'split'>;
  inference: Pick<Inference, 'input' | 'resize'>;
}): string {
  const { settings, split } = run;
  const { dataset, trainLimit, valLimit, selection } = settings;
  const known = knownSource(dataset);
  const isRead = arePhotos(dataset);
  const choosing = chooseSource(selection, known !== undefined && hasValidation(known));
  const reading = isRead ? 'read(images[i])' : 'images[i]';
  return [
    [
      `TRAIN_LIMIT, VAL_LIMIT = ${literal(trainLimit)}, ${literal(valLimit)}`,
      ...(choosing?.constants ?? []),
    ].join('\n'),
    ...(choosing || known?.generate ? [RANDOM] : []),
    sourceOf(known, known ? undefined : pictureClasses(selection, split), choosing === undefined),
    ...(isRead ? [readSource] : []),
    prepareSource(inference),
    ...(choosing ? [choosing.text] : []),
    (choosing ? LOAD : PLAIN).replace('READ', reading),
    statisticsSource(settings.normalization),
  ].join('\n\n\n');
}

function statisticsSource(normalization: Normalization): string {
  const body = {
    none: ['return np.float32(0), np.float32(1)'],
    'per-channel': [
      'mean = images.mean((0, 1, 2)) / 255',
      'square = np.mean([np.square(image / 255).mean((0, 1)) for image in images], 0)',
      'deviation = np.sqrt(np.maximum(square - mean**2, 0))',
      'return mean.astype("float32"), np.where(deviation > 0, deviation, 1).astype("float32")',
    ],
    'per-pixel-mean': ['return (images.mean(0) / 255).astype("float32"), np.float32(1)'],
  }[normalization];
  return [
    'def statistics(images):',
    '    """What images in 0..1 are normalized by: (images - first) / second."""',
    ...body.map((line) => `    ${line}`),
  ].join('\n');
}
