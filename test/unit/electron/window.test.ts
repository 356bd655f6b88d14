/** The window's settings: what Electron's security checklist asks for, none left to a default. */
import { BrowserWindow } from 'electron';
import { openWindow } from '../../../electron/window';

jest.mock('electron', () => ({
  app: { getPath: () => '/nowhere' },
  BrowserWindow: jest.fn(() => ({ once: jest.fn(), on: jest.fn(), loadURL: jest.fn(), show: jest.fn() })),
  nativeTheme: { shouldUseDarkColors: true },
  screen: { getAllDisplays: () => [] },
}));

test('the page is kept apart from Node, from Electron and from the disk', () => {
  const window = openWindow({ preload: '/app/preload.cjs', icon: '/app/icon.png' });
  const [options] = jest.mocked(BrowserWindow).mock.calls[0] ?? [];
  expect(options?.webPreferences).toMatchObject({
    preload: '/app/preload.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  });
  expect(window.loadURL).toHaveBeenCalledWith('app://skipwire/');
});

test('it is shown when its page has come', () => {
  const window = openWindow({ preload: '', icon: '' });
  const [event, listener] = jest.mocked(window.once).mock.calls[0] as unknown as [string, () => void];
  expect(event).toBe('ready-to-show');
  expect(window.show).not.toHaveBeenCalled();
  listener();
  expect(window.show).toHaveBeenCalled();
});
