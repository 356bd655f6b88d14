import { GraphError, problem } from '../../../core/graph/problem';
import { inEnglish } from '../../../core/messages';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { SessionError } from '../../../main/engine/types';
import { blockOf, describeDeath, describeFailure, divergence } from '../../../main/training/protocol/failure';
import { tinyGraph } from '../runs/support';

const settings = trainingSettingsSchema.parse({ batchSize: 64 });
const say = (error: unknown) => inEnglish(describeFailure(error, tinyGraph(), settings));

test.each([
  ['dense/forward', 'dense'],
  ['gradients/dense/forward/kernel', 'dense'],
  ['dense', 'dense'],
  ['init/range', undefined],
  [undefined, undefined],
])('the block of node %s is %s', (node, block) => {
  expect(blockOf(node, tinyGraph())).toBe(block);
});

test('an error of TensorFlow names the block and keeps the first line', () => {
  expect(say(new SessionError('Incompatible shapes\n\t [[{{node dense/forward}}]]', 'dense/forward'))).toBe(
    'TensorFlow stopped at layer "dense": Incompatible shapes',
  );
});

test('running out of memory is said so, with what to do', () => {
  const error = new SessionError('OOM when allocating tensor with shape[256,64]', 'dense/forward');
  expect(say(error)).toBe(
    'The device ran out of memory at layer "dense" with a batch size of 64. ' +
      'TensorFlow: OOM when allocating tensor with shape[256,64]',
  );
});

test.each<[string, Error, RegExp]>([
  [
    'a full disk',
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    /^The disk is full\. Free up disk space\. Then resume the run\. .*ENOSPC/,
  ],
  [
    'a full disk, reported by TensorFlow',
    new SessionError('x; No space left on device'),
    /^The disk is full/,
  ],
  [
    'a run folder that is gone',
    Object.assign(new Error("ENOENT: no such file, open '/r/metrics.jsonl'"), { code: 'ENOENT' }),
    /^A file or folder of the run is missing.*metrics\.jsonl/,
  ],
  [
    'images that are gone',
    new SessionError(
      '/d/train.images.u8; No such file or directory\n\t [[{{node .data/load}}]]',
      '.data/load',
    ),
    /^The images of data set "cifar10" are missing \(\/d\/train\.images\.u8;.*in Data, then/,
  ],
  [
    'a lost GPU',
    new SessionError(
      'INTERNAL: Failed to launch kernel: CUDA_ERROR_LAUNCH_FAILED: unspecified launch failure',
    ),
    /^The GPU was lost \(CUDA_ERROR_LAUNCH_FAILED\).*nvidia-smi.*resume/,
  ],
  [
    'a GPU whose memory is full is not lost',
    new SessionError('failed to allocate: CUDA_ERROR_OUT_OF_MEMORY: out of memory', 'dense/forward'),
    /^The device ran out of memory at layer "dense"/,
  ],
])('%s', (_what, error, words) => expect(say(error)).toMatch(words));

test('problems of the graph are shown as they are', () => {
  const error = new GraphError([problem('x', { nodeId: 'dense', rule: 'Rule.', received: 'r' })]);
  expect(say(error)).toBe('dense: Rule. Received: r.');
});

test('a diverged loss names epoch and step, what to try, and what is kept', () => {
  const at = { what: 'loss' as const, epoch: 3, step: 41, checkpoint: { epoch: 2, step: 40 } };
  expect(divergence(Number.NaN, at, settings).message).toBe(
    'The loss became NaN in epoch 3 at step 41: training has diverged. Try a smaller learning rate ' +
      '(it was 0.01) or stronger clipping (clipnorm was 1). The checkpoint of step 40, after 2 whole epochs, was kept.',
  );
  const unclipped = { ...settings, optimizer: { ...settings.optimizer, clipnorm: null } };
  expect(divergence(Number.POSITIVE_INFINITY, { ...at, checkpoint: undefined }, unclipped).message).toMatch(
    /became Infinity.*turn on clipnorm.*There is no checkpoint yet/,
  );
});

const death = (...args: Parameters<typeof describeDeath>) => inEnglish(describeDeath(...args));

test('the message about a dead worker says how it ended', () => {
  expect(death({ code: null, signal: 'SIGKILL' }, '', true)).toMatch(
    /by SIGKILL\. Linux does this when the computer runs out of memory\./,
  );
  expect(death({ code: 134, signal: null }, 'std::bad_alloc', true)).toMatch(
    /code 134\. It ran out of memory/,
  );
  expect(death({ code: 7, signal: null }, '', true, { doing: 'loading the images' })).toMatch(
    /ended unexpectedly with exit code 7 while loading the images\. Everything that had finished was saved/,
  );
  // A range test, for one.
  expect(death({ code: null, signal: 'SIGABRT' }, '', true, { device: 'gpu' })).toMatch(
    /by SIGABRT\. TensorFlow crashed on the GPU\. .*--device cpu.*Everything that had finished was saved/,
  );
  // Before it could say that it was there.
  expect(death({ code: 134, signal: null }, '', false, { device: 'gpu' })).toMatch(/on the GPU/);
  expect(death({ code: 7, signal: null }, '', true, { keepsNothing: true })).toBe(
    'The training worker ended unexpectedly with exit code 7.',
  );
  expect(death({ code: 7, signal: null }, 'hello', true)).not.toMatch(/memory/);
  expect(death({ code: 137, signal: null }, '', true)).toMatch(/runs out of memory/);
  const cuda = 'F0000 gpu_timer.cc: Could not synchronize CUDA stream: CUDA_ERROR_ILLEGAL_ADDRESS';
  expect(death({ code: 134, signal: null }, cuda, true)).toMatch(/The GPU was lost/);
  expect(death({ code: 1, signal: null }, "node:x\nError: Cannot find module 'w'\n  at", false)).toBe(
    "The training worker did not start: Error: Cannot find module 'w'.",
  );
  expect(death({ code: null, signal: null, error: 'spawn ENOENT' }, '', false)).toMatch(/spawn ENOENT/);
});
