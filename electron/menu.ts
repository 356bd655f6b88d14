/** The menu bar: files and the platform's roles. The app's own commands are in the window. */

import { basename } from 'node:path';
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { t } from '../core/messages';
import { openInBrowser } from './guard';

const PAPER = 'https://arxiv.org/abs/1512.03385';

export interface MenuActions {
  showSettings(): void;
  showLicenses(): void;
  /** Newest first. */
  recent: readonly string[];
  open(): void;
  openPath(path: string): void;
  clearRecent(): void;
}

function fileMenu(
  mac: boolean,
  { recent, open, openPath, clearRecent, showSettings }: MenuActions,
): MenuItemConstructorOptions {
  const recentMenu: MenuItemConstructorOptions = mac
    ? {
        label: t('desktop.menu.openRecent'),
        role: 'recentDocuments',
        submenu: [{ role: 'clearRecentDocuments', label: t('desktop.menu.clearRecent') }],
      }
    : {
        label: t('desktop.menu.openRecent'),
        enabled: recent.length > 0,
        submenu: [
          // A single & would mark an access key.
          ...recent.map((path) => ({
            label: basename(path).replaceAll('&', '&&'),
            sublabel: path,
            toolTip: path,
            click: () => openPath(path),
          })),
          { type: 'separator' },
          { label: t('desktop.menu.clearRecent'), click: clearRecent },
        ],
      };
  return {
    label: t('desktop.menu.file'),
    submenu: [
      // The window handles the keys itself.
      {
        label: t('desktop.menu.open'),
        accelerator: 'CommandOrControl+O',
        registerAccelerator: false,
        click: open,
      },
      recentMenu,
      { type: 'separator' },
      {
        label: t('desktop.menu.settings'),
        accelerator: 'CommandOrControl+,',
        registerAccelerator: false,
        click: showSettings,
      },
      { type: 'separator' },
      mac ? { role: 'close', label: t('desktop.menu.close') } : { role: 'quit', label: t('desktop.quit') },
    ],
  };
}

export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    fileMenu(mac, actions),
    // No undo and redo: their roles would take the keys from the canvas.
    {
      label: t('desktop.menu.edit'),
      submenu: [
        { role: 'cut', label: t('desktop.menu.cut') },
        { role: 'copy', label: t('desktop.menu.copy') },
        { role: 'paste', label: t('desktop.menu.paste') },
        { role: 'selectAll', label: t('desktop.menu.selectAll') },
      ],
    },
    {
      label: t('desktop.menu.view'),
      submenu: [
        { role: 'reload', label: t('desktop.menu.reload') },
        { role: 'toggleDevTools', label: t('desktop.menu.devTools') },
        { type: 'separator' },
        { role: 'resetZoom', label: t('desktop.menu.actualSize') },
        { role: 'zoomIn', label: t('desktop.menu.zoomIn') },
        { role: 'zoomOut', label: t('desktop.menu.zoomOut') },
        { type: 'separator' },
        { role: 'togglefullscreen', label: t('desktop.menu.fullScreen') },
      ],
    },
    // macOS lists the windows in this role's menu.
    mac
      ? { role: 'windowMenu', label: t('desktop.menu.window') }
      : {
          label: t('desktop.menu.window'),
          submenu: [
            { role: 'minimize', label: t('desktop.menu.minimize') },
            { role: 'close', label: t('desktop.menu.close') },
          ],
        },
    {
      role: 'help',
      label: t('desktop.menu.help'),
      submenu: [
        { label: t('desktop.menu.paper'), click: () => openInBrowser(PAPER) },
        { label: t('desktop.menu.licenses'), click: actions.showLicenses },
        ...(mac
          ? []
          : [{ type: 'separator' } as const, { role: 'about', label: t('desktop.menu.about') } as const]),
      ],
    },
  ];
}

export function installMenu(actions: MenuActions, platform: NodeJS.Platform = process.platform): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, actions)));
}
