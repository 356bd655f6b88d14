/** A window whose process crashed is reloaded, unless it crashes again and again. */
import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { childGoneWords, mayReload, reloadedWords } from '../../../electron/crash-texts';
import { recoverWindows } from '../../../electron/reload-crashed';

const mockWindow = {};
jest.mock('electron', () => ({ BrowserWindow: { fromWebContents: () => mockWindow }, dialog: {} }));

const settled = () => new Promise((resolve) => setImmediate(resolve));

function start(answer: 'again' | 'quit' = 'again') {
  let time = 0;
  const app = Object.assign(new EventEmitter(), { quit: jest.fn() });
  const contents = Object.assign(new EventEmitter(), { reload: jest.fn() });
  const tell = jest.fn();
  const askPerson = jest.fn(async () => answer);
  recoverWindows({ app: app as unknown as App, tell, isTraining: () => true, askPerson, now: () => time });
  const die = async (at: number, reason = 'crashed') => {
    time = at;
    app.emit('render-process-gone', {}, contents, { reason });
    await settled();
  };
  return { app, contents, tell, askPerson, die };
}

test('it is reloaded, and says why when it is back', async () => {
  const { contents, tell, die } = start();
  await die(0, 'oom');
  expect(contents.reload).toHaveBeenCalledTimes(1);
  expect(tell).not.toHaveBeenCalled();
  contents.emit('did-finish-load');
  expect(tell.mock.calls).toEqual([
    [
      {
        type: 'notice',
        severity: 'warning',
        text: 'The window was reloaded: it ran out of memory. Training was not affected.',
      },
    ],
  ]);
});

test('a window that was closed stays closed', async () => {
  const { contents, die } = start();
  await die(0, 'clean-exit');
  expect(contents.reload).not.toHaveBeenCalled();
});

test('the third failure within a minute asks first', async () => {
  const { app, contents, askPerson, die } = start('quit');
  await die(0);
  await die(30_000);
  expect(askPerson).not.toHaveBeenCalled();
  await die(59_000);
  expect(askPerson).toHaveBeenCalledTimes(1);
  expect(contents.reload).toHaveBeenCalledTimes(2);
  expect(app.quit).toHaveBeenCalledTimes(1);
});

test('failures that are far apart are reloaded each time', () => {
  expect(mayReload([0, 59_999], 59_999)).toBe(true);
  expect(mayReload([0, 30_000, 59_999], 59_999)).toBe(false);
  expect(mayReload([0, 30_000, 60_000], 60_000)).toBe(true);
});

test('the words say nothing of a training that there is not', () => {
  expect(reloadedWords({ reason: 'killed' }, false)).toBe(
    'The window was reloaded: its process was ended by another program.',
  );
});

test('of the other processes, the GPU alone is worth a word, and only when it worked before', () => {
  expect(childGoneWords({ type: 'GPU', reason: 'crashed' }, false)).toBe(
    'The graphics process was restarted: its process crashed.',
  );
  expect(childGoneWords({ type: 'GPU', reason: 'abnormal-exit' }, false)).toBeUndefined();
  expect(childGoneWords({ type: 'Utility', reason: 'crashed' }, false)).toBeUndefined();
});
