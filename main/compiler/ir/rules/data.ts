/** Type rules of the data set: what is read from files, and iterators over it. */
import { canBring } from '../../../../core/study/input-shape';
import type { Center, IteratorSpec } from '../attributes';
import { staysBytes } from '../stays-bytes';
import {
  fail,
  float,
  integer,
  type RuleArguments,
  requireShape,
  sameShape,
  type TypeRules,
  take,
  variableOf,
} from './rule';

type Family =
  | 'load_file'
  | 'load_lines'
  | 'map_file'
  | 'image_statistics'
  | 'begin_iteration'
  | 'next_bytes'
  | 'next_batch';
type Iterating = 'next_bytes' | 'image_statistics' | 'begin_iteration' | 'next_batch';

function checkImages(rule: RuleArguments<Iterating>, iterator: IteratorSpec): void {
  const { images, count, imageShape, threads } = iterator;
  if (imageShape.length !== 3) fail(rule, 'iterates over images [height, width, channels].');
  if (!(threads >= 1)) fail(rule, 'makes images on one thread or more.');
  if (images.kind === 'files') {
    const paths = variableOf(rule, images.paths);
    if (paths.dtype !== 'string' || !sameShape(paths.shape, [count])) {
      fail(rule, `reads files from string paths [count], which '${images.paths}' is not.`);
    }
    requireChannels(rule, 3, imageShape);
  } else {
    requireImages(rule, images.variable, [count, ...images.shape]);
    if (images.resident !== undefined) {
      requireImages(rule, images.resident, [count, ...imageShape]);
      if (!iterator.resident)
        fail(rule, 'names images that the device holds: only if the iterator is resident.');
    }
    requireChannels(rule, images.shape.at(-1), imageShape);
  }
}

function requireChannels(
  rule: RuleArguments<Iterating>,
  stored: number | undefined,
  shape: readonly number[],
): void {
  const channels = shape.at(-1) as number;
  if (canBring(stored, channels)) return;
  fail(rule, `makes 1 channel of 3, or 3 of 1, not ${channels} of ${stored}.`);
}

function requireImages(rule: RuleArguments<Iterating>, name: string, shape: readonly number[]): void {
  const variable = variableOf(rule, name);
  if (variable.dtype !== 'uint8' || !sameShape(variable.shape, shape)) {
    fail(rule, `iterates over uint8 images [count, height, width, channels], which '${name}' is not.`);
  }
}

function checkIterator(
  rule: RuleArguments<'begin_iteration' | 'next_bytes' | 'next_batch'>,
  spec: IteratorSpec,
): void {
  checkImages(rule, spec);
  const labels = variableOf(rule, spec.labels);
  if (labels.dtype !== 'int32' || !sameShape(labels.shape, [spec.count])) {
    fail(rule, `iterates over int32 labels [count], which '${spec.labels}' is not.`);
  }
  if (spec.batchSize < 1) fail(rule, 'needs a batch size of 1 or more.');
  if (spec.resident && !spec.bytes) fail(rule, 'takes bytes to the device that holds the others.');
}

const isHeld = ({ images }: IteratorSpec): boolean =>
  images.kind === 'mapped' && images.resident !== undefined;

function checkCenter(rule: RuleArguments<'begin_iteration' | 'next_batch'>, { variable, of }: Center): void {
  const { imageShape } = rule.attributes.iterator;
  const { dtype, shape } = variableOf(rule, variable);
  const fits = sameShape(shape, of === 'pixel' ? imageShape : imageShape.slice(-1));
  if (dtype === 'float32' && fits) return;
  fail(rule, `centers images on ${of === 'pixel' ? '[H,W,C]' : '[C]'}, which '${variable}' is not.`);
}

export const dataRules: Pick<TypeRules, Family> = {
  load_file: (rule) => {
    take(rule);
    return [{ dtype: rule.attributes.dtype, shape: rule.attributes.shape }];
  },
  load_lines: (rule) => {
    take(rule);
    return [{ dtype: 'string', shape: [rule.attributes.count] }];
  },
  map_file: (rule) => {
    take(rule);
    return [{ dtype: 'uint8', shape: rule.attributes.shape }];
  },
  image_statistics: (rule) => {
    take(rule);
    const { iterator, of } = rule.attributes;
    checkImages(rule, iterator);
    const channels = iterator.imageShape.slice(-1);
    return of === 'channel' ? [float(channels), float(channels)] : [float(iterator.imageShape)];
  },
  begin_iteration: (rule) => {
    const { iterator, shuffle, augmentation, center, only } = rule.attributes;
    if (only) {
      take(rule, 'int32', 'int32').forEach((_, index) => {
        requireShape(rule, index, []);
      });
      if (shuffle) fail(rule, 'shuffles all images, not some.');
      const strange = only.find((index) => !(index >= 0 && index < iterator.count));
      if (strange !== undefined) fail(rule, `takes images that are there, not image ${strange}.`);
    } else if (shuffle) {
      take(rule, 'int32', 'int32', 'int32').forEach((_, index) => {
        requireShape(rule, index, []);
      });
    } else {
      if (rule.inputs.length > 0) {
        take(rule, 'int32');
        requireShape(rule, 0, []);
      } else take(rule);
      if (augmentation) fail(rule, 'draws by (seed, epoch) when it augments: only with shuffling.');
    }
    checkIterator(rule, iterator);
    if (iterator.bytes && !iterator.resident && !staysBytes(augmentation, center?.of)) {
      fail(rule, 'makes floats of images where augmentation or the mean needs them.');
    }
    if (augmentation && iterator.resident && !isHeld(iterator)) {
      fail(rule, 'draws for images that the device holds, and no others, where the iterator is resident.');
    }
    if (center !== undefined) checkCenter(rule, center);
    return [];
  },
  next_bytes: (rule) => {
    take(rule);
    checkIterator(rule, rule.attributes.iterator);
    if (!rule.attributes.iterator.bytes) fail(rule, 'takes bytes.');
    if (rule.attributes.iterator.resident)
      fail(rule, 'takes all bytes, not those alone that the device lacks.');
    return [integer([null])];
  },
  next_batch: (rule) => {
    take(rule);
    const { iterator, augmentation, center } = rule.attributes;
    checkIterator(rule, iterator);
    if (augmentation && !iterator.resident)
      fail(rule, 'augments where the iterator is resident, not elsewhere.');
    if (center !== undefined) checkCenter(rule, center);
    return [float([null, ...iterator.imageShape]), integer([null])];
  },
};
