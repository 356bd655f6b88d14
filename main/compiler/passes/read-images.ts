/** A frozen network reads its images from files through the input pipeline of training: the entries `load_data`, `begin`, `next`. */
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
  /** Images that are decoded or resized at once; as many as there are processors where absent. */
  threads?: number;
}

export const readImages = ({ images, preprocessing, batchSize, threads }: ImagesRead): Pass => ({
  name: 'read images',
  run(program) {
    const input = program.landmarks.evalImages as Value;
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
    let x: Value | undefined;
    const fed = rewrite(declared.finish(), (node, build) => {
      if (node.name !== input.node) return undefined;
      x = build.add('next_batch', '.data/predicted/next', [], { iterator }).outputs[0] as Value;
      return [x];
    });
    const build = new Builder({ ...fed, entries: [] });
    build.entry({
      name: 'load_data',
      inputs: {},
      outputs: {},
      effects: loadSplit(build, { source: images, iterator }),
    });
    const begin = build.add('begin_iteration', '.data/begin', [], { iterator, shuffle: false });
    build.entry({ name: 'begin', inputs: {}, outputs: {}, effects: [begin.name] });
    const y = fed.entries[0]?.outputs.y as Value;
    build.entry({ name: 'next', inputs: {}, outputs: { x: x as Value, y }, effects: [] });
    build.reach('fed');
    return build.finish();
  },
});
