/** Downloads through a proxy: its address is in Settings, is remembered, and is refused with a message if it is wrong. */
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
  /** By the link beside the download. */
  const setProxy = async (link: string, address: string) => {
    await page.getByRole('button', { name: link }).click();
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('textbox', { name: 'Proxy', exact: true }).fill(address);
    await settings.getByRole('button', { name: 'Close', exact: true }).click();
    await settings.waitFor({ state: 'detached' });
  };
  const download = () => page.getByRole('button', { name: /^Download \(21/ }).click();

  test('what is no address is refused in words, and one that is not there is named', async () => {
    await openData();
    await setProxy('Use a proxy…', 'ftp://nothing');
    await download();
    await page.getByText('The proxy must be an address such as http://proxy.example:3128').waitFor();
    // Nobody listens there: no download leaves this machine.
    await setProxy('Proxy: ftp://nothing', '127.0.0.1:9');
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
    await page.getByRole('button', { name: 'Proxy: 127.0.0.1:9' }).waitFor();
    expect(app.pageErrors).toEqual([]);
  });
});
