/** Who gets in: links that work once, tabs that stay in, and nothing for other ports to see. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

const CONNECTED = /TensorFlow/;

describeInBrowser('signing in', () => {
  let app: RunningApp;
  let page: Page;
  const runtime = (of: Page) => of.getByRole('status', { name: 'Runtime' }).filter({ hasText: CONNECTED });
  const dialog = (of: Page) => of.getByRole('dialog', { name: 'Sign in to Skipwire' });

  beforeAll(async () => {
    app = await startApp();
    page = await app.open();
  });
  afterAll(() => app?.close());

  test('a link lets in and leaves the address; a reload and a new tab stay in', async () => {
    await runtime(page).waitFor();
    expect(page.url()).toBe(`${app.url}#/build`);
    await page.reload();
    await runtime(page).waitFor();
    const tab = await page.context().newPage();
    await tab.goto(app.url);
    await runtime(tab).waitFor();
    await tab.close();
    expect(app.pageErrors).toEqual([]);
  });

  test('a server on another port of this machine gets nothing that would let it in', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const other = createServer((request, response) => {
      seen.push(request.headers);
      response.end('another program');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const tab = await page.context().newPage();
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    await tab.goto(address);
    const kept = await tab.evaluate(async () => ({
      databases: (await indexedDB.databases()).length,
      storage: localStorage.length + sessionStorage.length,
    }));
    expect(kept).toEqual({ databases: 0, storage: 0 });
    await tab.close();
    other.close();
    expect(seen.length).toBeGreaterThan(0);
    for (const headers of seen) expect(headers.cookie).toBeUndefined();
    expect(await page.context().cookies()).toEqual([]);
  });

  test('an open tab reconnects when the host is started again on its port', async () => {
    const lost = page.getByRole('status', { name: 'Runtime' }).filter({ hasNotText: CONNECTED }).waitFor();
    await app.restart();
    await lost;
    await runtime(page).waitFor();
    expect(await dialog(page).count()).toBe(0);
    app.pageErrors.length = 0;
  });

  test('a link that was used lets nobody else in, and a new one does, pasted', async () => {
    const link = await app.link();
    await page.goto(link);
    await runtime(page).waitFor();
    const context = await app.browser.newContext();
    const other = await context.newPage();
    await other.goto(link);
    await dialog(other).getByRole('alert').filter({ hasText: 'This link was already used.' }).waitFor();
    const field = dialog(other).getByRole('textbox', { name: 'Link' });
    await field.fill('http://127.0.0.1:1/#short');
    expect(await dialog(other).getByRole('button', { name: 'Sign in' }).isDisabled()).toBe(true);
    // Through a tunnel the browser's port is another one than the link's.
    await field.fill((await app.link()).replace(/:\d+/, ':9'));
    await dialog(other).getByRole('button', { name: 'Sign in' }).click();
    await runtime(other).waitFor();
    await dialog(other).waitFor({ state: 'detached' });
    await context.close();
  });

  test('a browser without a link says how to get one', async () => {
    const context = await app.browser.newContext();
    const other = await context.newPage();
    await other.goto(app.url);
    await dialog(other).getByText('skipwire open').waitFor();
    await context.close();
  });
});
