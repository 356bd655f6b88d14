/** Electron asks nothing when a page wants to stay: the shell does. */
import { dialog, type MessageBoxSyncOptions } from 'electron';
import { askBeforeLeaving } from '../../../electron/unsaved-question';

jest.mock('electron', () => ({ dialog: { showMessageBoxSync: jest.fn() } }));

test.each([
  ['Stay', false],
  ['Leave', true],
])('%s: the page is left: %j', (button, left) => {
  const on = jest.fn();
  const stays = jest.fn();
  askBeforeLeaving({ webContents: { on } } as never, stays);
  const [event, ask] = on.mock.calls[0]!;
  expect(event).toBe('will-prevent-unload');
  jest
    .mocked(dialog.showMessageBoxSync as (window: unknown, options: MessageBoxSyncOptions) => number)
    .mockImplementation((_window, { buttons, cancelId }) => {
      expect(buttons?.[cancelId ?? -1]).toBe('Stay');
      return buttons?.indexOf(button) ?? -1;
    });
  const preventDefault = jest.fn();
  ask({ preventDefault });
  expect(preventDefault).toHaveBeenCalledTimes(left ? 1 : 0);
  expect(stays).toHaveBeenCalledTimes(left ? 0 : 1);
});
