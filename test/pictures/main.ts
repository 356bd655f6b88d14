/** `npm run pictures`: takes the pictures of README and docs again, from the running app. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { kill, newLink, startHost } from '../kills/host';
import { PICTURES, type Picture } from './pictures';

const USAGE = `npm run pictures -- [options]
  --data FOLDER    a data folder of the app with what the pictures show: the first study
                   (SKIPWIRE_DATA=FOLDER npx skipwire study --first) and the data set cifar10. Nothing is added to it
                   but data set reports
  --chromium PATH  the browser (/usr/bin/chromium)
  --only NAMES     some of them, separated by commas: ${Object.keys(PICTURES).join(', ')}
  --out FOLDER     where they go (docs/images)`;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    only: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** Milliseconds; the first picture waits for the runs to be read. */
const PATIENCE = 120_000;

export async function main(root: string): Promise<number> {
  const { data, chromium: executablePath, only, out = join(root, 'docs', 'images') } = values;
  if (values.help || data === undefined) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const unknown = only?.split(',').filter((name) => !(name in PICTURES)) ?? [];
  if (unknown.length > 0 || !existsSync(executablePath)) {
    console.error(
      unknown.length > 0 ? `There is no picture ${unknown.join(', ')}.` : `No ${executablePath}.`,
    );
    return 2;
  }
  mkdirSync(out, { recursive: true });
  // Its graphs are not those of the pictures.
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-pictures-'));
  for (const shared of ['runs', 'datasets']) symlinkSync(resolve(data, shared), join(folder, shared));
  const host = await startHost(root, folder, 0);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  try {
    for (const [name, picture] of Object.entries(PICTURES)) {
      if (only && !only.split(',').includes(name)) continue;
      const page = await browser.newPage({ ...picture.page, reducedMotion: 'reduce' });
      page.setDefaultTimeout(PATIENCE);
      await page.goto(await newLink(folder, host.port));
      await page.getByRole('navigation').first().waitFor();
      await picture.show(page);
      const file = join(out, `${name}.png`);
      await write(file, page, picture);
      console.log(`${file}  ${Math.round(statSync(file).size / 1024)} kB`);
      await page.context().close();
    }
    return 0;
  } finally {
    await browser.close();
    await kill(host);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With a palette: a window has few colors, and a page of text needs no more. */
async function write(file: string, page: Page, { part }: Picture): Promise<void> {
  const shot = await (part ? part(page).screenshot() : page.screenshot());
  await sharp(shot).png({ palette: true, colors: 128, effort: 10, compressionLevel: 9 }).toFile(file);
}
