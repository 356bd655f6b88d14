/** Electron asks nothing when a page wants to stay: the shell does. */
import { EventEmitter } from 'node:events';
import { dialog, type MessageBoxSyncOptions } from 'electron';
import { askBeforeLeaving } from '../../../electron/unsaved-question';

jest.mock('electron', () => ({ dialog: { showMessageBoxSync: jest.fn() } }));

const showMessageBox = jest.mocked(
  dialog.showMessageBoxSync as (window: unknown, options: MessageBoxSyncOptions) => number,
);
/** Presses this button; without one, nothing may be asked. */
function answer(button?: string): void {
  showMessageBox.mockReset().mockImplementation((_window, { buttons, cancelId }) => {
    expect(button).toBeDefined();
    expect(buttons?.[cancelId ?? -1]).toBe('Stay');
    return buttons?.indexOf(button!) ?? -1;
  });
}

function opened(destroyed = false) {
  const window = Object.assign(new EventEmitter(), {
    webContents: new EventEmitter(),
    isDestroyed: () => destroyed,
  });
  const options = { again: jest.fn(), stays: jest.fn() };
  askBeforeLeaving(window as never, options);
  /** The page wants to stay. @returns whether it is left nevertheless. */
  const prevented = (): boolean => {
    const event = { preventDefault: jest.fn() };
    window.webContents.emit('will-prevent-unload', event);
    return event.preventDefault.mock.calls.length > 0;
  };
  const closes = (defaultPrevented = false): boolean => {
    window.emit('close', { defaultPrevented });
    return prevented();
  };
  return { ...options, prevented, closes };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test.each([
  ['Stay', false],
  ['Leave', true],
])('a page that reloads is asked at once, %s: it is left: %j', (button, left) => {
  const { prevented, stays, again } = opened();
  answer(button);
  expect(prevented()).toBe(left);
  expect(stays).toHaveBeenCalledTimes(left ? 0 : 1);
  jest.runAllTimers();
  expect(again).not.toHaveBeenCalled();
});

test('a window that closes waits for what is being saved, and asks nothing if that ends soon', () => {
  const { closes, again } = opened();
  answer();
  expect(closes()).toBe(false);
  jest.runAllTimers();
  expect(again).toHaveBeenCalledTimes(1);
});

test('it asks once that takes long, and waits again the next time', () => {
  const { closes, again, stays } = opened();
  answer('Stay');
  again.mockImplementation(() => closes());
  closes();
  jest.advanceTimersByTime(10_000);
  expect(showMessageBox).toHaveBeenCalledTimes(1);
  expect(stays).toHaveBeenCalledTimes(1);
  expect(again.mock.calls.length).toBeGreaterThan(1);
  answer();
  closes();
  jest.advanceTimersByTime(1000);
  expect(showMessageBox).not.toHaveBeenCalled();
});

test('a close that was prevented earlier does not turn a reload into a close', () => {
  const { closes, again } = opened();
  answer('Stay');
  closes(true);
  jest.runAllTimers();
  expect(again).not.toHaveBeenCalled();
  expect(showMessageBox).toHaveBeenCalledTimes(1);
});

test('a window that is gone by then is left alone', () => {
  const { closes, again } = opened(true);
  answer();
  closes();
  jest.runAllTimers();
  expect(again).not.toHaveBeenCalled();
});
