import { GraphError, problem } from '../../../core/graph/problem';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { SessionError } from '../../../main/engine/types';
import { blockOf, describeDeath, describeFailure, divergence } from '../../../main/training/failure';
import { tinyGraph } from '../runs/support';

const settings = trainingSettingsSchema.parse({ batchSize: 64 });
const say = (error: unknown) => describeFailure(error, tinyGraph(), settings);

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
    'TensorFlow stopped at block "dense". It says: Incompatible shapes',
  );
});

test('running out of memory is said so, with what to do', () => {
  const error = new SessionError('OOM when allocating tensor with shape[256,64]', 'dense/forward');
  expect(say(error)).toMatch(/ran out of memory at block "dense"\. Try a smaller batch size than 64/);
});

test('problems of the graph are shown as they are', () => {
  const error = new GraphError([problem('x', { nodeId: 'dense', rule: 'Rule.', received: 'r' })]);
  expect(say(error)).toBe('dense: Rule. Received: r.');
});

test('a diverged loss names epoch and step, what to try, and what is kept', () => {
  const at = { what: 'loss', epoch: 3, step: 41, checkpoint: { epoch: 2, step: 40 } };
  expect(divergence(Number.NaN, at, settings).message).toBe(
    'The loss became NaN in epoch 3 at step 41: the training has diverged. Try a smaller learning rate ' +
      '(it was 0.01), or clip harder (clipnorm was 1). The checkpoint of step 40, after 2 whole epochs, is kept.',
  );
  const unclipped = { ...settings, optimizer: { ...settings.optimizer, clipnorm: null } };
  expect(divergence(Number.POSITIVE_INFINITY, { ...at, checkpoint: undefined }, unclipped).message).toMatch(
    /became Infinity.*switch clipnorm on.*There is no checkpoint yet/,
  );
});

test('the death of a worker is told by how it ended', () => {
  expect(describeDeath({ code: null, signal: 'SIGKILL' }, '', true)).toMatch(
    /by SIGKILL.*smaller batch size/,
  );
  expect(describeDeath({ code: 134, signal: null }, 'std::bad_alloc', true)).toMatch(
    /code 134.*smaller batch size/,
  );
  expect(describeDeath({ code: 7, signal: null }, 'hello', true)).not.toMatch(/batch size/);
  expect(describeDeath({ code: 1, signal: null }, "node:x\nError: Cannot find module 'w'\n  at", false)).toBe(
    "The training worker could not be started: Error: Cannot find module 'w'.",
  );
  expect(describeDeath({ code: null, signal: null, error: 'spawn ENOENT' }, '', false)).toMatch(
    /spawn ENOENT/,
  );
});
