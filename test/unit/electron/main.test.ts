/** How the shell starts and ends: one instance, everything in place before the window, the worker ended first. */
import { EventEmitter } from 'node:events';
import type { ServicesOptions } from '../../../main/services';

const mockApp = Object.assign(new EventEmitter(), {
  requestSingleInstanceLock: jest.fn(() => true),
  whenReady: jest.fn(() => Promise.resolve()),
  quit: jest.fn(),
  exit: jest.fn(),
  getPath: () => '/nowhere',
  setAppUserModelId: () => {},
});
const mockSteps: string[] = [];
const mockWindows: { focus: jest.Mock; restore: jest.Mock; isMinimized: () => boolean }[] = [];
const mockStep =
  (name: string) =>
  (...rest: unknown[]): void => {
    mockSteps.push([name, ...rest.filter((value) => typeof value === 'string')].join(' '));
  };

jest.mock('electron', () => {
  class BrowserWindow {
    static getAllWindows = () => mockWindows;
    once = jest.fn();
    on = jest.fn();
    webContents = { on: jest.fn() };
    show = jest.fn();
    focus = jest.fn();
    restore = jest.fn();
    isMinimized = () => true;
    loadURL = mockStep('load');
    constructor() {
      mockWindows.push(this);
    }
  }
  return {
    app: mockApp,
    BrowserWindow,
    dialog: {},
    powerMonitor: { on: jest.fn() },
    screen: { getAllDisplays: () => [] },
    Tray: jest.fn(),
    ipcMain: { on: mockStep('ipc') },
    Menu: { setApplicationMenu: mockStep('menu'), buildFromTemplate: jest.fn() },
    nativeTheme: {},
    protocol: { registerSchemesAsPrivileged: mockStep('scheme'), handle: mockStep('protocol') },
    session: {
      defaultSession: {
        setPermissionRequestHandler: mockStep('permissions'),
        setPermissionCheckHandler: jest.fn(),
        setDevicePermissionHandler: jest.fn(),
        on: jest.fn(),
      },
    },
    shell: {},
    utilityProcess: {},
  };
});

const mockClose = jest.fn(() => Promise.resolve());
const mockCreate = jest.fn(async (_options: ServicesOptions) => ({
  close: mockClose,
  kept: { theme: async () => 'dark', language: async () => 'en', events: async function* () {} },
  training: { busy: false, events: async function* () {} },
}));
jest.mock('../../../main/services', () => ({
  createServices: (options: ServicesOptions) => mockCreate(options),
}));

const settled = () => new Promise((resolve) => setImmediate(resolve));

function start(): Promise<unknown> {
  jest.isolateModules(() => {
    jest.requireActual('../../../electron/main');
  });
  return settled();
}

beforeEach(() => {
  mockApp.removeAllListeners();
  mockSteps.length = 0;
  mockWindows.length = 0;
  jest.clearAllMocks();
});

test('a second start only wakes the first', async () => {
  mockApp.requestSingleInstanceLock.mockReturnValueOnce(false);
  await start();
  expect(mockApp.quit).toHaveBeenCalled();
  expect(mockCreate).not.toHaveBeenCalled();
  expect(mockWindows).toEqual([]);
});

test('the page loads when all that guards and serves it is in place', async () => {
  await start();
  expect(mockSteps[0]).toBe('scheme');
  expect(mockSteps.slice(1, -1).sort()).toEqual([
    'ipc skipwire:connect',
    'menu',
    'permissions',
    'protocol app',
  ]);
  expect(mockSteps.at(-1)).toBe('load app://skipwire/');
  expect(mockApp.listenerCount('web-contents-created')).toBeGreaterThan(0);
  expect(mockCreate.mock.calls[0]?.[0]).toMatchObject({ host: 'electron' });
  expect(mockCreate.mock.calls[0]?.[0].workerEntry).toMatch(/main[\\/]worker\.cjs$/);
});

test('a second start brings the window to the front', async () => {
  await start();
  mockApp.emit('second-instance', {}, ['skipwire'], '/');
  expect(mockWindows).toHaveLength(1);
  expect(mockWindows[0]?.restore).toHaveBeenCalled();
  expect(mockWindows[0]?.focus).toHaveBeenCalled();
});

test('the worker has ended before the app does', async () => {
  await start();
  const preventDefault = jest.fn();
  mockApp.emit('before-quit', { preventDefault });
  expect(preventDefault).not.toHaveBeenCalled();
  mockApp.emit('will-quit', { preventDefault });
  expect(preventDefault).toHaveBeenCalledTimes(1);
  expect(mockApp.quit).not.toHaveBeenCalled();
  await settled();
  expect(mockClose).toHaveBeenCalledTimes(1);
  expect(mockApp.quit).toHaveBeenCalledTimes(1);
  mockApp.emit('will-quit', { preventDefault });
  expect(preventDefault).toHaveBeenCalledTimes(1);
});

test('a start that fails says so and ends', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => {});
  mockCreate.mockRejectedValueOnce(new Error('no room'));
  await start();
  expect(said).toHaveBeenCalled();
  expect(mockApp.exit).toHaveBeenCalledWith(1);
  said.mockRestore();
});
