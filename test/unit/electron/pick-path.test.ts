/** The system's dialog for a path; the browser host has none. */

import { call } from '@orpc/server';
import { dialog } from 'electron';
import type { ShellEvent } from '../../../core/contract/shell';
import { Mailbox } from '../../../electron/mailbox';
import { pickPath } from '../../../electron/pick-path';
import { appInfo } from '../../../main/hosts/app-info';
import { createRouter } from '../../../main/hosts/router';
import { fakeServices } from '../hosts/fake-services';

const mockWindow = { id: 1 };
let mockFocused: unknown = mockWindow;
jest.mock('electron', () => ({
  BrowserWindow: { getFocusedWindow: () => mockFocused, getAllWindows: () => [] },
  dialog: { showOpenDialog: jest.fn() },
}));

const shown = jest.mocked(dialog.showOpenDialog) as unknown as jest.Mock;
beforeEach(() => {
  mockFocused = mockWindow;
  shown.mockReset().mockResolvedValue({ canceled: false, filePaths: ['/home/someone/pets.zip'] });
});

test.each([
  ['file', 'openFile'],
  ['folder', 'openDirectory'],
] as const)('a %s is picked over the window that asks', async (kind, property) => {
  expect(await pickPath({ kind, title: 'Pictures' })).toBe('/home/someone/pets.zip');
  expect(shown).toHaveBeenCalledWith(mockWindow, { title: 'Pictures', properties: [property] });
});

test('without a window the dialog has no parent', async () => {
  mockFocused = null;
  await pickPath({ kind: 'folder' });
  expect(shown).toHaveBeenCalledWith({ properties: ['openDirectory'] });
});

test('closed without a choice there is no path', async () => {
  shown.mockResolvedValue({ canceled: true, filePaths: [] });
  expect(await pickPath({ kind: 'file' })).toBeNull();
});

test('the contract offers it where there is a shell, and the browser host refuses', async () => {
  const shell = {
    pickPath,
    events: () => new Mailbox<ShellEvent>().read(),
    showInFolder: () => {},
    drawPngs: async () => [],
    printPdf: async () => new Uint8Array(),
    noteDocument: () => {},
    showMenus: () => {},
  };
  const desktop = createRouter(fakeServices(), appInfo('electron'), () => {}, shell);
  expect(await call(desktop.app.pickPath, { kind: 'file' })).toEqual({ path: '/home/someone/pets.zip' });
  const browser = createRouter(fakeServices(), appInfo('browser'), () => {});
  await expect(call(browser.app.pickPath, { kind: 'file' })).rejects.toThrow(
    /Only the desktop app can show this dialog/,
  );
});
