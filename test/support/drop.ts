/** Drops a file or folder on the window. */
import type { Page } from 'playwright-core';

/**
 * Drops files as the system does: with real paths that the page cannot see. Chromium takes a drop only while the page's answer to the
 * last move is fresh, which a busy machine may miss; a hand would drop again, and so is done here.
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
  for (let attempt = 0; attempt < 8; attempt++) {
    await move('dragEnter');
    await move('dragOver');
    await page.getByText(sign).waitFor();
    await move('dragOver', 601);
    await page.waitForTimeout(100 + 100 * attempt);
    await move('drop', 601);
    const taken = await came.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    );
    if (taken) return;
    await move('dragCancel');
  }
  throw new Error('What is dropped must be taken. Received: nothing, after eight drops.');
}
