/** Drops a file or folder on the window. */
import type { Locator, Page } from 'playwright-core';

/**
 * Drops files as the system does: with real paths that the page cannot see. On a busy machine Chromium may lose a move, or refuse the
 * drop because the page's answer to the last move came late. A person would drop again, and so does this.
 * @param sign what is shown while files are over the window @param came what appears when they are taken
 */
export async function drop(
  page: Page,
  path: string,
  { sign = 'Drop images to import them', came = page.getByRole('dialog') } = {},
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const move = (type: 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel', x = 600) =>
    session.send('Input.dispatchDragEvent', { type, x, y: 400, data });
  const appears = (what: Locator) =>
    what.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    );
  for (let attempt = 0; attempt < 8; attempt++) {
    await move('dragEnter');
    await move('dragOver');
    if (await appears(page.getByText(sign))) {
      await move('dragOver', 601);
      await page.waitForTimeout(100 + 100 * attempt);
      await move('drop', 601);
      if (await appears(came)) return;
    }
    await move('dragCancel');
  }
  throw new Error('What is dropped must be taken. Received: nothing, after eight drops.');
}
