/** The menu bar: the window's commands, files and the platform's roles. */

import { basename } from 'node:path';
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand, WindowMenus } from '../core/contract/shell';
import { t } from '../core/messages';
import { openInBrowser } from './guard';

const PAPER = 'https://arxiv.org/abs/1512.03385';

export interface MenuActions {
  /** Empty until the window has sent them. */
  menus: WindowMenus;
  /** In the window, by id. */
  run(id: string): void;
  /** Newest first. */
  recent: readonly string[];
  open(): void;
  openPath(path: string): void;
  clearRecent(): void;
}

type Items = MenuItemConstructorOptions[];
const LINE = { type: 'separator' } as const;

// A single & would mark an access key.
const plain = (label: string): string => label.replaceAll('&', '&&');

function recentMenu(
  mac: boolean,
  { recent, openPath, clearRecent }: MenuActions,
): MenuItemConstructorOptions {
  const label = t('desktop.menu.openRecent');
  if (mac) {
    const clear = { role: 'clearRecentDocuments', label: t('desktop.menu.clearRecent') } as const;
    return { label, role: 'recentDocuments', submenu: [clear] };
  }
  return {
    label,
    enabled: recent.length > 0,
    submenu: [
      ...recent.map((path) => ({
        label: plain(basename(path)),
        sublabel: path,
        toolTip: path,
        click: () => openPath(path),
      })),
      LINE,
      { label: t('desktop.menu.clearRecent'), click: clearRecent },
    ],
  };
}

/** The window handles the keys itself, so they act once and never while something is typed. */
function commandItem(
  { id, label, accelerator, enabled }: MenuCommand,
  { run, open }: MenuActions,
): MenuItemConstructorOptions {
  return {
    id,
    label: plain(label),
    enabled,
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
    click: (_item, _window, event) => {
      if (event.triggeredByAccelerator) return;
      // A page opens a file dialog only on a click of its own.
      if (id === 'file.open') open();
      else run(id);
    },
  };
}

function windowGroups(menu: string, mac: boolean, actions: MenuActions): Items[] {
  const groups = actions.menus.find(({ id }) => id === menu)?.groups ?? [];
  return groups.map((group) =>
    group.flatMap((command) => {
      const item = commandItem(command, actions);
      return command.id === 'file.open' ? [item, recentMenu(mac, actions)] : [item];
    }),
  );
}

const withLines = (groups: readonly Items[]): Items =>
  groups.flatMap((group, index) => [...(index > 0 ? [LINE] : []), ...group]);

/** What the system adds to menus of the window. */
function systemGroups(mac: boolean, actions: MenuActions): Record<'file' | 'edit' | 'help', Items[]> {
  const isEarly = actions.menus.length === 0;
  return {
    file: [
      ...(isEarly
        ? [[{ label: t('desktop.menu.open'), click: () => actions.open() }, recentMenu(mac, actions)]]
        : []),
      ...(mac ? [] : [[{ role: 'quit', label: t('desktop.quit') } as const]]),
    ],
    // No undo and redo: their roles would take the keys from the canvas.
    edit: [
      [
        { role: 'cut', label: t('desktop.menu.cut') },
        { role: 'copy', label: t('desktop.menu.copy') },
        { role: 'paste', label: t('desktop.menu.paste') },
        { role: 'selectAll', label: t('desktop.menu.selectAll') },
      ],
    ],
    help: [
      [{ label: t('desktop.menu.paper'), click: () => openInBrowser(PAPER) }],
      ...(mac ? [] : [[{ role: 'about', label: t('desktop.menu.about') } as const]]),
    ],
  };
}

export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): Items {
  const mac = platform === 'darwin';
  const system = systemGroups(mac, actions);
  const ofWindow = (menu: string) => windowGroups(menu, mac, actions);
  const between = actions.menus.filter(({ id }) => !Object.hasOwn(system, id));
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { label: t('desktop.menu.file'), submenu: withLines([...ofWindow('file'), ...system.file]) },
    { label: t('desktop.menu.edit'), submenu: withLines([...ofWindow('edit'), ...system.edit]) },
    ...between.map(({ id, label }) => ({ label: plain(label), submenu: withLines(ofWindow(id)) })),
    {
      // macOS lists the windows in this role's menu.
      ...(mac ? { role: 'window' as const } : {}),
      label: t('desktop.menu.window'),
      submenu: [
        { role: 'minimize', label: t('desktop.menu.minimize') },
        { role: 'togglefullscreen', label: t('desktop.menu.fullScreen') },
        LINE,
        { role: 'resetZoom', label: t('desktop.menu.actualSize') },
        { role: 'zoomIn', label: t('desktop.menu.zoomIn') },
        { role: 'zoomOut', label: t('desktop.menu.zoomOut') },
        LINE,
        { role: 'reload', label: t('desktop.menu.reload') },
        { role: 'toggleDevTools', label: t('desktop.menu.devTools') },
        LINE,
        { role: 'close', label: t('desktop.menu.close') },
      ],
    },
    {
      role: 'help',
      label: t('desktop.menu.help'),
      submenu: withLines([...ofWindow('help'), ...system.help]),
    },
  ];
}

export function installMenu(actions: MenuActions, platform: NodeJS.Platform = process.platform): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, actions)));
}
