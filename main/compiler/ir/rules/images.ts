/** Type rules of what is done to a batch of images in front of the network. */
import { fail, float, requireRank, requireShape, sameShape, type TypeRules, take } from './rule';

type Family = 'normalize' | 'mix_batch';

export const imageRules: Pick<TypeRules, Family> = {
  normalize: (rule) => {
    const types = take(rule, ...rule.inputs.map(() => 'float32' as const));
    if (types.length !== 2 && types.length !== 3) fail(rule, 'takes images, mean and perhaps deviation.');
    const images = requireRank(rule, 0, 4);
    for (const { shape } of types.slice(1)) {
      if (!sameShape(shape, images.slice(1)) && !sameShape(shape, images.slice(-1))) {
        fail(rule, 'takes statistics [C] or [H,W,C] of images [N,H,W,C].');
      }
    }
    return [float(images)];
  },
  mix_batch: (rule) => {
    take(rule, 'float32', 'float32', 'int32', 'int32');
    const images = requireRank(rule, 0, 4);
    const targets = requireRank(rule, 1, 2);
    requireShape(rule, 2, []);
    requireShape(rule, 3, []);
    const { mixup, cutmix } = rule.attributes;
    if (!(mixup >= 0 && cutmix >= 0 && mixup + cutmix > 0)) fail(rule, 'needs mixup or cutmix above 0.');
    return [float(images), float(targets)];
  },
};
