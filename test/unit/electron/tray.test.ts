/** The icon of a Skipwire that trains without a window. */
import type { MenuItemConstructorOptions } from 'electron';
import { TrayIcon, trayMenu } from '../../../electron/tray';

const mockTray = { on: jest.fn(), setToolTip: jest.fn(), setContextMenu: jest.fn(), destroy: jest.fn() };
jest.mock('electron', () => ({
  Menu: { buildFromTemplate: (template: unknown) => template },
  nativeImage: { createFromPath: () => ({ resize: () => 'image' }) },
  Tray: jest.fn(() => mockTray),
}));

const actions = { show: jest.fn(), pauseAndQuit: jest.fn() };
const labels = (items: readonly MenuItemConstructorOptions[]) => items.flatMap(({ label }) => label ?? []);

test('its menu says what trains, and what leaving would do', () => {
  expect(labels(trayMenu('A is being trained.', actions))).toEqual([
    'A is being trained.',
    'Open Skipwire',
    'Pause and quit',
  ]);
  expect(labels(trayMenu(undefined, actions))).toEqual(['Nothing is training', 'Open Skipwire', 'Quit']);
});

test('it is there only while the window is hidden', () => {
  const icon = new TrayIcon({ icon: 'icon.png', ...actions });
  icon.say('A is being trained.');
  expect(mockTray.setToolTip).not.toHaveBeenCalled();
  icon.appear('A is being trained.');
  expect(mockTray.setToolTip).toHaveBeenLastCalledWith('Skipwire: A is being trained.');
  icon.say(undefined);
  expect(mockTray.setToolTip).toHaveBeenLastCalledWith('Skipwire');
  icon.disappear();
  icon.say('B');
  expect(mockTray.destroy).toHaveBeenCalledTimes(1);
  expect(mockTray.setToolTip).toHaveBeenCalledTimes(2);
});
