/** The Export view, used as a person does. */
import type { Locator, Page } from 'playwright-core';

/** Exports the chosen run in this one format. */
export async function exportAs(page: Page, format: string): Promise<void> {
  for (const box of await page.getByRole('group', { name: 'Models' }).getByRole('checkbox').all()) {
    await box.uncheck();
  }
  await page.getByRole('checkbox', { name: format, exact: true }).check();
  await page.getByRole('button', { name: 'Export model' }).click();
}

/** What came of it. */
export const exported = (page: Page, format: string): Locator =>
  page.getByRole('list', { name: 'Exports' }).getByRole('listitem', { name: format, exact: true });
