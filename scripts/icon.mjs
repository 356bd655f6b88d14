/** Draws assets/icon.png (512 by 512) from assets/icon.svg, in Chromium: `node scripts/icon.mjs [chromium]`. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const assets = join(dirname(dirname(fileURLToPath(import.meta.url))), 'assets');
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 512, height: 512 } });
await page.setContent(
  `<style>body { margin: 0 } svg { display: block }</style>${readFileSync(join(assets, 'icon.svg'), 'utf8')}`,
);
await page.screenshot({ path: join(assets, 'icon.png'), omitBackground: true });
await browser.close();
