/** The real app for end-to-end tests: `skipwire serve` in its own process and a page of a real Chromium. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { linkOf, newToken } from '../../../main/hosts/access';
import { hostKey } from '../../../main/hosts/host-folder';
import { chromiumPath, launchChromium } from '../../support/chromium';
import { describeNeeding } from '../../support/needs';

const root = join(__dirname, '..', '..', '..');

export const describeInBrowser = describeNeeding({
  met: chromiumPath !== undefined,
  what: 'Chromium (apt-get install chromium-headless-shell, or SKIPWIRE_CHROMIUM)',
});

export interface RunningApp {
  /** Without a way in; a page that is signed in may go there. */
  url: string;
  /** A new address that signs in a browser, once. */
  link(): Promise<string>;
  /** The id of the host's process. */
  pid: number;
  /** Folder of runs and data sets, new for each app. */
  dataFolder: string;
  browser: Browser;
  /** A new page on the app, which fails the test on an uncaught error of the page. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** Kills the host and starts it again on the same port and folder. */
  restart(): Promise<void>;
  /** Errors that any page raised or logged. */
  pageErrors: string[];
  close(): Promise<void>;
}

async function firstUrl(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = output.match(/http:\/\/127\.0\.0\.1:\d+\//)?.[0];
      if (url) resolve(url);
    };
    host.stdout?.on('data', read);
    host.stderr?.on('data', read);
    host.once('exit', (code) => reject(new Error(`skipwire serve ended with ${code}:\n${output}`)));
  });
}

function startHost(port: number, dataFolder: string): ChildProcess {
  const script = join(root, 'scripts', 'skipwire.mjs');
  return spawn(process.execPath, [script, 'serve', '--port', String(port)], {
    env: { ...process.env, SKIPWIRE_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function startApp(): Promise<RunningApp> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'skipwire-e2e-'));
  let host = startHost(0, dataFolder);
  const url = await firstUrl(host);
  const port = Number(new URL(url).port);
  const link = async () => linkOf(port, newToken(await hostKey(join(dataFolder, 'browser-host')), port));
  const browser = await launchChromium();
  const pageErrors: string[] = [];
  let closing = false;
  let said = '';
  const watch = () => {
    const watched = host;
    watched.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
    });
    watched.once('exit', (code, signal) => {
      if (!closing) pageErrors.push(`The host ended with ${code ?? signal}: ${said}`);
    });
  };
  watch();
  const end = async (signal: NodeJS.Signals) => {
    closing = true;
    const ended = new Promise<void>((resolve) => host.once('exit', () => resolve()));
    host.kill(signal);
    await ended;
  };
  return {
    url,
    link,
    get pid() {
      return host.pid!;
    },
    dataFolder,
    browser,
    pageErrors,
    async open(options) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(90_000);
      page.on('pageerror', (error) => pageErrors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') pageErrors.push(message.text());
      });
      await page.goto(await link());
      // The page asks the host how it was left before it draws the app.
      await page.getByRole('navigation').first().waitFor();
      return page;
    },
    async restart() {
      await end('SIGKILL');
      host = startHost(port, dataFolder);
      await firstUrl(host);
      closing = false;
      watch();
    },
    async close() {
      closing = true;
      await browser.close();
      await end('SIGTERM');
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
