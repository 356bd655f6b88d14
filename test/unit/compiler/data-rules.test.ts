/** The IR's rules for images on the device. */
import { augmentationSchema } from '../../../core/study/augmentation';
import { preprocessingSchema } from '../../../core/study/data';
import type { IteratorSpec } from '../../../main/compiler/ir/attributes';
import { Builder } from '../../../main/compiler/ir/builder';

const SHAPE = [4, 6, 3];
const held = {
  kind: 'mapped',
  variable: 'images',
  shape: SHAPE,
  resident: 'held',
} as const;
const { resident: _, ...mapped } = held;

const spec = (change: Partial<IteratorSpec> = {}): IteratorSpec => ({
  name: 'iterator',
  split: 'train',
  images: held,
  labels: 'labels',
  imageShape: SHAPE,
  preprocessing: preprocessingSchema.parse({}),
  count: 10,
  batchSize: 3,
  bytes: true,
  threads: 1,
  resident: true,
  ...change,
});

function builder(heldShape: number[] = SHAPE): Builder {
  const build = new Builder();
  const plain = { trainable: false, role: 'data' } as const;
  build.declare({ ...plain, name: 'images', dtype: 'uint8', shape: [10, ...SHAPE] });
  build.declare({ ...plain, role: 'resident', name: 'held', dtype: 'uint8', shape: [10, ...heldShape] });
  build.declare({ ...plain, name: 'labels', dtype: 'int32', shape: [10] });
  return build;
}
const augmentation = augmentationSchema.parse({ flip: true });
const next = (iterator: IteratorSpec, more: object = {}, build = builder()) =>
  build.add('next_batch', 'next', [], { iterator, ...more });

test('what is sound is taken', () => {
  expect(next(spec()).outputs).toMatchObject([
    { dtype: 'float32', shape: [null, ...SHAPE] },
    { dtype: 'int32' },
  ]);
  expect(() => next(spec(), { augmentation })).not.toThrow();
  expect(() => next(spec({ images: mapped }))).not.toThrow();
});

test.each<[string, () => unknown, RegExp]>([
  [
    'an iterator that is not resident',
    () => next(spec({ resident: false })),
    /only if the iterator is resident/,
  ],
  ['floats', () => next(spec({ bytes: false })), /takes bytes to the device/],
  [
    'another size',
    () => next(spec(), {}, builder([4, 4, 3])),
    /\[count, height, width, channels\], which 'held'/,
  ],
  [
    'augmentation beside the pipeline',
    () => next(spec({ resident: false, images: mapped }), { augmentation }),
    /augments where the iterator is resident/,
  ],
  [
    'bytes that are not all brought',
    () => builder().add('next_bytes', 'bytes', [], { iterator: spec() }),
    /not those alone that the device lacks/,
  ],
  [
    'draws for images that are brought',
    () => {
      const build = builder();
      const [seed, epoch, first] = ['seed', 'epoch', 'first'].map((name) =>
        build.value('input', name, [], { dtype: 'int32', shape: [] }),
      );
      const attributes = { iterator: spec({ images: mapped }), shuffle: true, augmentation };
      build.add('begin_iteration', 'begin', [seed!, epoch!, first!], attributes);
    },
    /draws for images that the device holds/,
  ],
])('%s is refused', (_name, build, message) => {
  expect(build).toThrow(message);
});
