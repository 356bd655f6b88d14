/** What axe-core finds wrong with a page for people who do not see it, or not well. */
import { readFileSync } from 'node:fs';
import type { AxeResults, NodeResult } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Looks in both themes; the contrast alone differs between them.
 * @param within a selector of what is looked at, rather than the whole page
 * @returns the serious and critical violations: the rule, then the elements.
 */
export async function violations(page: Page, within = 'html'): Promise<string[]> {
  const light = await inTheme(page, within, 'light');
  const dark = await inTheme(page, within, 'dark', 'color-contrast');
  return [...light, ...dark];
}

async function inTheme(
  page: Page,
  within: string,
  colorScheme: 'light' | 'dark',
  rule?: string,
): Promise<string[]> {
  // Or a color on its way from one theme to the other is measured.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
  return run(page, within, rule);
}

async function run(page: Page, within: string, rule?: string): Promise<string[]> {
  // Through the developer protocol: the page's policy allows no script but its own.
  await page.evaluate(source);
  return page.evaluate(
    async ({ within, rule }) => {
      const { axe } = window as unknown as {
        axe: { run(within: string, options: object): Promise<AxeResults> };
      };
      const wrong = ({ html, failureSummary }: NodeResult) => `${html} ${failureSummary}`;
      const { violations } = await axe.run(within, {
        resultTypes: ['violations'],
        ...(rule !== undefined && { runOnly: [rule] }),
      });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(wrong).join('\n')}`);
    },
    { within, rule },
  );
}
