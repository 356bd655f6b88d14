/** No emitted graph asks oneDNN for the filter gradient that it computes wrongly (docs/decisions/compiler.md). */
import { emit } from '../../../main/compiler/emit';
import { Builder } from '../../../main/compiler/ir/builder';
import { decodeModel } from '../../support/graph-def';

function emittedGradient(channels: number) {
  const build = new Builder();
  const fed = (name: string, shape: (number | null)[]) =>
    build.value('input', name, [], { dtype: 'float32', shape });
  const x = fed('x', [null, 8, 8, channels]);
  const kernel = fed('kernel', [1, 1, channels, 32]);
  const dy = fed('dy', [null, 4, 4, 32]);
  const sliding = { strides: [2, 2], padding: 'same' } as const;
  const gradient = build.value('conv2d_filter_grad', 'projection', [x, kernel, dy], sliding);
  build.entry({ name: 'all', inputs: { x, kernel, dy }, outputs: { gradient }, effects: [] });
  const { nodes } = decodeModel(emit(build.finish(), { tags: ['t'] }));
  const filter = nodes.find(({ op }) => op === 'Conv2DBackpropFilter')!;
  const source = nodes.find(({ name }) => name === filter.input[0])!;
  return { strides: filter.attr.strides?.list?.i, source: source.op };
}

test('a narrow projection: the pixels that the kernel meets are taken first, and no stride is left', () => {
  expect(emittedGradient(8)).toEqual({ strides: [1, 1, 1, 1], source: 'StridedSlice' });
});

test('a wide one is left to the kernel', () => {
  expect(emittedGradient(32)).toEqual({ strides: [1, 2, 2, 1], source: 'Placeholder' });
});
