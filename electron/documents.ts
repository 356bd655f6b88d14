/**
 * Files from outside the window: graphs and models from the command line, the file manager and the File menu; graphs
 * that it saves.
 */
import { type App, app, type Session } from 'electron';
import type { ShellEvent, WindowMenus } from '../core/contract/shell';
import { isGraphFile } from '../core/graph/file-name';
import { isModelFile } from '../core/graph/model-file-name';
import { documentPaths } from './document-paths';
import { installMenu } from './menu';
import { openDocument, pickDocuments } from './open-document';
import { RecentDocuments } from './recent';

export class Documents {
  private menus: WindowMenus = [];
  private readonly recent = new RecentDocuments(() => this.installMenu());

  constructor(
    private readonly tell: (event: ShellEvent) => void,
    private readonly show: () => void,
  ) {}

  openWords(words: readonly string[], folder: string): void {
    for (const path of documentPaths(words, folder)) this.open(path);
  }

  open(path: string): void {
    if (isModelFile(path)) this.tell({ type: 'import', path });
    else void openDocument(path, { tell: this.tell, recent: this.recent });
    this.show();
  }

  private async pick(): Promise<void> {
    for (const path of await pickDocuments()) this.open(path);
  }

  /** For the list of recent files. */
  note(path: string): void {
    if (isGraphFile(path)) this.recent.add(path);
  }

  /** Those of the window, in its language. */
  showMenus(menus: WindowMenus): void {
    this.menus = menus;
    this.installMenu();
  }

  installMenu(): void {
    installMenu({
      recent: this.recent.paths,
      open: () => void this.pick(),
      openPath: (path) => this.open(path),
      clearRecent: () => this.recent.clear(),
      menus: this.menus,
      run: (id) => {
        this.show();
        this.tell({ type: 'command', id });
      },
    });
  }

  /** Electron treats what the window saves as a download. */
  watchSaved(session: Pick<Session, 'on'>): void {
    session.on('will-download', (_event, item) => {
      item.once('done', (_done, state) => {
        if (state === 'completed') this.note(item.getSavePath());
      });
    });
  }
}

/** Collects files that macOS hands over, even before the app is ready. @returns a function that receives them all. */
export function catchOpenedFiles(from: Pick<App, 'on'> = app): (open: (path: string) => void) => void {
  let waiting: string[] = [];
  let deliver = (path: string): void => void waiting.push(path);
  from.on('open-file', (event, path) => {
    event.preventDefault();
    deliver(path);
  });
  return (open) => {
    deliver = open;
    for (const path of waiting) open(path);
    waiting = [];
  };
}
