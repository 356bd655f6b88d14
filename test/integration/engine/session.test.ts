/** What a session promises, on real TensorFlow and a graph written by hand. */
import { loadTensorFlow } from '../../../main/engine/load';
import { openSession } from '../../../main/engine/session';
import { SessionError, type TensorValue } from '../../../main/engine/types';
import { int32 } from '../../../main/engine/values';
import { ENGINE_TIMEOUT, testEngine, withSession } from '../../support/engine';
import { handmadeModel } from './handmade-model';

const float32 = (data: number[], shape: number[] = [data.length]): TensorValue => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(data),
});
const scalar = (value: number): TensorValue => float32([value], []);

beforeAll(() => testEngine(), ENGINE_TIMEOUT);

test('float32 and int32 go in, float32, int32 and bool come out as typed arrays with their shapes', async () => {
  await withSession(handmadeModel, async (session) => {
    const x = float32([1, -2, 3.5, 0, 5, -6], [2, 3]);
    const { scaled, positive, n } = await session.run('scale', { x, n: int32(4) });
    expect(scaled).toEqual({
      dtype: 'float32',
      shape: [2, 3],
      data: Float32Array.of(4, -8, 14, 0, 20, -24),
    });
    expect(positive).toEqual({ dtype: 'bool', shape: [2, 3], data: Uint8Array.of(1, 0, 1, 0, 1, 0) });
    expect(n).toEqual({ dtype: 'int32', shape: [], data: Int32Array.of(4) });
  });
});

test('strings keep their characters', async () => {
  await withSession(handmadeModel, async (session) => {
    const words = { dtype: 'string', shape: [3], data: ['', 'raccourci', 'été → ∑'] } as const;
    expect((await session.run('echo', { words: { ...words, data: [...words.data] } })).words).toEqual(words);
  });
});

test('all signatures act on the same variables, those of another session are others', async () => {
  await withSession(handmadeModel, async (session) => {
    await session.run('set', { x: scalar(40) });
    expect((await session.run('increment')).value?.data[0]).toBe(41);
    await withSession(handmadeModel, async (other) => {
      await other.run('set', { x: scalar(7) });
      expect((await other.run('read')).value?.data[0]).toBe(7);
    });
    expect((await session.run('read')).value?.data[0]).toBe(41);
  });
});

test('what is fed is copied: a variable does not follow the array of its caller', async () => {
  await withSession(handmadeModel, async (session) => {
    // One in four small arrays starts where TensorFlow would share it.
    for (let trial = 0; trial < 64; trial++) {
      const x = scalar(trial);
      await session.run('set', { x });
      (x.data as Float32Array)[0] = -1;
      expect((await session.run('read')).value?.data[0]).toBe(trial);
    }
  });
});

test('an error carries the name of the node that raised it', async () => {
  await withSession(handmadeModel, async (session) => {
    const failure = await session.run('reshape', { x: float32([1, 2]) }).catch((error) => error);
    expect(failure).toBeInstanceOf(SessionError);
    expect(failure).toMatchObject({ node: 'stage1.block1.conv1/forward', endOfSequence: false });
    // The session continues.
    expect((await session.run('reshape', { x: float32([1, 2, 3]) })).y?.shape).toEqual([3]);
  });
});

test('the end of an iterator differs from other errors', async () => {
  await withSession(handmadeModel, async (session) => {
    for (let epoch = 0; epoch < 2; epoch++) {
      await session.run('begin');
      for (let value = 0; value < 3; value++) {
        expect((await session.run('next')).value?.data[0]).toBe(value);
      }
      const failure = await session.run('next').catch((error) => error);
      expect(failure).toMatchObject({ name: 'SessionError', endOfSequence: true });
    }
  });
});

test.each([
  ['an unknown signature', 'missing', {}, /begin, echo.*Received: missing/],
  ['a missing input', 'scale', { n: int32(1) }, /input names are/],
  ['an input of another dtype', 'scale', { x: int32(1), n: int32(1) }, /be float but int32/],
])('%s is refused', async (_what, signature, inputs, message) => {
  await withSession(handmadeModel, async (session) => {
    const failure = await session.run(signature, inputs).catch((error) => error);
    expect(failure).toBeInstanceOf(SessionError);
    expect(failure.message).toMatch(message);
  });
});

test('a graph that TensorFlow cannot read is refused when it is opened', async () => {
  const torn = { ...handmadeModel, savedModel: handmadeModel.savedModel.slice(0, 200) };
  await expect(withSession(torn, (session) => session.run('read'))).rejects.toThrow(SessionError);
});

test('a folder without a model is refused', async () => {
  const opening = openSession(await testEngine(), __dirname, ['handmade']);
  await expect(opening).rejects.toThrow(/no saved_model.pb/);
});

test('a model without the wanted tags is refused', async () => {
  const opening = withSession({ ...handmadeModel, tags: ['serve'] }, (session) => session.run('read'));
  await expect(opening).rejects.toThrow('tags [serve]. Received: [handmade].');
});

test('10,000 runs leave no tensor behind, failing ones included', async () => {
  await withSession(handmadeModel, async (session) => {
    const tensorflow = loadTensorFlow(await testEngine());
    await session.run('set', { x: scalar(0) });
    const before = tensorflow.memory();
    for (let run = 0; run < 5_000; run++) {
      await session.run('scale', { x: scalar(run), n: int32(2) });
      await session.run('increment');
      if (run % 10 === 0) await session.run('reshape', { x: scalar(run) }).catch(() => undefined);
    }
    expect((await session.run('read')).value?.data[0]).toBe(5_000);
    expect(tensorflow.memory().numTensors).toBe(before.numTensors);
    expect(tensorflow.memory().numBytes).toBe(before.numBytes);
  });
});
