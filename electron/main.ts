/** The desktop shell: puts the engine room and the window together. Everything else is in main/ and renderer/. */
import { join } from 'node:path';
import { app, BrowserWindow, session, shell as systemShell } from 'electron';
import type { ShellEvent } from '../core/contract/shell';
import { appInfo, version } from '../main/hosts/app-info';
import { createRouter } from '../main/hosts/router';
import { createServices, type Services } from '../main/services';
import { registerScheme, serveWindow } from './app-protocol';
import { trustSystemCertificates } from './certificates';
import { denyPermissions, guardPages } from './guard';
import { askBeforeLeaving } from './leave';
import { answerWindow } from './line';
import { Mailbox } from './mailbox';
import { installMenu } from './menu';
import { pickPath } from './pick-path';
import { watchPreload } from './preload-trouble';
import { recoverWindows } from './recover';
import { followTheme } from './theme';
import { openWindow } from './window';
import { launchUtilityProcess } from './worker-process';

/** build/electron, beside build/main and build/renderer. */
const build = join(__dirname, '..');

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) {
    openWindow({
      preload: join(build, 'electron', 'preload.cjs'),
      icon: join(build, '..', 'assets', 'icon.png'),
    });
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
}

const mailbox = new Mailbox<ShellEvent>();

/** Waits for the worker to end before the app does. */
function closeWithApp(services: Services): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void services.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}

async function start(): Promise<void> {
  await app.whenReady();
  trustSystemCertificates();
  const services = await createServices({
    host: 'electron',
    version,
    launch: launchUtilityProcess,
    workerEntry: join(build, 'main', 'worker.cjs'),
    reportEntry: join(build, 'main', 'report.cjs'),
  });
  closeWithApp(services);
  denyPermissions(session.defaultSession);
  await followTheme(services.kept);
  serveWindow(join(build, 'renderer'), () => services.kept.theme());
  const shell = {
    pickPath,
    events: (signal?: AbortSignal) => mailbox.read(signal),
    showInFolder: (path: string) => systemShell.showItemInFolder(path),
  };
  answerWindow(createRouter(services, appInfo('electron'), console.error, shell));
  recoverWindows({
    app,
    tell: (event) => mailbox.post(event),
    isTraining: () => services.training.busy,
  });
  watchPreload(app);
  installMenu();
  showWindow();
  app.on('activate', showWindow);
  app.on('second-instance', showWindow);
}

// Two apps would train into one folder of runs.
if (app.requestSingleInstanceLock()) {
  registerScheme();
  guardPages(app);
  app.on('browser-window-created', (_event, window) => askBeforeLeaving(window));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  start().catch((error: unknown) => {
    console.error(error);
    app.exit(1);
  });
} else {
  app.quit();
}
