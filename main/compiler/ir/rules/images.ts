/** Type rules of operations on a batch of images before the network. */
import {
  float,
  requireRank,
  requireScalars,
  sameShape,
  type TypeRules,
  take,
  takeAll,
  typeBug,
} from './rule';

export const imageRules = {
  normalize: (rule) => {
    const types = takeAll(rule, 'float32');
    if (types.length !== 2 && types.length !== 3)
      typeBug(rule, 'takes images, mean and perhaps standard deviation.');
    const images = requireRank(rule, 0, 4);
    for (const { shape } of types.slice(1)) {
      if (!sameShape(shape, images.slice(1)) && !sameShape(shape, images.slice(-1))) {
        typeBug(rule, 'takes statistics [C] or [H,W,C] of images [N,H,W,C].');
      }
    }
    return [float(images)];
  },
  mix_batch: (rule) => {
    take(rule, 'float32', 'float32', 'int32', 'int32');
    const images = requireRank(rule, 0, 4);
    const targets = requireRank(rule, 1, 2);
    requireScalars(rule, 2, 3);
    const { mixup, cutmix } = rule.attributes;
    if (!(mixup >= 0 && cutmix >= 0 && mixup + cutmix > 0)) typeBug(rule, 'needs mixup or cutmix above 0.');
    return [float(images), float(targets)];
  },
} satisfies Partial<TypeRules>;
