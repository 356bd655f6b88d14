/** Downloads through a proxy: the setting is folded, remembered, and refused with a message if it is wrong. */
import type { Page } from 'playwright-core';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

describeInBrowser('a download through a proxy', () => {
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    app = await startApp();
    page = await app.open();
  }, 120_000);
  afterAll(() => app?.close());

  const openData = async () => {
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: 'Data', exact: true })
      .click();
    await page.getByText('KMNIST', { exact: true }).first().click();
    await page.getByRole('heading', { name: 'KMNIST', exact: true }).waitFor();
  };
  const proxy = () => page.getByRole('textbox', { name: 'Proxy', exact: true });
  const download = () => page.getByRole('button', { name: /^Download \(21/ }).click();

  test('what is no address is refused in words, and one that is not there is named', async () => {
    await openData();
    await page.getByRole('button', { name: 'Use a proxy…' }).click();
    await proxy().fill('ftp://nothing');
    await download();
    await page.getByText('The proxy must be an address such as http://proxy.example:3128').waitFor();
    // Nobody listens there: no download leaves this machine.
    await proxy().fill('127.0.0.1:9');
    await download();
    await page
      .getByText(/with the proxy http:\/\/127\.0\.0\.1:9\).*next attempt in/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  test('it is kept for the next time', async () => {
    await page.reload();
    await openData();
    expect(await proxy().inputValue()).toBe('127.0.0.1:9');
    expect(app.pageErrors).toEqual([]);
  });
});
