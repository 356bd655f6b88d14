/** Type rules of iterators over the data set. */
import { canBring } from '../../../../core/study/input-shape';
import type { Center, IteratorSpec } from '../attributes';
import { staysBytes } from '../stays-bytes';
import type { DataType } from '../tensor-type';
import {
  type AnyRule,
  float,
  integer,
  type RuleArguments,
  requireRank,
  requireScalars,
  sameShape,
  type TypeRules,
  take,
  typeBug,
  variableOf,
} from './rule';

function checkImages(rule: AnyRule, iterator: IteratorSpec): void {
  const { images, count, imageShape, threads } = iterator;
  if (imageShape.length !== 3) typeBug(rule, 'iterates over images [height, width, channels].');
  if (!(threads >= 1)) typeBug(rule, 'makes images on one thread or more.');
  if (images.kind === 'files') {
    requireVariable(rule, images.paths, 'string', [count], 'reads files from string paths [count]');
    requireChannels(rule, 3, imageShape);
  } else {
    requireImages(rule, images.variable, [count, ...images.shape]);
    if (images.resident !== undefined) {
      requireImages(rule, images.resident, [count, ...imageShape]);
      if (!iterator.resident)
        typeBug(rule, 'names images that the device holds: only if the iterator is resident.');
    }
    requireChannels(rule, images.shape.at(-1), imageShape);
  }
}

function requireChannels(rule: AnyRule, stored: number | undefined, shape: readonly number[]): void {
  const channels = shape.at(-1) as number;
  if (canBring(stored, channels)) return;
  typeBug(rule, `makes 1 channel of 3, or 3 of 1, not ${channels} of ${stored}.`);
}

function requireVariable(
  rule: AnyRule,
  name: string,
  dtype: DataType,
  shape: readonly number[],
  what: string,
): void {
  const variable = variableOf(rule, name);
  if (variable.dtype !== dtype || !sameShape(variable.shape, shape)) {
    typeBug(rule, `${what}, which '${name}' is not.`);
  }
}

const requireImages = (rule: AnyRule, name: string, shape: readonly number[]): void =>
  requireVariable(rule, name, 'uint8', shape, 'iterates over uint8 images [count, height, width, channels]');

function checkIterator(rule: AnyRule, spec: IteratorSpec): void {
  checkImages(rule, spec);
  requireVariable(rule, spec.labels, 'int32', [spec.count], 'iterates over int32 labels [count]');
  if (spec.batchSize < 1) typeBug(rule, 'needs a batch size of 1 or more.');
  if (spec.resident && !spec.bytes) typeBug(rule, 'takes bytes to the device that holds the others.');
}

const isHeld = ({ images }: IteratorSpec): boolean =>
  images.kind === 'mapped' && images.resident !== undefined;

function checkCenter(rule: RuleArguments<'begin_iteration' | 'next_batch'>, { variable, of }: Center): void {
  const { imageShape } = rule.attributes.iterator;
  const shape = of === 'pixel' ? imageShape : imageShape.slice(-1);
  requireVariable(
    rule,
    variable,
    'float32',
    shape,
    `centers images on ${of === 'pixel' ? '[H,W,C]' : '[C]'}`,
  );
}

export const dataRules = {
  image_statistics: (rule) => {
    take(rule);
    const { iterator, of } = rule.attributes;
    checkImages(rule, iterator);
    const channels = iterator.imageShape.slice(-1);
    return of === 'channel' ? [float(channels), float(channels)] : [float(iterator.imageShape)];
  },
  begin_iteration: (rule) => {
    const { iterator, shuffle, order, augmentation, center, only } = rule.attributes;
    if (only) {
      take(rule, 'int32', 'int32');
      if (shuffle) typeBug(rule, 'shuffles all images, not some.');
      const strange = only.find((index) => !(index >= 0 && index < iterator.count));
      if (strange !== undefined) typeBug(rule, `takes images that are there, not image ${strange}.`);
    } else if (shuffle) {
      take(rule, 'int32', 'int32', 'int32');
    } else {
      if (rule.inputs.length > 0) take(rule, 'int32');
      if (augmentation) typeBug(rule, 'draws by (seed, epoch) when it augments: only with shuffling.');
    }
    if (order !== undefined && !shuffle) typeBug(rule, 'has an order of batches where it shuffles.');
    requireScalars(rule, ...rule.inputs.keys());
    checkIterator(rule, iterator);
    if (iterator.bytes && !iterator.resident && !staysBytes(augmentation, center?.of)) {
      typeBug(rule, 'makes floats of images where augmentation or the mean needs them.');
    }
    if (augmentation && iterator.resident && !isHeld(iterator)) {
      typeBug(rule, 'draws for images that the device holds, and no others, where the iterator is resident.');
    }
    if (center !== undefined) checkCenter(rule, center);
    return [];
  },
  decode_pictures: (rule) => {
    take(rule, 'string');
    const [count] = requireRank(rule, 0, 1);
    const { imageShape } = rule.attributes;
    requireChannels(rule, 3, imageShape);
    return [{ dtype: 'uint8', shape: [count as null, ...imageShape] }];
  },
  next_bytes: (rule) => {
    take(rule);
    checkIterator(rule, rule.attributes.iterator);
    if (!rule.attributes.iterator.bytes) typeBug(rule, 'takes bytes.');
    if (rule.attributes.iterator.resident)
      typeBug(rule, 'takes all bytes, not those alone that the device lacks.');
    return [integer([null])];
  },
  next_batch: (rule) => {
    take(rule);
    const { iterator, augmentation, center } = rule.attributes;
    checkIterator(rule, iterator);
    if (augmentation && !iterator.resident)
      typeBug(rule, 'augments where the iterator is resident, not elsewhere.');
    if (center !== undefined) checkCenter(rule, center);
    return [float([null, ...iterator.imageShape]), integer([null])];
  },
} satisfies Partial<TypeRules>;
