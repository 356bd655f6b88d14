/** Training in a person's hands: a recipe, a learning rate found, two arms, a pause and a resume, the table. */
import type { Page } from 'playwright-core';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { journey } from '../support/journey';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

describeInBrowser('a training that is paused and resumed', () => {
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
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const run = (arm: string) => page.getByRole('group', { name: `Run ${arm}, seed 1` });

  step(
    'a narrow network and its plain twin are the arms, on generated shapes',
    async () => {
      await page.getByRole('button', { name: 'Presets' }).click();
      const presets = page.getByRole('dialog', { name: 'Presets' });
      await presets.getByRole('button', { name: 'ResNet-20', exact: true }).click();
      for (const narrower of ['3 × basic 8', '3 × basic 4']) {
        await page.getByRole('button', { name: 'Halve width' }).click();
        await page.getByText(narrower, { exact: true }).first().waitFor();
      }
      await go('Train');
      await page.getByRole('button', { name: 'Use shapes' }).click();
      await page.getByRole('button', { name: 'Generate 10,000 images' }).click();
      await page.getByText('Trained on the 10,000 training images').waitFor({ timeout: 120_000 });
      await page.getByRole('button', { name: 'Add Plain-20' }).click();
    },
    150_000,
  );

  step('a recipe fills the form, and later changes are listed with a way back', async () => {
    await page.getByRole('combobox', { name: 'recipe' }).click();
    await page.getByRole('option', { name: /^Quick/ }).click();
    expect(await field('Epochs').inputValue()).toBe('10');
    await field('Epochs').fill('7');
    await page.getByText('Changed from quick: epochs.').waitFor();
    await page.getByRole('button', { name: 'Reset to the recipe Quick' }).click();
    expect(await field('Epochs').inputValue()).toBe('10');
    await page.getByRole('button', { name: /^Augmentation and input: flip, crop 4 px/ }).waitFor();
  });

  step('the range test draws its curve and its rate goes into the form', async () => {
    for (const [name, value] of [
      ['Epochs', '3'],
      ['Train on first', '240'],
      ['Validate on first', '64'],
      ['Batch size', '12'],
    ] as const) {
      await field(name).fill(value);
    }
    await page.getByRole('button', { name: 'Find a learning rate' }).click();
    const dialog = page.getByRole('dialog', { name: 'Find a learning rate' });
    await dialog.getByRole('textbox', { name: 'steps' }).fill('5');
    await dialog.getByText('Steps must be at least 10. Received: 5.').waitFor();
    await dialog.getByRole('textbox', { name: 'steps' }).fill('24');
    await dialog.getByRole('button', { name: 'Run test' }).click();
    const use = dialog.getByRole('button', { name: /^Use learning rate / });
    await use.waitFor({ timeout: 120_000 });
    const rate = (await use.innerText()).replace('Use learning rate ', '');
    expect(Number(rate)).toBeGreaterThan(1e-6);
    await dialog.locator('figure canvas').waitFor({ state: 'attached' });
    await use.click();
    expect(await field('Learning rate').inputValue()).toBe(rate);
  });

  step(
    'pause puts the study aside, resume goes on to its end',
    async () => {
      await page.getByRole('button', { name: /^Diagnostics/ }).click();
      await field('Measure blocks').fill('6');
      await page.getByRole('button', { name: 'Start training' }).click();
      await run('ResNet-20')
        .getByText(/epoch \d of 3/)
        .waitFor({ timeout: 120_000 });
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      const resume = page.getByRole('button', { name: 'Resume 2 runs', exact: true });
      await resume.waitFor({ timeout: 120_000 });
      await run('Plain-20')
        .getByText(/paused/)
        .waitFor();
      await resume.click();
      for (const arm of ['ResNet-20', 'Plain-20']) {
        await run(arm)
          .getByText(/finished · validation [\d.]+%/)
          .waitFor({ timeout: 120_000 });
      }
      const rates = page.getByRole('figure', { name: 'Learning rate' });
      await rates.getByRole('row', { name: /^ResNet-20 .+ at epoch 3/ }).waitFor({ state: 'attached' });
    },
    240_000,
  );

  step('the log of a run has its phases and lines, and is searched', async () => {
    await page.getByRole('button', { name: 'Actions for ResNet-20, seed 1' }).click();
    await page.getByRole('menuitem', { name: 'Show log' }).click();
    const log = page.getByRole('dialog', { name: 'Log of ResNet-20, seed 1' });
    const phases = log.getByRole('list', { name: 'Phases of the run' });
    await phases.getByText(/^resumed after step \d+/).waitFor();
    await phases.getByText('finished', { exact: true }).waitFor();
    await log.getByRole('textbox', { name: 'Find in the log' }).fill('EPOCH 3:');
    await log.getByText(/^1 of \d+ lines$/).waitFor();
    await log
      .getByRole('log')
      .getByText(/loss \d/)
      .waitFor();
    await log.getByRole('button', { name: 'Close' }).click();
  });

  step('measurements color the blocks of the open graph and are drawn over depth', async () => {
    const why = page.getByRole('figure', { name: 'Why: Gradient norm over depth' });
    await why.getByRole('row', { name: /^Plain-20 .+ at head/ }).waitFor({ state: 'attached' });
    await go('Build');
    const legend = page.getByRole('group', { name: 'Colors of the blocks' });
    await legend.getByText('ResNet-20, seed 1 · step 60').waitFor();
    const stage = page.getByTestId('node-stage1');
    expect(await stage.getAttribute('class')).toContain('diagnosed');
    expect(await stage.getAttribute('title')).toMatch(/^Gradient norm [\d.e-]+, mean of 3 blocks$/);
    await legend.getByRole('button', { name: 'Stop coloring blocks' }).click();
    expect(await stage.getAttribute('class')).not.toContain('diagnosed');
    await go('Train');
  });

  step('the table has both, and the classes of a run are shown', async () => {
    await go('Compare');
    await page
      .getByRole('table', { name: 'Ablation' })
      .getByRole('row', { name: /^20 layers/ })
      .waitFor();
    await page
      .getByText(/^Paused (at step|before)/)
      .first()
      .waitFor();
    const classes = page.getByRole('region', { name: 'Accuracy by class' });
    // Its matrix is requested when it is shown.
    await classes.getByRole('listitem').nth(9).waitFor();
    expect(await classes.getByRole('listitem').count()).toBe(10);
  });

  step(
    'a finished run is extended by an epoch',
    async () => {
      await go('Train');
      await page.getByRole('button', { name: 'Actions for ResNet-20, seed 1' }).click();
      await page.getByRole('menuitem', { name: 'Extend…' }).click();
      await field('More epochs').fill('1');
      await page.getByRole('button', { name: 'Extend to 4 epochs' }).click();
      await page.getByText(/^Extended from 3 epochs to 4/).waitFor({ timeout: 120_000 });
      await page.getByRole('button', { name: 'Start training' }).waitFor({ timeout: 120_000 });
      const epochs = page.getByRole('table', { name: 'Epoch by epoch' });
      await epochs.getByRole('rowheader', { name: '4', exact: true }).waitFor();
    },
    120_000,
  );

  step(
    'the title says how far it is, and a killed host offers to resume',
    async () => {
      await page.getByRole('button', { name: 'Actions for ResNet-20, seed 1' }).click();
      await page.getByRole('menuitem', { name: 'Extend…' }).click();
      await field('More epochs').fill('300');
      await page.getByRole('button', { name: 'Extend to 304 epochs' }).click();
      await run('ResNet-20')
        .getByText(/epoch \d+ of 304/)
        .waitFor();
      await page.waitForFunction(() => /^\d+% · ResNet-20, seed 1 · Skipwire$/.test(document.title));
      await app.restart();
      const offer = page.getByRole('status', { name: 'Unfinished training' });
      await offer
        .getByText(/^ResNet-20, seed 1 was interrupted after \d+ of 304 epochs when Skipwire closed\.$/)
        .waitFor();
      await page.waitForFunction(() => document.title === 'Skipwire');
      await offer.getByRole('button', { name: 'Not now' }).click();
      await page.reload();
      await page.getByRole('button', { name: 'Start training' }).waitFor();
      expect(await offer.count()).toBe(0);
      // The connection was lost for a while.
      app.pageErrors.length = 0;
    },
    120_000,
  );

  step('the page raised no error on the way', () => {
    expect(app.pageErrors).toEqual([]);
  });
});
