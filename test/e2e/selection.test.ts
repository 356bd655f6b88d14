/** Which images a run sees, in a real browser: held-out validation, merged classes, and the one test number. */
import type { Page } from 'playwright-core';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { journey } from '../support/journey';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

describeInBrowser('choosing images', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    await testEngine();
    app = await startApp();
    page = await app.open();
  }, ENGINE_TIMEOUT);
  afterAll(() => app?.close());

  const go = (view: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();

  step(
    'a fifth is held out, and the sentence says what is trained, validated and tested on',
    async () => {
      await page.getByRole('button', { name: 'Presets' }).click();
      const presets = page.getByRole('dialog', { name: 'Presets' });
      await presets.getByRole('button', { name: 'ResNet-20', exact: true }).click();
      await go('Train');
      await page.getByRole('button', { name: 'Use shapes' }).click();
      await page.getByRole('button', { name: 'Generate 10,000 images' }).click();
      await page.getByText('Trained on the 10,000 training images').waitFor({ timeout: 120_000 });
      await page.getByRole('combobox', { name: 'validate on' }).click();
      await page.getByRole('option', { name: 'held out' }).click();
      await page.getByRole('textbox', { name: 'held out' }).fill('0.2');
      await page
        .getByText(
          /Trained on 8,000 of the 10,000 training images, validated on the other 2,000, held out, tested on the 2,000/,
        )
        .waitFor();
    },
    150_000,
  );

  step('more held out than there is cannot be started', async () => {
    const amount = page.getByRole('textbox', { name: 'held out' });
    await amount.fill('10000');
    await page
      .getByText(/Hold out fewer than the 10,000 training images of .* Received: 10,000\./)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true);
    await amount.fill('0.2');
  });

  step('merged classes ask for another network, which one click gives and undo takes back', async () => {
    await page.getByRole('button', { name: /^Share and classes/ }).click();
    await page.getByRole('button', { name: 'classes: all 10' }).click();
    await page.getByRole('button', { name: 'Merge…' }).click();
    const list = page.getByRole('list', { name: 'Classes to merge' });
    const boxes = list.getByRole('checkbox');
    for (let index = 0; index < 9; index++) await boxes.nth(index).check();
    await page.getByRole('textbox', { name: 'Name of the new class' }).fill('others');
    await page.getByRole('button', { name: 'Merge 9' }).click();
    await page.getByRole('button', { name: /^Classes: 2 of 10: others, / }).waitFor();
    await page.getByText(/ends in 10 values, but 2 classes are chosen/).waitFor();
    await page.getByRole('button', { name: 'Give the network 2 outputs' }).click();
    await page.getByText(/ends in 10 values/).waitFor({ state: 'hidden' });
    await go('Build');
    await page.getByRole('button', { name: 'Undo' }).click();
    await go('Train');
    await page.getByRole('button', { name: 'Give the network 2 outputs' }).waitFor();
    await page.getByRole('button', { name: /^Classes: 2 of 10/ }).click();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByRole('button', { name: 'Give the network 2 outputs' }).waitFor({ state: 'hidden' });
  });

  step(
    'residual and plain are trained, and each is tested once at its end',
    async () => {
      await page.getByRole('button', { name: 'Add Plain-20' }).click();
      await page.getByRole('textbox', { name: 'epochs' }).fill('2');
      await page.getByRole('textbox', { name: 'train on first' }).fill('96');
      await page.getByRole('textbox', { name: 'validate on first' }).fill('32');
      await page.getByRole('textbox', { name: 'batch size' }).fill('32');
      await page.getByRole('button', { name: 'Start training' }).click();
      for (const arm of ['ResNet-20', 'Plain-20']) {
        const run = page.getByRole('group', { name: `Run ${arm}, seed 1` });
        await run.getByText(/finished · validation [\d.]+%.* · test [\d.]+%/).waitFor({ timeout: 240_000 });
      }
    },
    300_000,
  );

  step('the table has a test column with the epochs of the checkpoints', async () => {
    await go('Compare');
    const table = page.getByRole('table', { name: 'Ablation' });
    await table.getByRole('columnheader', { name: 'Test', exact: true }).waitFor();
    const cell = table.getByRole('cell').filter({ hasText: /^[\d.]+% \/\s*[\d.]+%epochs \d \/ \d$/ });
    await cell.waitFor();
    await page
      .getByText(/best checkpoint of each run by validation accuracy, computed once at its end/)
      .waitFor();
    await page
      .getByText(/tested on the 2,000/)
      .first()
      .waitFor();
    expect(app.pageErrors).toEqual([]);
  });
});
