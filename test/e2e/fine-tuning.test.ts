/** A Keras file is imported, its head replaced and everything else frozen; it trains on real images and predicts. */
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { parseDocumentText } from '../../core/network/parse';
import { readText } from '../../main/disk/regular-file';
import { readSafetensors } from '../../main/runs/safetensors';
import { cifar10, realCifarFolder } from '../support/datasets';
import { drop } from '../support/drop';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { journey } from '../support/journey';
import { describeNeeding } from '../support/needs';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

const seeds = join(__dirname, '..', 'reference', 'fixtures', 'import-seeds');

(cifar10.met ? describeInBrowser : describeNeeding(cifar10))('a model of Keras', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    await testEngine();
    app = await startApp();
    const datasets = join(app.dataFolder, 'datasets');
    mkdirSync(datasets, { recursive: true });
    symlinkSync(join(realCifarFolder() as string, 'cifar10'), join(datasets, 'cifar10'));
    page = await app.open();
  }, ENGINE_TIMEOUT);
  afterAll(() => app?.close());

  const go = (view: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
  const report = () => page.getByRole('dialog', { name: /^Imported/ });

  /** As a person picks files of their own to open. */
  async function openFiles(...files: string[]): Promise<void> {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open a graph file' }).click();
    await (await chooser).setFiles(files.map((file) => join(seeds, file)));
    await report().waitFor();
  }

  for (const [name, ...files] of [
    ['Keras JSON', 'tiny.json'],
    ['a LayersModel of TF.js, opened with its weights', 'tiny-tfjs/model.json', 'tiny-tfjs/weights.bin'],
  ] as const) {
    step(`${name} is imported, not taken for a graph`, async () => {
      await openFiles(...files);
      await report().getByRole('button', { name: 'Show the network' }).click();
    });
  }

  step('a folder with model.json that is dropped on the window is a model, not pictures', async () => {
    await drop(page, join(seeds, 'tiny-tfjs'), { came: report() });
    await report().getByRole('button', { name: 'Show the network' }).click();
  });

  step('the report says what pixels a .keras file takes, and they can be chosen there', async () => {
    await openFiles('tiny.keras');
    const pixels = report().getByRole('combobox', { name: 'Pixels' });
    expect(await pixels.innerText()).toBe('0 to 1');
    await pixels.click();
    await page.getByRole('option', { name: '−1 to 1' }).click();
    await report().getByText('As you chose.').waitFor();
    await report().getByRole('button', { name: 'Show the network' }).click();
    await page.getByTestId('node-images').getByText('−1…1').waitFor();
  });

  step('one click gives it a head for the ten classes and freezes the rest', async () => {
    await go('Train');
    await page.getByRole('combobox', { name: 'data set' }).click();
    await page.getByRole('option', { name: 'CIFAR-10', exact: true }).click();
    await page.getByRole('button', { name: 'New head, freeze the rest' }).last().click();
    await page.getByRole('checkbox', { name: 'tiny 2', exact: true }).check();
  });

  let run: string;
  step(
    'it trains on 64 images of CIFAR-10',
    async () => {
      await page.getByRole('textbox', { name: 'epochs' }).fill('1');
      await page.getByRole('textbox', { name: 'train on first' }).fill('64');
      await page.getByRole('textbox', { name: 'validate on first' }).fill('16');
      await page.getByRole('textbox', { name: 'batch size' }).fill('32');
      await page.getByRole('button', { name: 'Start training' }).click();
      await page
        .getByRole('group', { name: 'Run tiny 2, seed 1' })
        .getByText(/finished/)
        .waitFor({ timeout: 240_000 });
      run = readdirSync(join(app.dataFolder, 'runs'))[0] as string;
    },
    250_000,
  );

  step("every weight but those of the new head is still the file's, and pixels are in −1 to 1", async () => {
    const model = readdirSync(join(app.dataFolder, 'models')).at(-1) as string;
    const before = await readSafetensors(join(app.dataFolder, 'models', model, 'weights.safetensors'));
    const folder = join(app.dataFolder, 'runs', run);
    const checkpoint = readdirSync(join(folder, 'checkpoints')).find((name) => name.endsWith('.safetensors'));
    const { tensors } = await readSafetensors(join(folder, 'checkpoints', checkpoint as string));
    const kept = [...before.tensors].filter(([name]) => !name.startsWith('head/'));
    expect(kept).toHaveLength(7);
    for (const [name, { data }] of kept) expect(tensors.get(name)?.data).toEqual(data);
    expect(tensors.get('head_1/kernel')?.shape).toEqual([4, 10]);
    expect(tensors.get('.data/mean')?.data).toEqual(Float32Array.of(0.5, 0.5, 0.5));
    const { nodes } = parseDocumentText(await readText(join(folder, 'graph.json')));
    const trained = nodes.filter(({ id }) => before.tensors.has(`${id}/kernel`) || id === 'bn');
    expect(trained.map(({ trainable }) => trainable)).toEqual(trained.map(() => false));
  });

  step('it predicts', async () => {
    await go('Predict');
    await page.getByRole('checkbox', { name: 'tiny 2, seed 1' }).check();
    await page.getByRole('button', { name: 'Validation images' }).click();
    const first = page.getByRole('article').first();
    await first.getByRole('listitem').first().waitFor();
    expect(await first.innerText()).toMatch(/airplane|automobile|bird|cat|deer|dog|frog|horse|ship|truck/);
  });

  step('the page raised no error on the way', () => {
    expect(app.pageErrors).toEqual([]);
  });
});
