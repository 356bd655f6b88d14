/** The main job without a mouse, and each view that it passes through checked by axe. */
import type { Locator, Page } from 'playwright-core';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { eventually } from '../support/eventually';
import { exported } from '../support/export-view';
import { journey } from '../support/journey';
import { describeInBrowser, type RunningApp, startApp } from './support/app';
import { violations } from './support/axe';

/** More than any view has. */
const MOST_STOPS = 150;

describeInBrowser('by keyboard alone', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    await testEngine();
    app = await startApp();
    page = await app.open({
      permissions: ['clipboard-read', 'clipboard-write'],
      // Colors that are on their way have other contrasts.
      reducedMotion: 'reduce',
    });
  }, ENGINE_TIMEOUT);
  afterAll(() => app?.close());

  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

  /** Presses Tab until it has the focus. */
  async function tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let stops = 0; stops < MOST_STOPS; stops++) {
      if (await hasFocus(target)) return;
      await press('Tab');
    }
    throw new Error(`Tab does not reach ${target}`);
  }
  async function use(target: Locator, key = 'Enter'): Promise<void> {
    await tabTo(target);
    await press(key);
  }
  async function type(field: Locator, text: string): Promise<void> {
    await tabTo(field);
    await press('Control+A');
    await page.keyboard.type(text);
  }
  const view = async (name: string, number: number) => {
    await press(`Alt+${number}`);
    await page.getByRole('main', { name }).waitFor();
  };
  /** What is fading in has too little contrast for a moment. */
  const isClean = () => eventually(async () => expect(await violations(page)).toEqual([]));

  step('a preset is opened, and Tab gives the focus back to the button of its menu', async () => {
    const presets = button('Presets');
    await use(presets);
    await isClean();
    await press('Escape');
    expect(await hasFocus(presets)).toBe(true);
    await press('Enter');
    await use(
      page.getByRole('dialog', { name: 'Presets' }).getByRole('button', { name: 'ResNet-20', exact: true }),
    );
    await page.locator('[data-testid^="wire-"]').first().waitFor();
  });

  const node = (name: RegExp) => page.getByRole('group', { name, exact: true });

  step('Tab goes through all of Build, with one stop for the whole graph', async () => {
    await page.reload();
    await page.locator('[data-testid^="wire-"]').first().waitFor();
    const stops: string[] = [];
    while (stops.length < MOST_STOPS) {
      await press('Tab');
      const stop = await page.evaluate(() => {
        const { activeElement } = document;
        if (activeElement === document.body) return undefined;
        return activeElement?.closest('.react-flow__node')
          ? 'a node'
          : activeElement?.getAttribute('aria-label');
      });
      if (stop === undefined) break;
      stops.push(stop ?? '');
    }
    expect(stops.filter((stop) => stop === 'a node')).toHaveLength(1);
    expect(stops).toEqual(expect.arrayContaining(['Basic block', 'Remove shortcuts', 'Graph name']));
    await isClean();
  });

  step('arrow keys find a node, whose setting is changed in the inspector', async () => {
    await tabTo(node(/^Input/));
    await press('ArrowDown', 'ArrowDown');
    await node(/^Stage 1/)
      .and(page.locator(':focus-visible'))
      .waitFor();
    await press('ArrowUp', 'Enter');
    await type(field('Label'), 'First layers');
    await press('Enter');
    await node(/^First layers/).waitFor();
  });

  step('keys act again as soon as a dialog is closed', async () => {
    await page.getByTestId('canvas').click({ position: { x: 30, y: 400 } });
    await press('?');
    const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await shortcuts.waitFor();
    // It still fades.
    await press('Escape', 'Alt+2');
    await page.getByRole('main', { name: 'Data' }).waitFor();
    await view('Build', 1);
  });

  step('a command gets other keys, unless another has them', async () => {
    await use(button('Settings'));
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await tabTo(dialog.getByLabel('Search shortcuts'));
    await page.keyboard.type('whole graph');
    await use(dialog.getByRole('button', { name: 'Show the whole graph: change Home' }));
    await dialog.getByRole('textbox', { name: 'New keys for Show the whole graph' }).waitFor();
    await press('c');
    await dialog.getByText('C is used by: Show or hide the code.').waitFor();
    await press('q');
    await dialog.getByRole('button', { name: 'Show the whole graph: change Q' }).waitFor();
    await isClean();
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await button('Fit').getAttribute('title')).toBe('Show the whole graph (Q)');
    const zoom = page.getByRole('button', { name: /^Zoom \d/ });
    await page.getByTestId('canvas').click({ position: { x: 30, y: 400 } });
    await press('-', '-');
    const far = await zoom.innerText();
    await press('q');
    await eventually(async () => expect(await zoom.innerText()).not.toBe(far));
  });

  step('a click on the canvas lets Tab add a node, and Escape gives it back', async () => {
    await page.getByTestId('canvas').click({ position: { x: 30, y: 400 } });
    await press('Tab');
    const search = page.getByRole('dialog', { name: 'Add a node' });
    await search.waitFor();
    await isClean();
    await press('Escape', 'Tab');
    expect(await search.count()).toBe(0);
  });

  step('its plain twin is opened', async () => {
    await use(button('Open plain twin'));
    const plain = page.getByRole('tab', { name: /^Plain-20/ });
    await tabTo(plain);
    await press('ArrowLeft', 'Enter');
    await page.getByRole('tab', { name: /^ResNet-20/, selected: true }).waitFor();
    await press('ArrowRight', 'Enter');
    await page.getByRole('tab', { name: /^Plain-20/, selected: true }).waitFor();
  });

  step(
    'shapes are drawn',
    async () => {
      await view('Data', 2);
      await use(button(/^Shapes/));
      await type(field('Training images'), '64');
      await type(field('Validation images'), '32');
      await use(button('Generate'));
      await page.getByRole('grid', { name: 'Examples of Shapes' }).waitFor();
      await isClean();
    },
    120_000,
  );

  step(
    'both are trained',
    async () => {
      await view('Train', 3);
      // The graph in Build is ticked; others are listed.
      await use(page.getByRole('checkbox', { name: /^ResNet-20/ }), 'Space');
      const dataset = page.getByRole('combobox', { name: 'Data set' });
      await use(dataset);
      await page.keyboard.type('Shapes');
      await press('Enter');
      await type(field('Epochs'), '1');
      await type(field('Batch size'), '32');
      await isClean();
      // From another view, by its name.
      await view('Build', 1);
      await press('Control+Shift+P');
      await page.keyboard.type('start training');
      await press('Enter');
      await page.getByRole('main', { name: 'Train' }).waitFor();
      await page
        .getByText(/finished · validation [\d.]+%/)
        .nth(1)
        .waitFor({ timeout: 240_000 });
      await isClean();
    },
    300_000,
  );

  step('they are compared, and a dialog gives the focus back', async () => {
    await view('Compare', 4);
    await use(button('Copy as Markdown'));
    await page
      .getByText(/copied/i)
      .first()
      .waitFor();
    await isClean();
    const mistakes = button('Most confident mistakes');
    await use(mistakes);
    const dialog = page.getByRole('dialog', { name: /mistakes/i });
    await dialog
      .getByText(/^Image \d+/)
      .first()
      .waitFor();
    await isClean();
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await hasFocus(mistakes)).toBe(true);
  });

  step('pictures are predicted', async () => {
    await view('Predict', 5);
    await use(button('Validation images'));
    await page
      .getByText(/^Image \d+/)
      .first()
      .waitFor();
    await isClean();
  });

  step(
    'a model is exported',
    async () => {
      await view('Export', 6);
      await use(button('Export model'));
      await exported(page, 'TensorFlow SavedModel')
        .getByText(/Checked: largest difference/)
        .waitFor({ timeout: 100_000 });
      await isClean();
    },
    120_000,
  );
});
