/** The system's dialog for one file or folder, over the window that asks. */
import { BrowserWindow, dialog } from 'electron';
import type { Shell } from '../main/hosts/router';

/** A folder and a file need two dialogs: Linux and Windows have none that offers both. */
export const pickPath: Shell['pickPath'] = async ({ kind, title }) => {
  const options = {
    ...(title === undefined ? {} : { title }),
    properties: [kind === 'folder' ? ('openDirectory' as const) : ('openFile' as const)],
  };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = window
    ? await dialog.showOpenDialog(window, options)
    : await dialog.showOpenDialog(options);
  return canceled ? null : (filePaths[0] ?? null);
};
