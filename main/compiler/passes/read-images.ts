/**
 * A frozen network reads its images from files through the input pipeline of training: the entries `load_data` and `begin`.
 * Each other entry takes the next batch; `serving_default` becomes `next`, which also gives the images.
 */
import { availableParallelism } from 'node:os';
import type { Preprocessing } from '../../../core/study/data';
import type { IteratorSpec } from '../ir/attributes';
import { Builder } from '../ir/builder';
import type { Value } from '../ir/types';
import type { SplitSource } from '../types';
import { declareData, imageStore, loadSplit } from './load-data';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

export interface ImagesRead {
  images: SplitSource;
  preprocessing: Preprocessing;
  batchSize: number;
  /** Only these, in this order. */
  only?: readonly number[] | undefined;
  /** Images that are decoded or resized at once; one per processor if absent. */
  threads?: number;
}

export const readImages = ({ images, preprocessing, batchSize, only, threads }: ImagesRead): Pass => ({
  name: 'read images',
  run(program) {
    const input = program.landmarks.evalImages as Value;
    const labels = program.landmarks.evalLabels as Value;
    const imageShape = input.shape.slice(1) as number[];
    const iterator: IteratorSpec = {
      name: '.data/predicted/iterator',
      split: 'predicted',
      images: imageStore('predicted', images, imageShape),
      labels: '.data/predicted/labels',
      imageShape,
      preprocessing,
      count: images.count,
      batchSize,
      bytes: true,
      threads: threads ?? availableParallelism(),
    };
    const declared = new Builder(program);
    declareData(declared, iterator);
    let batch: readonly Value[] | undefined;
    const fed = rewrite(declared.finish(), (node, build) => {
      if (node.name !== input.node && node.name !== labels.node) return undefined;
      batch ??= build.add('next_batch', '.data/predicted/next', [], { iterator }).outputs;
      return [batch[node.name === input.node ? 0 : 1] as Value];
    });
    const build = new Builder({ ...fed, entries: [] });
    build.entry({ name: 'load_data', effects: loadSplit(build, { source: images, iterator }) });
    build.entry({ name: 'begin', effects: [begun(build, iterator, only)] });
    const x = batch?.[0] as Value;
    for (const { name, outputs } of fed.entries) {
      const first = name === 'serving_default';
      build.entry({ name: first ? 'next' : name, outputs: first ? { x, ...outputs } : outputs });
    }
    build.reach('fed');
    return build.finish();
  },
});

function begun(build: Builder, iterator: IteratorSpec, only: readonly number[] | undefined): string {
  const integer = { dtype: 'int32', shape: [], value: 0 } as const;
  const draws = only
    ? ['seed', 'epoch'].map((name) => build.value('constant', `.data/${name}`, [], integer))
    : [];
  return build.add('begin_iteration', '.data/begin', draws, { iterator, shuffle: false, only }).name;
}
