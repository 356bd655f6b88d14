/** Closing and quitting: what is asked, what ends, in which order. */
import { Leaving, type LeavingAnswer, type LeavingOptions } from '../../../electron/closing-while-training';

jest.mock('electron', () => ({}));

const settled = () => new Promise((resolve) => setImmediate(resolve));
const SENTENCE = 'small, seed 1 is being trained (epoch 2 of 9).';

function start(options: Partial<LeavingOptions> & { answer?: LeavingAnswer } = {}) {
  const done: string[] = [];
  const ask = jest.fn(async () => options.answer ?? 'cancel');
  const leaving = new Leaving({
    training: () => SENTENCE,
    outlivesWindow: false,
    ask: ask as unknown as LeavingOptions['ask'],
    toBackground: () => done.push('background'),
    close: async (closing) => void done.push(`close ${JSON.stringify(closing)}`),
    quit: () => done.push('quit'),
    exit: () => done.push('exit'),
    ...options,
  });
  /** @returns whether it was prevented. */
  const during = async (what: 'onWindowClose' | 'onBeforeQuit' | 'onWillQuit') => {
    const preventDefault = jest.fn();
    leaving[what]({ preventDefault });
    await settled();
    return preventDefault.mock.calls.length > 0;
  };
  return { leaving, done, ask, during };
}

describe('closing the window while something trains', () => {
  test('asks, naming what trains', async () => {
    const { ask, during } = start();
    expect(await during('onWindowClose')).toBe(true);
    expect(ask.mock.calls).toEqual([
      [expect.objectContaining({ detail: expect.stringContaining(SENTENCE) })],
    ]);
  });

  test('keeps everything when the question is cancelled, and asks again the next time', async () => {
    const { done, ask, during } = start({ answer: 'cancel' });
    await during('onWindowClose');
    await during('onWindowClose');
    expect(done).toEqual([]);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  test('hides it when the training is to go on', async () => {
    const { done, during } = start({ answer: 'background' });
    await during('onWindowClose');
    expect(done).toEqual(['background']);
  });

  test('pauses and quits: the window may close now, and the services close after it', async () => {
    const { done, during } = start({ answer: 'pause' });
    await during('onWindowClose');
    expect(done).toEqual(['quit']);
    expect([await during('onBeforeQuit'), await during('onWindowClose')]).toEqual([false, false]);
    expect(await during('onWillQuit')).toBe(true);
    expect(done).toEqual(['quit', 'close {"pause":true}', 'quit']);
    expect(await during('onWillQuit')).toBe(false);
  });

  test('needs no question where the app outlives its window', async () => {
    const { ask, during } = start({ outlivesWindow: true });
    expect(await during('onWindowClose')).toBe(false);
    expect(await during('onBeforeQuit')).toBe(true);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  test('asks once at a time', async () => {
    const { ask, during } = start({ ask: jest.fn(() => new Promise<never>(() => {})) });
    expect([await during('onWindowClose'), await during('onBeforeQuit')]).toEqual([true, true]);
    expect(ask).not.toHaveBeenCalled();
  });

  test('a page that keeps its window open ends the leaving', async () => {
    const { leaving, done, ask, during } = start({ answer: 'pause' });
    await during('onWindowClose');
    leaving.stay();
    await during('onWindowClose');
    expect(ask).toHaveBeenCalledTimes(2);
    expect(done).toEqual(['quit', 'quit']);
  });
});

test('a window that could not close yet closes again, or the app quits again, as was asked for', async () => {
  const { leaving, done, during } = start({ training: () => undefined });
  const close = () => done.push('close the window');
  await during('onWindowClose');
  leaving.again(close);
  await during('onBeforeQuit');
  leaving.again(close);
  leaving.stay();
  leaving.again(close);
  expect(done).toEqual(['close the window', 'quit', 'close the window']);
});

test('quits again only when the event is over, however fast the services close', async () => {
  const { leaving, done } = start({ training: () => undefined });
  leaving.onWillQuit({ preventDefault: () => {} });
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  expect(done).toEqual(['close {"pause":false}']);
  await settled();
  expect(done).toEqual(['close {"pause":false}', 'quit']);
});

test('closes the services once, however often it is asked to quit', async () => {
  let closed = () => {};
  const { done, during } = start({
    training: () => undefined,
    close: () =>
      new Promise((resolve) => {
        done.push('close');
        closed = resolve;
      }),
  });
  expect([await during('onWillQuit'), await during('onBeforeQuit'), await during('onWillQuit')]).toEqual([
    true,
    false,
    true,
  ]);
  closed();
  await settled();
  expect(done).toEqual(['close', 'quit']);
});

test('without a training nothing is asked, and the services close before the app ends', async () => {
  const { done, ask, during } = start({ training: () => undefined });
  expect([await during('onWindowClose'), await during('onBeforeQuit')]).toEqual([false, false]);
  expect(await during('onWillQuit')).toBe(true);
  expect(done).toEqual(['close {"pause":false}', 'quit']);
  expect(ask).not.toHaveBeenCalled();
});

describe('a shutdown of the system', () => {
  test('pauses without a question', async () => {
    const { leaving, done, ask } = start();
    await leaving.atOnce();
    expect(done).toEqual(['close {"pause":true,"grace":2000}', 'exit']);
    expect(ask).not.toHaveBeenCalled();
  });

  test('does not wait longer than 2.8 seconds', async () => {
    const wait = jest.fn(async () => undefined);
    const { leaving, done } = start({ close: () => new Promise(() => {}), wait });
    await leaving.atOnce();
    expect(wait).toHaveBeenCalledWith(2800);
    expect(done).toEqual(['exit']);
  });

  test('may come more than once and is acted on once', async () => {
    const { leaving, done } = start();
    await Promise.all([leaving.atOnce(), leaving.atOnce()]);
    expect(done).toEqual(['close {"pause":true,"grace":2000}', 'exit']);
  });

  test('comes before a question that is open', async () => {
    let answer = (_answer: LeavingAnswer): void => undefined;
    const ask = () =>
      new Promise<LeavingAnswer>((resolve) => {
        answer = resolve;
      });
    const { leaving, done, during } = start({ ask: ask as unknown as LeavingOptions['ask'] });
    await during('onWindowClose');
    await leaving.atOnce();
    answer('background');
    await settled();
    expect(done.at(-1)).toBe('exit');
  });
});
