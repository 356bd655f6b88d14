/** The main job in a real browser: a preset, its shortcuts removed, both trained, curves, the table, an export. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { plainFileName } from '../../main/runs/ids';
import { drop } from '../support/drop';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { exportAs, exported } from '../support/export-view';
import { journey } from '../support/journey';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

describeInBrowser('from one click to an ablation table', () => {
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
    'the menu of presets is where it stays from its first frame, so that no click on it is lost',
    async () => {
      const places = await page.getByRole('button', { name: 'Presets' }).evaluate(async (button) => {
        const place = () => {
          const { x, y, width, height } = document
            .querySelector('[role="dialog"][aria-label="Presets"]')!
            .getBoundingClientRect();
          return [x, y, width, height];
        };
        const frame = () => new Promise(requestAnimationFrame);
        (button as HTMLElement).click();
        while (!document.querySelector('[role="dialog"][aria-label="Presets"]')) await frame();
        const first = place();
        for (let frames = 0; frames < 30; frames++) await frame();
        return { first, last: place() };
      });
      expect(places.first).toEqual(places.last);
      await page.keyboard.press('Escape');
    },
  );

  step('one click on a preset opens a sound network', async () => {
    await page.getByRole('button', { name: 'Presets' }).click();
    const presets = page.getByRole('dialog', { name: 'Presets' });
    await presets.getByRole('button', { name: 'ResNet-50', exact: true }).click();
    await page.getByText('23,608,202').first().waitFor();
    await page.locator('[data-testid^="wire-"]', { hasText: '8×8×64' }).first().waitFor();
    await page.getByText('No problems. The graph is ready to train.').waitFor();
  });

  step('removing the shortcuts leaves the plain network, and undo brings them back', async () => {
    await page.getByRole('button', { name: 'Remove shortcuts' }).click();
    await page.getByText('20,820,106').first().waitFor();
    await page.getByLabel('Undo', { exact: true }).click();
    await page.getByText('23,608,202').first().waitFor();
  });

  step('two small arms are opened for training', async () => {
    for (const arm of ['ResNet-20', 'ResNet-20 2']) {
      await page.getByRole('button', { name: 'Presets' }).click();
      const presets = page.getByRole('dialog', { name: 'Presets' });
      await presets.getByRole('button', { name: 'ResNet-20', exact: true }).click();
      await page.getByRole('tab', { name: arm, exact: false }).last().waitFor();
    }
    await page.getByRole('button', { name: 'Remove shortcuts' }).click();
    await page.getByText('Removed 9 shortcuts').waitFor();
    await page.getByRole('button', { name: 'Train this graph' }).click();
    const isTicked = (name: string) => page.getByRole('checkbox', { name, exact: true }).isChecked();
    const arms = ['ResNet-50', 'ResNet-20', 'Plain-20 2'];
    expect(await Promise.all(arms.map(isTicked))).toEqual([false, false, true]);
    await page.getByRole('checkbox', { name: 'ResNet-20', exact: true }).check();
    expect(await Promise.all(arms.map(isTicked))).toEqual([false, true, true]);
  });

  step(
    'with no data at hand, shapes are drawn at a click',
    async () => {
      await page.getByRole('button', { name: 'Use shapes' }).click();
      await page.getByRole('button', { name: 'Generate 10,000 images' }).click();
      await page.getByText('Trained on the 10,000 training images').waitFor({ timeout: 120_000 });
    },
    150_000,
  );

  step('without a trained network, Predict leads to Train', async () => {
    await go('Predict');
    await page.getByText('No trained network yet').waitFor();
    await page.getByRole('button', { name: 'Train a network' }).click();
    await page.getByRole('button', { name: 'Start training' }).waitFor();
  });

  step('a wrong setting is refused with the rule and what was received', async () => {
    const epochs = page.getByRole('textbox', { name: 'epochs' });
    await epochs.fill('0');
    await page.getByText(/Received: 0/).waitFor();
    expect(await page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true);
    await epochs.fill('2');
  });

  step(
    'both arms train, with live curves',
    async () => {
      await page.getByRole('textbox', { name: 'train on first' }).fill('96');
      await page.getByRole('textbox', { name: 'validate on first' }).fill('32');
      await page.getByRole('textbox', { name: 'batch size' }).fill('32');
      await page.getByRole('button', { name: 'Start training' }).click();
      await go('Build');
      // How far the training is, is said in every view.
      const views = page.getByRole('navigation', { name: 'Views' });
      const status = page.getByRole('contentinfo').getByRole('button');
      await Promise.all([
        views.getByRole('button', { name: /^Train ?\d+%$/ }).waitFor(),
        status.and(page.getByTitle(/^\d+% · (ResNet-20|Plain-20 2), seed 1/)).waitFor(),
      ]);
      await go('Train');
      for (const arm of ['ResNet-20', 'Plain-20 2']) {
        const run = page.getByRole('group', { name: `Run ${arm}, seed 1` });
        await run.getByText(/finished · validation [\d.]+%/).waitFor({ timeout: 240_000 });
      }
      const loss = page.getByRole('figure', { name: 'Loss' });
      const last = loss.getByRole('row', { name: /^Plain-20 2, validation [\d.]+ at epoch 2/ });
      await last.waitFor({ state: 'attached' });
      await loss.locator('canvas').waitFor({ state: 'attached' });
      const epochs = page.getByRole('table', { name: 'Epoch by epoch' });
      await epochs.getByRole('row').nth(2).waitFor({ state: 'attached' });
      expect(await epochs.getByRole('row').count()).toBe(3);
    },
    300_000,
  );

  step('the ablation table sets residual beside plain and says what it was measured on', async () => {
    await go('Compare');
    const table = page.getByRole('table', { name: 'Ablation' });
    const row = table.getByRole('row', { name: /^20 layers/ });
    await row.waitFor();
    const cells = await row.getByRole('cell').allInnerTexts();
    const [residual, plain, worth] = cells.map((cell) => Number.parseFloat(cell.replace('−', '-')));
    // Each is rounded to a tenth of a point.
    expect(Math.abs(worth! - (residual! - plain!))).toBeLessThan(0.11);
    expect(cells[3]).toBe('295 k / 272 k');
    await page.getByText('validated on the first 32 of the 2,000 validation images').first().waitFor();
  });

  step('the table is copied as Markdown', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await page
      .getByText(/copied/i)
      .first()
      .waitFor();
    const markdown = await page.evaluate(() => navigator.clipboard.readText());
    expect(markdown).toMatch(/^\|.*residual.*\|.*plain.*\|/im);
    expect(markdown).toContain('| 20 layers |');
  });

  step('the images behind a cell of the confusion matrix are as many as it counts', async () => {
    const pair = page.getByRole('button', { name: /mistaken for/ }).first();
    const [truth, predicted] = (await pair.innerText()).split('\n')[0]!.split(' mistaken for ');
    await pair.click();
    const images = page.getByRole('dialog', { name: `${truth} mistaken for ${predicted}` });
    const first = images.getByRole('article').first();
    await first.getByText(`True class: ${truth}`).waitFor();
    // The likeliest class is the predicted one.
    expect(await first.getByRole('listitem').first().innerText()).toContain(predicted);
    const shown = await images.getByRole('article').count();
    expect(await images.getByText(/^\d+ images?$/).innerText()).toMatch(new RegExp(`^${shown} image`));
    await images.getByRole('button', { name: 'Open in Predict' }).click();
    await page.getByRole('heading', { name: 'Pictures' }).waitFor();
    await page
      .getByRole('article')
      .nth(shown - 1)
      .waitFor();
    expect(await page.getByRole('article').count()).toBe(shown);
  });

  step('two runs say side by side what a picture is, and Grad-CAM what makes them say it', async () => {
    await go('Predict');
    await page.getByRole('checkbox', { name: 'ResNet-20, seed 1' }).check();
    await page.getByRole('checkbox', { name: 'Plain-20 2, seed 1' }).check();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose pictures…' }).click();
    await (await chooser).setFiles(join(__dirname, '..', '..', 'docs', 'images', 'build-dark.png'));
    const picture = page.getByRole('article', { name: 'build-dark.png' });
    for (const run of ['ResNet-20, seed 1', 'Plain-20 2, seed 1']) {
      const guesses = picture.getByRole('list', { name: run });
      await guesses.waitFor();
      const shares = await guesses.getByText(/%$/).allInnerTexts();
      const values = shares.map(Number.parseFloat);
      expect(values).toEqual([...values].sort((a, b) => b - a));
      expect(values.length).toBe(3);
    }
    await page.getByRole('switch', { name: 'Grad-CAM' }).check();
    await picture.getByRole('img', { name: /what makes Plain-20 2, seed 1 say/ }).waitFor();
    await page.getByRole('combobox', { name: 'Layer for Grad-CAM' }).click();
    await page.getByRole('option', { name: 'stage1.block1.conv1' }).click();
    await picture.getByRole('img', { name: /what makes Plain-20 2, seed 1 say/ }).waitFor();
    await page.getByRole('switch', { name: 'Grad-CAM' }).uncheck();
    await page.getByRole('button', { name: 'As the network sees it' }).click();
    await page.getByText('stretched').first().waitFor();
  });

  step(
    'of a dropped folder each picture is answered, and one that is none says so; the runs are asked about their own images, too',
    async () => {
      const folder = join(app.dataFolder, 'pictures');
      mkdirSync(join(folder, 'circle'), { recursive: true });
      copyFileSync(
        join(__dirname, '..', '..', 'docs', 'images', 'build-dark.png'),
        join(folder, 'circle', '1.png'),
      );
      writeFileSync(join(folder, '2.jpg'), 'no picture');
      const picture = page.getByRole('article', { name: 'circle/1.png' });
      await drop(page, folder, { sign: 'Drop pictures to show them to the networks', came: picture });
      await picture.getByText('True class: circle').waitFor();
      await picture.getByRole('list', { name: 'Plain-20 2, seed 1' }).waitFor();
      await page.getByRole('article', { name: '2.jpg' }).getByText('text, not an image').waitFor();
      await page.getByRole('button', { name: 'Validation images' }).click();
      await page.getByText('1–24 of 32').waitFor();
      await page.getByRole('article').nth(23).getByRole('list').first().waitFor();
      await page.getByRole('button', { name: 'Most confident mistakes' }).click();
      await page
        .getByRole('article')
        .first()
        .getByText(/^True class: /)
        .waitFor();
      await page.getByRole('button', { name: 'Where the runs disagree' }).click();
      await page.getByRole('article').first().or(page.getByText('No images here.')).waitFor();
    },
    120_000,
  );

  const formats: [string, (path: string) => boolean, (path: string, downloaded: Buffer) => void][] = [
    [
      'TensorFlow SavedModel',
      (path: string) => existsSync(join(path, 'saved_model.pb')),
      (path: string, downloaded: Buffer) =>
        expect(
          Buffer.from(unzipSync(downloaded)[`${plainFileName(basename(path))}/saved_model.pb`] ?? []),
        ).toEqual(readFileSync(join(path, 'saved_model.pb'))),
    ],
    [
      'Keras 3 (.keras)',
      (path: string) => path.endsWith('.keras') && statSync(path).size > 100_000,
      (path: string, downloaded: Buffer) => expect(downloaded.equals(readFileSync(path))).toBe(true),
    ],
  ];
  for (const [format, isWhole, compare] of formats) {
    step(`a trained run is exported as ${format}, and downloaded`, async () => {
      await go('Export');
      await page.getByRole('button', { name: /^ResNet-20 seed 1/ }).click();
      await exportAs(page, format);
      // Keras needs a Python, which not every machine has.
      await exported(page, format)
        .getByText(/Checked: largest difference [\d.e-]+ on 32 validation images|Not checked\./)
        .waitFor();
      const exports = join(app.dataFolder, 'exports');
      const written = readdirSync(exports).find((name) => isWhole(join(exports, name)));
      expect(written).toBeDefined();

      const started = page.waitForEvent('download');
      await page.getByRole('button', { name: /^Download/ }).click();
      const download = await started;
      compare(join(exports, written!), readFileSync(await download.path()));
      expect(download.suggestedFilename().startsWith(plainFileName(written!))).toBe(true);
      await page.getByRole('status').filter({ hasText: 'Downloaded' }).waitFor();
    });
  }

  step('the Keras file is imported as a model, which is opened like a preset', async () => {
    const exports = join(app.dataFolder, 'exports');
    const file = readdirSync(exports).find((name) => name.endsWith('.keras'))!;
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Import model…' }).click();
    await (await chooser).setFiles(join(exports, file));
    const report = page.getByRole('dialog', { name: /^Imported/ });
    await report.getByText(/^295,306 \([\d,]+ trainable\)$/).waitFor();
    await report.getByRole('button', { name: 'Show the network' }).click();
    await page.getByRole('button', { name: 'Presets' }).click();
    const models = page.getByRole('dialog', { name: 'Presets' }).getByRole('region', { name: 'My models' });
    await models.getByRole('button', { name: new RegExp(`^${basename(file, '.keras')}`) }).click();
    await page.getByRole('tab', { name: `${basename(file, '.keras')} 2`, exact: false }).waitFor();
  });

  step('after a reload nothing is lost', async () => {
    await page.reload();
    await page.getByRole('tab', { name: 'ResNet-50', exact: false }).waitFor();
    await go('Train');
    await page
      .getByRole('group', { name: 'Run Plain-20 2, seed 1' })
      .getByText(/finished/)
      .waitFor();
  });

  step('the page raised no error on the way', () => {
    expect(app.pageErrors).toEqual([]);
  });
});
