/** The real window in a real Chromium over services that a test brings along, all in this process. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { serve } from '../../../main/hosts/browser';
import type { HostServices } from '../../../main/hosts/services';
import { createServices } from '../../../main/services';
import { launchChromium } from '../../support/chromium';

const root = join(__dirname, '..', '..', '..');

export interface OpenWindow {
  page: Page;
  services: HostServices;
  pageErrors: string[];
  close(): Promise<void>;
}

/**
 * @param replace the services that are asked in place of the real ones.
 * @param prepare fills the data folder first.
 */
export async function openWindow(
  replace: (real: HostServices) => Partial<HostServices>,
  prepare: (folder: string) => Promise<unknown> = async () => {},
): Promise<OpenWindow> {
  const build = spawnSync(
    process.execPath,
    ['-e', "import('./scripts/build.mjs').then((b) => b.ensureBuilt({ renderer: true }))"],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (build.status !== 0) throw new Error(build.stderr);
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-window-'));
  await prepare(folder);
  const services = await createServices({
    host: 'browser',
    version: 'test',
    runsRoot: join(folder, 'runs'),
    datasetsRoot: join(folder, 'datasets'),
    binRoot: join(folder, 'bin'),
    documentsRoot: join(folder, 'documents'),
    studiesRoot: join(folder, 'studies'),
    keptRoot: join(folder, 'kept'),
    speedsRoot: join(folder, 'speeds'),
  });
  const host = await serve({
    port: 0,
    services: { ...services, ...replace(services) },
    rendererDir: join(root, 'build', 'renderer'),
    uploadsRoot: join(folder, 'uploads'),
    key: Buffer.alloc(32, 1),
    // What a test does not replace may refuse.
    log: () => {},
  });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  await page.goto(host.newLink());
  return {
    page,
    services,
    pageErrors,
    async close() {
      await browser.close();
      await host.close();
      await services.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
