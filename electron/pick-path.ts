import { BrowserWindow, dialog } from 'electron';
import type { Shell } from '../main/hosts/router';

/** Linux and Windows have no dialog for both files and folders. */
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
