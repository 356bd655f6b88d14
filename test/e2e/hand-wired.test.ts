/** Drawing by hand in a real browser: drag operators in, connect them, see shapes, break one, read the error. */
import type { Locator, Page } from 'playwright-core';
import { describeInBrowser, type RunningApp, startApp } from './support/app';
import { violations } from './support/axe';

describeInBrowser('a network wired by hand', () => {
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    app = await startApp();
  }, 120_000);
  afterAll(() => app?.close());

  const canvas = () => page.getByTestId('canvas');
  const node = (id: string) => page.getByTestId(`node-${id}`);

  async function center(target: Locator): Promise<{ x: number; y: number }> {
    const box = await target.boundingBox();
    if (!box) throw new Error('An element to drag must be visible. Received: none.');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** A drag as a hand makes it: down, several moves, up. */
  async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await page.mouse.up();
  }

  async function dragIn(operator: string, x: number, y: number): Promise<void> {
    const area = await canvas().boundingBox();
    if (!area) throw new Error('The canvas must be visible.');
    const item = page.getByRole('button', { name: operator, exact: true });
    await item.scrollIntoViewIfNeeded();
    await drag(await center(item), { x: area.x + x, y: area.y + y });
  }

  /** From the port at the bottom of one node to the port at the top of another. */
  async function connect(source: string, target: string): Promise<void> {
    await drag(
      await center(page.getByLabel(`Output of ${source}`, { exact: true })),
      await center(page.getByLabel(`Input of ${target}`, { exact: true })),
    );
  }

  const NODES = ['input', 'conv2d', 'global_average_pooling2d'];
  const wires = () => page.locator('[data-testid^="wire-"]');

  /** A new graph with three operators below each other. */
  async function unwired(): Promise<void> {
    const label = /^New (empty )?graph$/;
    await page.getByRole('button', { name: label }).last().click();
    await page.locator('[data-testid^="node-"]').waitFor({ state: 'detached' });
    await dragIn('Input', 420, 120);
    await dragIn('Conv2D', 420, 300);
    await dragIn('GlobalAveragePooling2D', 420, 480);
    for (const id of NODES) await node(id).waitFor();
  }

  async function wired(): Promise<void> {
    await unwired();
    await connect('input', 'conv2d');
    await connect('conv2d', 'global_average_pooling2d');
    await expectTexts(wires(), [/32×32×3/, /32×32×64/]);
  }

  /** A kernel that is larger than the image, with padding "valid". */
  async function breakKernel(): Promise<Locator> {
    await node('conv2d').click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByRole('button', { name: 'valid' }).click();
    await wires().filter({ hasText: '30×30×64' }).waitFor();
    const kernel = inspector.getByRole('textbox', { name: 'kernel size' });
    await kernel.fill('40 × 40');
    await kernel.press('Enter');
    return inspector.getByText(/window of Conv2D with padding "valid" must fit into its input/).first();
  }

  afterEach(async () => {
    expect(app.pageErrors).toEqual([]);
    await page.close();
  });
  beforeEach(async () => {
    page = await app.open();
  });

  test('operators are dragged onto an empty graph', async () => {
    await unwired();
    expect(await page.locator('[data-testid^="node-"]').count()).toBe(3);
  });

  test('connected, their wires carry shapes', async () => {
    await wired();
    expect(await wires().count()).toBe(2);
  });

  test('an edge that would feed a node twice or close a loop is refused with the reason', async () => {
    await wired();
    await connect('global_average_pooling2d', 'conv2d');
    await page
      .getByRole('alert')
      .filter({ hasText: /itself|loop/ })
      .waitFor();
    expect(await wires().count()).toBe(2);
  });

  test('a kernel larger than the image is an error on its node, which says why', async () => {
    await wired();
    const message = await breakKernel();
    await message.waitFor();
    expect(await message.textContent()).toContain('Received: 32×32×3 from input');
    expect(await node('conv2d').getAttribute('data-severity')).toBe('error');
  });

  test('one undo takes the kernel back', async () => {
    await wired();
    await (await breakKernel()).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expectTexts(wires(), [/32×32×3/, /30×30×64/]);
    expect(await node('conv2d').getAttribute('data-severity')).not.toBe('error');
  });

  const inspector = () => page.getByRole('complementary', { name: 'Inspector' });
  const count = () => page.locator('[data-testid^="node-"]').count();
  const press = (keys: string) => page.keyboard.press(keys);
  const commandSearch = () => page.getByRole('dialog', { name: 'Search commands' });

  /** What Delete, Ctrl+D and Ctrl+Shift+P do there, after `conv2d` was selected. */
  const FOCUS_STATES: Record<string, { arrange(): Promise<unknown>; acts: string[] }> = {
    'the canvas': { arrange: async () => undefined, acts: ['Delete', 'Control+D', 'Control+Shift+P'] },
    'a button that was clicked': {
      arrange: () => inspector().getByRole('button', { name: 'valid' }).click(),
      acts: ['Delete', 'Control+D', 'Control+Shift+P'],
    },
    'a button that Tab went to': {
      arrange: async () => {
        await inspector().getByRole('textbox', { name: 'strides' }).click();
        await press('Tab');
      },
      acts: ['Control+D', 'Control+Shift+P'],
    },
    'a field of the inspector': {
      arrange: () => inspector().getByRole('textbox', { name: 'Name' }).click(),
      acts: ['Control+Shift+P'],
    },
    'the search of the palette': {
      arrange: () => page.getByRole('searchbox', { name: 'Search the palette' }).click(),
      acts: ['Control+Shift+P'],
    },
    'the search of nodes': { arrange: () => press('Tab'), acts: ['Control+Shift+P'] },
    'the search of commands': { arrange: () => press('Control+Shift+P'), acts: [] },
    'a menu': { arrange: () => page.getByRole('button', { name: 'Menu' }).click(), acts: [] },
    'a dialog': { arrange: () => press('Control+Shift+O'), acts: [] },
    'another view': { arrange: () => press('Alt+4'), acts: ['Control+Shift+P'] },
  };

  test('shortcuts act on the canvas only when the keys are for it', async () => {
    await wired();
    const acts: Record<string, string[]> = {};
    for (const [state, { arrange }] of Object.entries(FOCUS_STATES)) {
      acts[state] = [];
      for (const keys of ['Delete', 'Control+D', 'Control+Shift+P']) {
        await node('conv2d').click();
        await arrange();
        const searching = await commandSearch().count();
        await press(keys);
        if (keys === 'Control+Shift+P' && (await commandSearch().count()) > searching) acts[state].push(keys);
        for (
          let still = 1;
          still > 0;
          still = await page.getByRole('dialog').or(page.getByRole('menu')).count()
        )
          await press('Escape');
        await press('Alt+1');
        await node('input').waitFor();
        if ((await count()) === 3) continue;
        acts[state].push(keys);
        await page.getByRole('button', { name: 'Undo' }).click();
      }
    }
    expect(acts).toEqual(
      Object.fromEntries(Object.entries(FOCUS_STATES).map(([state, { acts }]) => [state, acts])),
    );
  });

  test('Shift selects nodes and no text, so that Ctrl+C copies the nodes', async () => {
    await wired();
    await node('input').click();
    await inspector().getByText('Input and output').click();
    await page.keyboard.down('Shift');
    await node('conv2d').click();
    await page.keyboard.up('Shift');
    expect(await page.evaluate(() => String(window.getSelection()))).toBe('');
    await press('Control+C');
    await press('Control+V');
    await node('conv2d_1').waitFor();
    expect(await count()).toBe(5);
  });

  test('after text was copied, Ctrl+V pastes no nodes that were copied before it', async () => {
    await wired();
    await node('conv2d').click();
    await press('Control+C');
    await inspector().getByText('Input and output').click({ clickCount: 3 });
    await press('Control+C');
    await node('conv2d').click();
    await press('Control+V');
    expect(await count()).toBe(3);
    await press('Control+D');
    await node('conv2d_1').waitFor();
  });

  test('menus, names, bypassing and finding: by the pointer and by keys', async () => {
    await wired();
    await node('conv2d').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Duplicate/ }).click();
    await node('conv2d_1').waitFor();
    await press('Shift+F10');
    await page.getByRole('menuitem', { name: /^Delete/ }).click();
    await node('conv2d_1').waitFor({ state: 'detached' });
    await node('conv2d').click();
    await press('b');
    await expectTexts(wires(), [/32×32×3/, /32×32×3/]);
    await press('b');
    await press('F2');
    await page.keyboard.type('first');
    await press('Enter');
    await node('first').waitFor();
    await press('Control+F');
    await page.keyboard.type('global');
    await press('Enter');
    await inspector().getByRole('heading', { name: 'GlobalAvgPool' }).waitFor();
    await press('Control+ArrowUp');
    await inspector().getByRole('heading', { name: 'Conv2D' }).waitFor();
    await page.getByRole('tab').last().click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Close graph/ }).waitFor();
  });

  test('the code beside the canvas follows each edit, in both frameworks', async () => {
    await wired();
    await node('conv2d').click();
    await press('c');
    const code = page.getByRole('region', { name: 'Code', exact: true });
    await code.filter({ hasText: 'layers.Conv2D(64, 3, padding="same"' }).waitFor();
    expect(await violations(page, 'section[aria-label="Code"]')).toEqual([]);
    await code.getByRole('button', { name: 'PyTorch' }).click();
    await code.filter({ hasText: 'nn.Conv2d(3, 64, 3, padding=1)' }).waitFor();
    await inspector().getByRole('button', { name: 'valid' }).click();
    await code.filter({ hasText: 'nn.Conv2d(3, 64, 3)' }).waitFor();
    const download = page.waitForEvent('download');
    await code.getByRole('button', { name: 'Save as a Python file' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.py$/);
    const picture = page.waitForEvent('download');
    await press('Control+Shift+P');
    await page.keyboard.type('picture of the graph png');
    await press('Enter');
    expect((await picture).suggestedFilename()).toMatch(/\.png$/);
    await code.getByRole('button', { name: 'Hide code' }).click();
    await code.waitFor({ state: 'detached' });
  });

  test('the path under the pointer stands out, and a bar selects its stage', async () => {
    await press('Control+Shift+P');
    await page.keyboard.type('Open ResNet-20');
    await press('Enter');
    await node('stage2').waitFor();
    await page
      .getByRole('button', { name: /^Stage 2: .*%$/ })
      .first()
      .click();
    await inspector().getByRole('heading', { name: 'Stage 2' }).waitFor();
    await press('Enter');
    await node('stage2.block2').waitFor();
    await page.getByRole('button', { name: 'Shown on the canvas' }).click();
    await page.getByRole('menuitemcheckbox', { name: /^Receptive fields/ }).click();
    await press('Escape');
    await node('stage1')
      .getByText(/^\d+ px$/)
      .waitFor();
    await node('stage1').hover();
    await page.locator('[data-tracing] .on-path').first().waitFor();
    await canvas().hover({ position: { x: 20, y: 300 } });
    await page.locator('[data-tracing]').waitFor({ state: 'detached' });
  });

  /** Waits until the texts are there, in any order, and no others. */
  async function expectTexts(locator: Locator, patterns: RegExp[]): Promise<void> {
    for (const pattern of patterns) await locator.filter({ hasText: pattern }).first().waitFor();
    expect(await locator.count()).toBe(patterns.length);
  }
});
