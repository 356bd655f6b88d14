/** A study in the real window: made from open networks, edited by clicks and by keyboard, in two windows, trained. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Study } from '../../core/ablation/study';
import { cacheRoot } from '../../main/basics/paths';
import { type Sshd, sshd, startSshd } from '../support/cluster/sshd';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { eventually } from '../support/eventually';
import { journey } from '../support/journey';
import { testNeeding } from '../support/needs';
import { describeInBrowser, type RunningApp, startApp } from './support/app';
import { violations } from './support/axe';

describeInBrowser('a study', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;

  /** Another machine, as far as ssh can tell. */
  let elsewhere: Sshd | undefined;
  let folder: string;

  beforeAll(async () => {
    await testEngine();
    folder = mkdtempSync(join(tmpdir(), 'skipwire-where-'));
    if (sshd.met) {
      const env = { SKIPWIRE_CACHE: cacheRoot(), SKIPWIRE_DEVICE: 'cpu' };
      elsewhere = await startSshd(join(folder, 'sshd'), env);
    }
    app = await startApp();
    page = await app.open();
  }, ENGINE_TIMEOUT);
  afterAll(async () => {
    await app?.close();
    await elsewhere?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const go = (view: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
  const button = (name: string | RegExp, within: Page | Locator = page) =>
    within.getByRole('button', { name });
  const arms = () => page.getByRole('list', { name: 'Arms' });
  const question = (of: Page = page) => of.getByRole('textbox', { name: 'Question' });
  const choose = async (menu: string, item: string | RegExp) => {
    await button(menu).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  /** Numbers that are being estimated again are dimmed for a moment. */
  const isClean = () => eventually(async () => expect(await violations(page)).toEqual([]));
  const studies = (): Study[] => {
    const folder = join(app.dataFolder, 'studies');
    return readdirSync(folder).map((id) => JSON.parse(readFileSync(join(folder, id, 'study.json'), 'utf8')));
  };
  const savedAs = (expected: object) => eventually(() => expect(studies()).toMatchObject([expected]));

  step('is made from the open networks, with a question', async () => {
    await button('Presets').click();
    await page.getByRole('dialog', { name: 'Presets' }).getByText('ResNet-20', { exact: true }).click();
    await go('Train');
    await button('Add Plain-20').click();
    await choose('Studies', 'New study from these networks');
    await question().fill('What are shortcuts worth at 20 layers?');
    await isClean();
    await savedAs({
      question: 'What are shortcuts worth at 20 layers?',
      arms: [{ name: 'ResNet-20' }, { edits: [{ kind: 'remove-shortcuts' }] }],
      baseline: 'ResNet-20',
    });
  });

  step('an arm is an edit with settings of its own', async () => {
    await choose('Add an arm', 'Edit of ResNet-20…');
    const dialog = page.getByRole('dialog', { name: 'Arm ResNet-20 2' });
    await choose('Add an edit', /^Activation/);
    await dialog.getByRole('combobox', { name: 'Function' }).click();
    await page.getByRole('option', { name: 'elu', exact: true }).click();
    await button('Add a setting', dialog).click();
    await page.getByRole('combobox', { name: 'Find a setting' }).fill('batch size');
    await page.keyboard.press('Enter');
    const batch = dialog.getByRole('textbox', { name: 'Batch size' });
    await batch.fill('0');
    await dialog.getByText(/Received: 0/).waitFor();
    await batch.fill('16');
    await dialog.getByText(/^20 weight layers/).waitFor();
    await isClean();
    await button('Close', dialog).click();
    await arms().getByText('Activation: elu').waitFor();
    await savedAs({
      arms: [{}, {}, { edits: [{ kind: 'activation', to: 'elu' }], settings: { batchSize: 16 } }],
    });
  });

  step('the baseline, a name and the order are changed by keyboard', async () => {
    await page.getByRole('radio', { name: 'ResNet-20 is the baseline' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: 'Plain-20 is the baseline', checked: true }).waitFor();
    await page.getByRole('textbox', { name: 'Name of arm ResNet-20 2' }).focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('ELU');
    await page.keyboard.press('Enter');
    await button('More for ELU').focus();
    await page.keyboard.press('Enter');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await savedAs({
      baseline: 'Plain-20',
      arms: [{ name: 'ResNet-20' }, { name: 'ELU' }, { name: 'Plain-20' }],
    });
  });

  step('a fault is shown at its arm, and nothing can start', async () => {
    await button('Edit Plain-20').click();
    const dialog = page.getByRole('dialog', { name: 'Arm Plain-20' });
    await choose('Add an edit', /^Remove shortcuts/);
    await dialog.getByText(/The network has no shortcut/).waitFor();
    await button('Remove edit Remove shortcuts', dialog).last().click();
    await button('Close', dialog).click();
  });

  step('the matrix says what is not equal, and adds a control', async () => {
    await button('Edit ELU').click();
    await choose('Add an edit', /^Width/);
    await button('Close', page.getByRole('dialog', { name: 'Arm ELU' })).click();
    await button('Matrix of runs').click();
    const matrix = page.getByRole('dialog', { name: /^Matrix of runs/ });
    await matrix.getByText('3 arms × 1 seed = 3 runs').waitFor();
    await matrix.getByText(/^"ELU" has 4\.\d* times the parameters/).waitFor();
    await matrix
      .getByText('"ELU" is not trained on the same batches as "Plain-20", because of its batch size.')
      .waitFor();
    await isClean();
    await button('Add control of ELU', matrix).click();
    await matrix.getByText('4 arms × 1 seed = 4 runs').waitFor();
    await matrix
      .getByRole('row', { name: /^ELU, equal/ })
      .getByText('Seed 1: to train')
      .waitFor();
    expect(await button('Add control of ELU', matrix).count()).toBe(0);
    await button('Close', matrix).click();
  });

  step('what is edited in the graph of an arm becomes an edit of the arm, and can be undone', async () => {
    await choose('More for ResNet-20', 'Edit in Build');
    await page.getByText('This is arm "ResNet-20"').waitFor();
    await button('Remove shortcuts').click();
    await isClean();
    await button('Back to Train').click();
    await arms().getByText('Edit by hand').waitFor();
    await savedAs({ arms: [{ edits: [{ kind: 'change' }] }, {}, {}, {}] });
    await choose('More for ResNet-20', 'Edit in Build');
    await page.getByText('This is arm "ResNet-20"').waitFor();
    await page.keyboard.press('Control+z');
    await button('Back to Train').click();
    await savedAs({ arms: [{ edits: [] }, {}, {}, {}] });
  });

  step('a rule for hopeless arms is chosen beforehand', async () => {
    await page.getByRole('switch', { name: 'Stop hopeless arms early' }).check();
    await page.getByText(/these arms go on: 2 of 3 after epoch 1/).waitFor();
    await savedAs({
      halving: { epochs: 1, factor: 2, seeds: 1 },
      arms: [{}, {}, {}, { base: { arm: 'ELU' } }],
    });
    await page.getByRole('switch', { name: 'Stop hopeless arms early' }).uncheck();
    await choose('More for ELU, equal parameters', 'Remove');
    await savedAs({ arms: [{ name: 'ResNet-20' }, { name: 'ELU' }, { name: 'Plain-20' }] });
  });

  step('two windows edit it at once, and both edits stay', async () => {
    const other = await app.open();
    await other.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Train' }).click();
    await question(other).fill('Are shortcuts worth it?');
    await savedAs({ question: 'Are shortcuts worth it?' });
    await page.getByRole('textbox', { name: 'Study name' }).fill('Shortcuts');
    await page.keyboard.press('Enter');
    await page.getByText('was also edited in another window').waitFor();
    await savedAs({ name: 'Shortcuts', question: 'Are shortcuts worth it?' });
    expect(await question().inputValue()).toBe('Are shortcuts worth it?');
    await other.close();
  });

  step('it is there after a reload', async () => {
    await page.reload();
    await question().waitFor();
    expect(
      await arms()
        .getByRole('listitem')
        .filter({ has: page.getByRole('radio') })
        .count(),
    ).toBe(3);
  });

  step(
    'it trains each arm with each value, and no run twice',
    async () => {
      await choose('More for ELU', 'Remove');
      await page.getByRole('combobox', { name: 'Data set' }).click();
      await page.getByRole('option', { name: /Shapes/ }).click();
      for (const [field, value] of [
        ['Train on first', '64'],
        ['Validate on first', '32'],
        ['Epochs', '1'],
        ['Batch size', '32'],
      ] as const)
        await page.getByRole('textbox', { name: field, exact: true }).fill(value);
      await button('Vary a setting').click();
      await page.getByRole('combobox', { name: 'Find a setting' }).fill('momentum');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: /^Momentum: values/ }).fill('0, 0.9');
      await page.keyboard.press('Enter');
      await page.getByText(/^4 runs/).waitFor();
      await button('Start training').click();
      await page
        .getByText(/finished · validation [\d.]+%/)
        .nth(3)
        .waitFor({ timeout: 240_000 });
      await page.getByText('All 4 runs of this study are already there').waitFor();
      expect(await button('Start training').isDisabled()).toBe(true);
    },
    300_000,
  );

  step('it is deleted and brought back, and closing it leaves the form as it was', async () => {
    await choose('Studies', 'Delete study');
    await question().waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: 'ResNet-20', exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Batch size' }).inputValue()).toBe('256');
    await button('Undo', page.getByRole('status')).click();
    await question().waitFor();
  });

  step('a file that is no study is refused in words, and one that is opens as another study', async () => {
    const [study] = studies();
    const file = join(app.dataFolder, 'copy.study.json');
    const open = async (json: object) => {
      writeFileSync(file, JSON.stringify(json));
      const chooser = page.waitForEvent('filechooser');
      await choose('Studies', 'Import from a file…');
      await (await chooser).setFiles(file);
    };
    await open({ ...study, baseline: 'Nobody' });
    await page.getByText(/was not opened\. There is no arm "Nobody"/).waitFor();
    expect(studies()).toHaveLength(1);
    await open({ ...study, name: 'A copy' });
    await eventually(() =>
      expect(
        studies()
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['A copy', 'Shortcuts']),
    );
    expect(app.pageErrors).toEqual([]);
  });

  testNeeding(sshd)(
    'then it trains at a place that was typed and has answered, and its runs say where',
    async () => {
      const places = () => page.getByRole('dialog', { name: 'Where to train' });
      const where = () => button(/^Where it trains/);
      const place = `ssh:elsewhere:${join(folder, 'there')}`;
      await page.getByRole('textbox', { name: /^Momentum: values/ }).fill('0.9');
      await page.keyboard.press('Enter');
      await page.getByText(/^2 runs/).waitFor();
      await where().focus();
      await page.keyboard.press('Enter');
      const field = places().getByRole('textbox', { name: 'Add a place' });
      await field.fill('cloud:box');
      await page.keyboard.press('Enter');
      await places()
        .getByText(/^A place to train is local, ssh:HOST/)
        .waitFor();
      await field.fill(place);
      await page.keyboard.press('Enter');
      await places()
        .getByText(/^Ready: 1 run at once/)
        .waitFor();
      await isClean();
      await places().getByRole('checkbox', { name: 'This machine' }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Escape');
      await places().waitFor({ state: 'detached' });

      await elsewhere!.cut();
      await button('Start training').click();
      await page.getByText(/^elsewhere could not be reached: .* works in a terminal\.$/).waitFor();
      expect(await where().textContent()).toBe(place);

      await elsewhere!.join();
      await button('Start training').click();
      await page.getByText('All 2 runs of this study are already there').waitFor({ timeout: 240_000 });
      const records = readdirSync(join(app.dataFolder, 'runs'), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => JSON.parse(readFileSync(join(app.dataFolder, 'runs', name, 'run.json'), 'utf8')))
        .filter(({ studyName }) => studyName === 'A copy');
      expect(records.map(({ state, where }) => [state, where])).toEqual([
        ['finished', place],
        ['finished', place],
      ]);
      expect(app.pageErrors).toEqual([]);
    },
    360_000,
  );
});
