import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where a Chromium may be, first one without a window, which is quicker; `SKIPWIRE_CHROMIUM` names another. */
export const chromiumPath = [
  process.env.SKIPWIRE_CHROMIUM,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
      // Without a window, Chromium otherwise rounds the widths of letters.
      '--font-render-hinting=none',
    ],
  });
