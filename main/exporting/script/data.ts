/** Python that loads a run's images from their source or a folder, the same in every script. It needs numpy, and Pillow for photographs. */
import type { PixelStatistics } from '../../../core/ops/pixels';
import type { Normalization } from '../../../core/study/augmentation';
import type { Inference } from '../../../core/study/inference';
import type { RunRecord } from '../../../core/study/run';
import { builtInSources } from '../../datasets/sources';
import { prepareSource, readSource, sizeLine } from './prepare';
import { literal } from './python';
import { chooseSource, RANDOM } from './selection';
import { hasValidation, pictureClasses, sourceOf } from './sources';

const ABOUT_LOAD =
  '"""uint8 images [N, HEIGHT, WIDTH, channels] and labels of training and of validation, and the names of the classes."""';

/** @param ready an expression for the images of `images` at the positions `chosen` */
const loadChosen = (ready: string): string => `def load_data(folder):
    ${ABOUT_LOAD}
    (images, labels), (val_images, val_labels), names = source(Path(folder))
    chosen, val_chosen, outputs, names = choose(labels, val_labels, names)
    if not len(val_labels) or VALIDATION is not None:
        val_images, val_labels = images, labels
    ready = lambda images, labels, chosen: (${ready}, outputs[labels[chosen]])
    return *ready(images, labels, chosen), *ready(val_images, val_labels, val_chosen), names`;

/** @param ready makes an expression */
const loadFirst = (ready: (images: string) => string): string => `def load_data(folder):
    ${ABOUT_LOAD}
    (images, labels), (val_images, val_labels), names = source(Path(folder))
    train = ${ready('images[:TRAIN_LIMIT]')}, labels[:TRAIN_LIMIT]
    val = ${ready('val_images[:VAL_LIMIT]')}, val_labels[:VAL_LIMIT]
    return *train, *val, names`;

const STANDARD = [
  'gzip',
  'hashlib',
  'itertools',
  'json',
  'math',
  'os',
  're',
  'shutil',
  'time',
  'urllib.request',
];

/** Modules of Python that a text uses, one line each. */
export const standardImports = (text: string): string[] =>
  STANDARD.filter((name) => new RegExp(`\\b${name.replace('.', '\\.')}\\.`).test(text)).map(
    (name) => `import ${name}`,
  );

const knownSource = (dataset: string) => builtInSources.find(({ id }) => id === dataset);

/** Whether Pillow reads them. */
export const arePhotos = (dataset: string): boolean => {
  const known = knownSource(dataset);
  return !known || known.photos !== undefined;
};

/** Photographs take Pillow. */
export const pictureImports = (dataset: string): readonly string[] =>
  arePhotos(dataset)
    ? ['from concurrent.futures import ThreadPoolExecutor', 'from PIL import Image, ImageOps']
    : [];

const prepared = (image: string, each: string): string => `np.stack([prepare(${image}) for ${each}])`;

/** `load_data(folder)`, `statistics(images)` and what they need. */
export function dataSource({
  run,
  inference,
  statistics,
}: {
  run: Pick<RunRecord, 'settings' | 'split'>;
  inference: Pick<Inference, 'input' | 'resize'>;
  /** Those that the network's Input sets; absent: measured. */
  statistics?: PixelStatistics | undefined;
}): string {
  const { settings, split } = run;
  const { dataset, trainLimit, valLimit, selection } = settings;
  const known = knownSource(dataset);
  const isRead = arePhotos(dataset);
  const isReady = !isRead && known?.imageShape.join() === inference.input.shape.join();
  const choosing = chooseSource(selection, known !== undefined && hasValidation(known));
  return [
    [
      `TRAIN_LIMIT, VAL_LIMIT = ${literal(trainLimit)}, ${literal(valLimit)}`,
      ...(choosing?.constants ?? []),
      sizeLine(inference.input),
    ].join('\n'),
    ...(choosing || known?.generate ? [RANDOM] : []),
    sourceOf(known, known ? undefined : pictureClasses(selection, split), choosing === undefined),
    ...(isRead ? [readSource] : []),
    ...(isReady ? [] : [prepareSource(inference)]),
    ...(choosing ? [choosing.text] : []),
    choosing
      ? loadChosen(
          isReady ? 'images[chosen]' : prepared(isRead ? 'read(images[i])' : 'images[i]', 'i in chosen'),
        )
      : loadFirst((images) =>
          isReady ? images : prepared(isRead ? 'read(each)' : 'each', `each in ${images}`),
        ),
    statisticsSource(settings.normalization, statistics),
  ].join('\n\n\n');
}

function statisticsSource(normalization: Normalization, known: PixelStatistics | undefined): string {
  const measured = {
    none: ['return np.float32(0), np.float32(1)'],
    'per-channel': [
      'mean = images.mean((0, 1, 2)) / 255',
      'square = np.mean([np.square(image / 255).mean((0, 1)) for image in images], 0)',
      'deviation = np.sqrt(np.maximum(square - mean**2, 0))',
      'return mean.astype("float32"), np.where(deviation > 0, deviation, 1).astype("float32")',
    ],
    'per-pixel-mean': ['return (images.mean(0) / 255).astype("float32"), np.float32(1)'],
  }[normalization];
  const body = known
    ? [`return np.float32(${literal(known.mean)}), np.float32(${literal(known.deviation)})`]
    : measured;
  return [
    'def statistics(images):',
    '    """What images in 0..1 are normalized by: (images - first) / second."""',
    ...body.map((line) => `    ${line}`),
  ].join('\n');
}
