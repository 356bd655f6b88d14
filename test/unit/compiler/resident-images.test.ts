/** Where the nodes stand that images pass through, in the graph that is emitted. */
import { augmentationSchema } from '../../../core/study/augmentation';
import { compile } from '../../../main/compiler';
import type { NodeDef } from '../../../main/compiler/emit/schema';
import { options } from '../../support/batches';
import { decodeModel } from '../../support/graph-def';
import { linear } from '../../support/small-data';

const SHAPE = [4, 6, 3];
const split = (name: string, count: number) => ({
  imagesFile: `${name}.u8`,
  labelsFile: `${name}.i32`,
  count,
});

function emitted(resident: boolean) {
  const { savedModel, residentBytes } = compile(linear(SHAPE, 3), {
    ...options(SHAPE),
    dataset: { train: split('train', 10), validation: split('val', 5), test: split('test', 7) },
    augmentation: augmentationSchema.parse({ flip: true, padAndCrop: 2, cutout: 2 }),
    normalization: 'per-channel',
    resident,
  });
  const { nodes, functions } = decodeModel(savedModel);
  return { nodes: new Map(nodes.map((one) => [one.name, one])), functions, residentBytes };
}

/** The node's inputs, theirs, and so on. */
function upstream(nodes: ReadonlyMap<string, NodeDef>, name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const input of nodes.get(name)!.input ?? []) {
    upstream(nodes, input.replace(/^\^/, '').replace(/:\d+$/, ''), found);
  }
  return found;
}

test('a batch comes from the iterator as indices, all else happens where the network is', () => {
  const { nodes } = emitted(true);
  const batch = [...upstream(nodes, '.data/train/iterator/next')];
  // Some kernels take numbers from the computer's memory.
  const computed = batch.filter((name) => nodes.get(name)!.op !== 'Const');
  const pinned = computed.filter((name) => nodes.get(name)!.device);
  expect(pinned.sort()).toEqual(['.data/train/iterator', '.data/train/iterator/next/batch']);
  expect(batch).toContain('.data/train/images/resident');
  expect(batch).not.toContain('.data/train/images');
  expect(nodes.get('.data/train/iterator/next/held')!.op).toBe('ResourceGather');
});

test('the function of tf.data is given no images', () => {
  const argumentsOf = (resident: boolean) =>
    emitted(resident)
      .functions.find(({ signature }) => signature.name === 'examples_train')!
      .signature.input_arg.map(({ name }) => name);
  expect(argumentsOf(true)).toEqual(['indices', 'labels', 'table']);
  expect(argumentsOf(false)).toEqual(['bytes', 'indices', 'labels', 'table', 'center']);
});

test('training and validation images are loaded into both memories, test images into one', () => {
  const { nodes, residentBytes } = emitted(true);
  const handles = [...nodes.values()].filter(({ op, name }) => op === 'VarHandleOp' && /images/.test(name));
  expect(handles.map(({ name, device = '' }) => `${name} ${device}`).sort()).toEqual([
    '.data/test/images /device:CPU:0',
    '.data/train/images /device:CPU:0',
    '.data/train/images/resident ',
    '.data/validation/images /device:CPU:0',
    '.data/validation/images/resident ',
  ]);
  expect(nodes.get('.data/train/images/resident/load')).toMatchObject({
    op: 'AssignVariableOp',
    input: ['.data/train/images/resident', '.data/train/images/file'],
  });
  expect(residentBytes).toBe(15 * 4 * 6 * 3);
  expect(emitted(false).residentBytes).toBe(0);
});
