/** The tray icon while Skipwire trains without a window. */

import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import { t } from '../core/messages';

export interface TrayOptions {
  icon: string;
  show(): void;
  pauseAndQuit(): void;
}

/** @param status a sentence; undefined if nothing trains. */
export function trayMenu(
  status: string | undefined,
  { show, pauseAndQuit }: Omit<TrayOptions, 'icon'>,
): MenuItemConstructorOptions[] {
  return [
    { label: status ?? t('desktop.tray.idle'), enabled: false },
    { type: 'separator' },
    { label: t('desktop.tray.open'), click: show },
    { label: t(status === undefined ? 'desktop.quit' : 'desktop.pauseAndQuit'), click: pauseAndQuit },
  ];
}

/** Pixels. */
const SIZE = 22;

export class TrayIcon {
  private tray: Tray | undefined;

  constructor(private readonly options: TrayOptions) {}

  appear(status: string | undefined): void {
    if (!this.tray) {
      const image = nativeImage.createFromPath(this.options.icon).resize({ width: SIZE, height: SIZE });
      this.tray = new Tray(image);
      this.tray.on('click', this.options.show);
    }
    this.say(status);
  }

  /** Does nothing without an icon. */
  say(status: string | undefined): void {
    if (!this.tray) return;
    this.tray.setToolTip(status === undefined ? 'Skipwire' : t('desktop.tray.tip', { status }));
    this.tray.setContextMenu(Menu.buildFromTemplate(trayMenu(status, this.options)));
  }

  disappear(): void {
    this.tray?.destroy();
    this.tray = undefined;
  }
}
