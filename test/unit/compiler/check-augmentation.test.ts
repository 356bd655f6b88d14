/** Settings of augmentation that do not suit the images. */
import { type Augmentation, augmentationSchema } from '../../../core/study/augmentation';
import { compile } from '../../../main/compiler';
import { options } from '../../support/batches';
import { linear } from '../../support/small-data';

function compileWith(change: Partial<Augmentation>, shape: readonly number[] = [8, 6, 3], batchSize = 4) {
  const augmentation = augmentationSchema.parse(change);
  return () => compile(linear(shape, 3), { ...options(shape), batchSize, augmentation });
}
const crop = { minScale: 0.5, maxScale: 1, minRatio: 1, maxRatio: 1 };
const colorJitter = { brightness: 0.1, contrast: 0.1, saturation: 0.1 };

test.each<[string, () => unknown, RegExp]>([
  [
    'padding',
    compileWith({ padAndCrop: 6 }),
    /Pad and crop: The padding must be smaller .*8×6.* Received: 6\./,
  ],
  ['cutout', compileWith({ cutout: 7 }), /Cutout: .*8×6\)\. Received: 7\./],
  [
    'jitter of one channel',
    compileWith({ colorJitter }, [8, 6, 1]),
    /Color jitter: .* Received: 1 channel\./,
  ],
  [
    'shares',
    compileWith({ randomResizedCrop: { ...crop, minScale: 1, maxScale: 0.5 } }),
    /share.* Received: 1 and 0\.5\./,
  ],
  ['ratios', compileWith({ randomResizedCrop: { ...crop, minRatio: 2 } }), /ratio.* Received: 2 and 1\./],
  ['mixup', compileWith({ mixup: 0.2 }, [8, 6, 3], 1), /Mixup: .* Received: a batch size of 1\./],
  ['cutmix', compileWith({ cutmix: 0.2 }, [8, 6, 3], 1), /CutMix: .* Received: a batch size of 1\./],
])('%s is refused with the rule and what was received', (_, broken, message) => {
  expect(broken).toThrow(message);
});

test('several faults are reported at once', () => {
  const broken = compileWith({ padAndCrop: 6, colorJitter }, [8, 6, 1]);
  expect(broken).toThrow(/Pad and crop[\s\S]*Color jitter/);
});

test('what just fits is taken', () => {
  expect(
    compileWith({ padAndCrop: 5, cutout: 6, randomResizedCrop: crop, colorJitter, mixup: 1 }),
  ).not.toThrow();
  expect(compileWith({ padAndCrop: 5 }, [8, 6, 1])).not.toThrow();
});
