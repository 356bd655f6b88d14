/** Drops a file or folder on the window. */
import type { Page } from 'playwright-core';

/**
 * Drops files as the system does: with real paths that the page cannot see. Chromium takes a drop only while the page's answer to the
 * last move is fresh, which a busy machine may miss; a hand would drop again, and so is done here.
 */
export async function drop(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const move = (type: 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel', x = 600) =>
    session.send('Input.dispatchDragEvent', { type, x, y: 400, data });
  const dialog = page.getByRole('dialog');
  for (let attempt = 0; attempt < 8; attempt++) {
    await move('dragEnter');
    await move('dragOver');
    await page.getByText('Drop images to import them').waitFor();
    await move('dragOver', 601);
    await page.waitForTimeout(100 + 100 * attempt);
    await move('drop', 601);
    const came = await dialog.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    );
    if (came) return;
    await move('dragCancel');
  }
  throw new Error('A dropped folder must open the import dialog. Received: nothing, after eight drops.');
}
