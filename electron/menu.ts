/** The menu bar: files, and the platform's own roles. The app's commands are in the window, with their shortcuts. */
import { basename } from 'node:path';
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { openInBrowser } from './guard';

const PAPER = 'https://arxiv.org/abs/1512.03385';

/** What the window does for a menu that Electron draws. */
export interface HelpActions {
  showLicenses(): void;
}

export interface FileActions {
  /** Newest first. */
  recent: readonly string[];
  open(): void;
  openPath(path: string): void;
  clearRecent(): void;
}

function fileMenu(
  mac: boolean,
  { recent, open, openPath, clearRecent }: FileActions,
): MenuItemConstructorOptions {
  const recentMenu: MenuItemConstructorOptions = mac
    ? { label: 'Open Recent', role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }
    : {
        label: 'Open Recent',
        enabled: recent.length > 0,
        submenu: [
          // An & would mark a key.
          ...recent.map((path) => ({
            label: basename(path).replaceAll('&', '&&'),
            sublabel: path,
            toolTip: path,
            click: () => openPath(path),
          })),
          { type: 'separator' },
          { label: 'Clear Recent Files', click: clearRecent },
        ],
      };
  return {
    label: 'File',
    submenu: [
      // The window listens for Ctrl+O itself.
      { label: 'Open…', accelerator: 'CommandOrControl+O', registerAccelerator: false, click: open },
      recentMenu,
      { type: 'separator' },
      mac ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

/** @param platform as `process.platform`. */
export function menuTemplate(
  platform: NodeJS.Platform,
  actions: FileActions & HelpActions,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    fileMenu(mac, actions),
    // Undo and redo are the canvas's, which listens for the keys itself: the role would take them first.
    {
      label: 'Edit',
      submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
    },
    {
      label: 'View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Deep Residual Learning (the paper)', click: () => openInBrowser(PAPER) },
        { label: 'Licenses', click: actions.showLicenses },
        ...(mac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
      ],
    },
  ];
}

export function installMenu(
  actions: FileActions & HelpActions,
  platform: NodeJS.Platform = process.platform,
): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, actions)));
}
