/** The pictures of README and docs: how to get the app to show each. Their names are those of the files in docs/images. */
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';

export interface Picture {
  page: BrowserContextOptions;
  show(page: Page): Promise<void>;
  /** Else the whole window. */
  part?(page: Page): Locator;
}

const WINDOW = { viewport: { width: 1440, height: 900 } } as const;

const preset = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'Presets' }).click();
  await page.getByRole('dialog', { name: 'Presets' }).getByRole('button', { name, exact: true }).click();
  await page.getByRole('tab', { name }).first().waitFor();
};

const view = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click();

const unfold = (page: Page, title: string) => page.getByRole('button', { name: `Unfold ${title}` }).click();

export const PICTURES: Readonly<Record<string, Picture>> = {
  'build-dark': {
    page: { ...WINDOW, colorScheme: 'dark' },
    async show(page) {
      await preset(page, 'ResNet-50');
      await unfold(page, 'Stage 2');
      await unfold(page, 'Block 1');
      await page.getByTestId('frame-stage2.block1').waitFor();
      await page.keyboard.press('.');
      await page.getByTestId('node-stage2.block1.conv2').click();
    },
  },
  'compare-light': {
    page: { ...WINDOW, colorScheme: 'light' },
    async show(page) {
      await view(page, 'Compare');
      await page.getByRole('table', { name: 'Ablation' }).waitFor();
      // In both legends: the runs' steps have been read.
      await page.getByText('Plain-44 · 3 seeds', { exact: true }).nth(1).waitFor();
    },
  },
  'data-light': {
    page: { ...WINDOW, colorScheme: 'light' },
    async show(page) {
      await view(page, 'Data');
      await page.getByRole('button', { name: /^CIFAR-10 / }).click();
      await page.getByRole('tab', { name: 'About' }).click();
      // Computed once for an import.
      await page.getByText('have a near-duplicate in the training images').waitFor({ timeout: 600_000 });
    },
  },
  'diff-light': {
    page: { ...WINDOW, colorScheme: 'light' },
    async show(page) {
      await view(page, 'Compare');
      await page.getByRole('button', { name: 'Show on the canvas' }).click();
      await page.getByRole('group', { name: 'Comparison with another graph' }).waitFor();
      await unfold(page, 'Stage 1');
      await unfold(page, 'Block 1');
    },
  },
};
