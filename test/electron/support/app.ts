/** Our app on a real Electron: its window over CDP, and its main process over a socket. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type * as Electron from 'electron';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describeNeeding } from '../../support/needs';
import { endsWithParent, testDisplay } from './display';
import { installStandIn, shim } from './stand-in';
import { type FoundElectron, ordinaryUser, root } from './which-electron';

/** What the tests run on; absent where they cannot. */
export const electron: FoundElectron | undefined =
  process.env.SKIPWIRE_ELECTRON_FOUND && JSON.parse(process.env.SKIPWIRE_ELECTRON_FOUND);

export const describeOnElectron = describeNeeding({
  met: electron !== undefined,
  what: `an Electron that runs: ${process.env.SKIPWIRE_ELECTRON_OBSTACLE}`,
});

type DialogKind = 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox';

export interface DesktopOptions {
  /** A packaged app's executable; the default is Electron itself with the checkout's build. */
  executable?: string;
  /** Folder of the app that Electron runs; the default is this checkout. */
  app?: string;
  /** Files to open and flags, as a person would write them behind the app's name. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Where the app keeps everything (`data/`, `profile/`): that of an earlier app for a second start. */
  folder?: string;
}

/** What the product asked of the machine. */
export interface Asked {
  opened: string[];
  dialogs: { kind: string; options: Record<string, unknown> }[];
}

type MainProcess = typeof Electron;

export interface Desktop {
  readonly folder: string;
  readonly dataFolder: string;
  /** The app's first window. */
  readonly page: Page;
  readonly process: ChildProcess;
  /** How the app ended. */
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  /** Runs a function in the main process. It sees its arguments and nothing around it. */
  main<Result, Input = undefined>(
    code: (electron: MainProcess, input: Input) => Result,
    input?: Input,
  ): Promise<Awaited<Result>>;
  asked(): Promise<Asked>;
  /** The next dialogs of this kind answer these, in order; one without an answer stays open. */
  answer(kind: DialogKind, ...answers: unknown[]): Promise<void>;
  /** Process ids by type ("Browser", "Tab", "GPU") or name ("Skipwire training"). */
  pidOf(what: string): Promise<number | undefined>;
  /** Makes the main process ten times as patient: what a slow machine does is not cut short. */
  slowClock(): Promise<void>;
  /** The window again, after its page was killed or reloaded by the app. */
  reconnect(): Promise<Page>;
  /** Everything that it has printed. */
  output(): string;
  kill(): Promise<void>;
}

const started: Desktop[] = [];
const folders: string[] = [];
let sockets = 0;

afterAll(async () => {
  await Promise.all(started.map((app) => app.kill()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the last test of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-electron-'));
  folders.push(folder);
  return folder;
}

/** What the shim prints when it answers. */
const LISTENING = 'The test can begin.';

interface Launched {
  child: ChildProcess;
  exited: Desktop['exited'];
  /** Address of Chromium's own protocol; rejects when the app ends first. */
  address: Promise<string>;
  output(): string;
  socket: string;
}

async function launch(options: DesktopOptions & { folder: string }): Promise<Launched> {
  const { args = [], env = {}, folder } = options;
  const executable = options.executable ?? electron?.executable ?? '';
  const packaged = options.executable !== undefined && installStandIn(options.executable);
  sockets += 1;
  const socket =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\skipwire-${process.pid}-${sockets}`
      : join(temporaryFolder(), 'main.sock');
  const command = [
    ...(process.platform === 'linux' ? endsWithParent : []),
    ...(process.getuid?.() === 0 ? ['unshare', ...ordinaryUser] : []),
    executable,
    '--remote-debugging-port=0',
    ...(packaged ? [] : ['-r', shim, options.app ?? root]),
    ...args,
  ];
  const display = await testDisplay();
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: {
      ...process.env,
      ...(display ? { DISPLAY: display } : {}),
      SKIPWIRE_SHIM: shim,
      SKIPWIRE_TEST_SOCKET: socket,
      SKIPWIRE_TEST_HOME: join(folder, 'profile'),
      SKIPWIRE_DATA: join(folder, 'data'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const address = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const found = output.match(/DevTools listening on (ws:\S+)\n/)?.[1];
        if (found && output.includes(LISTENING)) resolve(found);
      });
    }
    void exited.then((end) => reject(new Error(`The app ended (${JSON.stringify(end)}):\n${output}`)));
  });
  // One that only hands over to another has none.
  address.catch(() => undefined);
  return { child, exited, address, output: () => output, socket };
}

/** Starts the app where it runs already. @returns how this second one ended. */
export const startAgain = async (options: DesktopOptions & { folder: string }) =>
  (await launch(options)).exited;

/** Resolves when the window shows its page. */
export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const { folder = temporaryFolder() } = options;
  const { child, exited, address, output, socket } = await launch({ ...options, folder });
  async function main<Result, Input>(
    code: (electron: MainProcess, input: Input) => Result,
    input?: Input,
  ): Promise<Awaited<Result>> {
    const connection = net.connect(socket);
    connection.write(`(${code})(electron, ${JSON.stringify(input)})\0`);
    const answer = JSON.parse(await text(connection));
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  }

  let browser: Browser | undefined;
  const connect = async (): Promise<Page> => {
    await browser?.close();
    const at = await address;
    // Playwright may wait forever for a page that appears while it connects.
    await main(
      ({ app, BrowserWindow }) =>
        new Promise<void>((resolve) => {
          const wait = ({ webContents }: Electron.BrowserWindow) => {
            if (webContents.getURL() !== '' && !webContents.isLoading()) resolve();
            else webContents.once('did-finish-load', () => resolve());
          };
          const [window] = BrowserWindow.getAllWindows();
          if (window) wait(window);
          else app.once('browser-window-created', (_event, created) => wait(created));
        }),
    );
    browser = await chromium.connectOverCDP(at, { noDefaults: true });
    const context = browser.contexts()[0];
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (!page) throw new Error(`The app has no window:\n${output()}`);
    page.setDefaultTimeout(90_000);
    return page;
  };

  const app = {
    folder,
    dataFolder: join(folder, 'data'),
    page: await connect(),
    process: child,
    exited,
    main,
    asked: () => main(() => (globalThis as unknown as { skipwireTest: Asked }).skipwireTest),
    answer: (kind: string, ...answers: unknown[]) =>
      main(
        (_electron, given) => {
          const test = (globalThis as unknown as { skipwireTest: { answers: Record<string, unknown[]> } })
            .skipwireTest;
          test.answers[given.kind] = given.answers;
        },
        { kind, answers },
      ),
    pidOf: (what: string) =>
      main((electron, name) => {
        const metrics = electron.app.getAppMetrics();
        return metrics.find((one) => [one.type, one.serviceName, one.name].includes(name))?.pid;
      }, what),
    slowClock: () =>
      main(() => {
        const { setTimeout } = globalThis;
        const slow = (listener: () => void, ms = 0) => setTimeout(listener, ms < 2000 ? ms : 10 * ms);
        globalThis.setTimeout = Object.assign(slow, setTimeout);
      }),
    reconnect: async () => {
      app.page = await connect();
      return app.page;
    },
    output,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
      await browser?.close();
    },
  };
  started.push(app);
  await app.page.waitForLoadState();
  return app;
}
