/** The desktop shell: connects main/ with the window. */

import { join } from 'node:path';
import { app, BrowserWindow, session, shell as systemShell } from 'electron';
import type { ShellEvent, WindowMenus } from '../core/contract/shell';
import { t } from '../core/messages';
import { appInfo, version } from '../main/hosts/app-info';
import { createRouter } from '../main/hosts/router';
import { createServices, type Services } from '../main/services';
import { answerWindow } from './answer-window';
import { APP_ID } from './app-id';
import { registerScheme, serveWindow } from './app-protocol';
import { ask } from './ask';
import { trustSystemCertificates } from './certificates';
import { Leaving } from './closing-while-training';
import { catchOpenedFiles, Documents } from './documents';
import { drawPngs } from './draw-pngs';
import { endWithSystem } from './end-with-system';
import { denyPermissions, guardPages } from './guard';
import { followLanguage } from './language';
import { Mailbox } from './mailbox';
import { pickPath } from './pick-path';
import { watchPreload } from './preload-trouble';
import { printPdf } from './print-pdf';
import { recoverWindows } from './reload-crashed';
import { keepAwake, notify, showProgress } from './show-study';
import { StudyWatch } from './study-watch';
import { followTheme } from './theme';
import { TrayIcon } from './tray';
import { askBeforeLeaving } from './unsaved-question';
import { openWindow } from './window';
import { launchUtilityProcess } from './worker-process';

const build = join(__dirname, '..');
const icon = join(build, '..', 'assets', 'icon.png');

const mailbox = new Mailbox<ShellEvent>();
const tell = (event: ShellEvent): void => mailbox.post(event);

function showWindow(leaving: Leaving, tray: TrayIcon): void {
  tray.disappear();
  const [window] = BrowserWindow.getAllWindows();
  if (window) {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return;
  }
  const opened = openWindow({ preload: join(build, 'electron', 'preload.cjs'), icon });
  opened.on('close', (event) => leaving.onWindowClose(event));
  askBeforeLeaving(opened, {
    again: () => leaving.again(() => opened.close()),
    stays: () => leaving.stay(),
  });
}

function watchStudy(services: Services, tray: TrayIcon, show: () => void): StudyWatch {
  const watch = new StudyWatch({
    show: (shown) => {
      keepAwake(shown.active);
      showProgress(shown);
      tray.say(shown.sentence);
    },
    news: (news) =>
      notify(news, () => {
        show();
        tell({ type: 'go', view: news.view });
      }),
  });
  const listen = async () => {
    for await (const event of services.training.events()) watch.receive(event);
  };
  void listen();
  return watch;
}

async function start(opened: ReturnType<typeof catchOpenedFiles>): Promise<void> {
  await app.whenReady();
  trustSystemCertificates();
  const services = await createServices({
    host: 'electron',
    version,
    launch: launchUtilityProcess,
    workerEntry: join(build, 'main', 'worker.cjs'),
    reportEntry: join(build, 'main', 'report.cjs'),
  });
  const show = () => showWindow(leaving, tray);
  const tray: TrayIcon = new TrayIcon({ icon, show, pauseAndQuit: () => leaving.pauseAndQuit() });
  const watch = watchStudy(services, tray, show);
  const leaving: Leaving = new Leaving({
    training: () =>
      services.training.busy ? (watch.shown.sentence ?? t('desktop.aboutToBegin')) : undefined,
    outlivesWindow: process.platform === 'darwin',
    ask,
    toBackground: () => {
      for (const window of BrowserWindow.getAllWindows()) window.hide();
      tray.appear(watch.shown.sentence);
    },
    close: (closing) => services.close(closing),
    quit: () => app.quit(),
    exit: () => app.exit(),
  });
  app.on('before-quit', (event) => leaving.onBeforeQuit(event));
  app.on('will-quit', (event) => leaving.onWillQuit(event));
  endWithSystem(app, () => void leaving.atOnce());
  denyPermissions(session.defaultSession);
  await followTheme(services.kept);
  await followLanguage(services.kept, () => {
    documents.installMenu();
    tray.say(watch.shown.sentence);
  });
  serveWindow(join(build, 'renderer'), () => services.kept.theme());
  const documents = new Documents(tell, show);
  const shell = {
    pickPath,
    events: (signal?: AbortSignal) => mailbox.read(signal),
    noteDocument: (path: string) => documents.note(path),
    showMenus: (menus: WindowMenus) => documents.showMenus(menus),
    showInFolder: (path: string) => systemShell.showItemInFolder(path),
    drawPngs,
    printPdf,
  };
  answerWindow(createRouter(services, appInfo('electron'), console.error, shell));
  recoverWindows({ app, tell, isTraining: () => services.training.busy });
  watchPreload(app);
  documents.watchSaved(session.defaultSession);
  documents.installMenu();
  show();
  documents.openWords(process.argv, process.cwd());
  opened((path) => documents.open(path));
  app.on('activate', show);
  app.on('second-instance', (_event, words, folder) => {
    show();
    documents.openWords(words, folder);
  });
}

// Two instances would use the same run folders.
if (app.requestSingleInstanceLock()) {
  app.setAppUserModelId(APP_ID);
  registerScheme();
  guardPages(app);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  start(catchOpenedFiles()).catch((error: unknown) => {
    console.error(error);
    app.exit(1);
  });
} else {
  app.quit();
}
