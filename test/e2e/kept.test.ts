/** What a window remembers is on the host: other browsers find it, a lost host loses nothing, and what is deleted can be undone. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { makeRunIn } from '../kills/made-run';
import { until } from '../support/eventually';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

describeInBrowser('what is kept', () => {
  let app: RunningApp;
  let madeRun: string;
  beforeAll(async () => {
    app = await startApp();
    madeRun = (await makeRunIn(join(app.dataFolder, 'runs'), 1, 1)).id;
  });
  afterAll(() => app?.close());

  const studyName = (page: Page) => page.getByRole('textbox', { name: 'study name' });
  const view = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click();

  /** On the disk. */
  async function isKept(name: string): Promise<void> {
    const path = join(app.dataFolder, 'settings', 'train.json');
    await until(() => existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).values.name === name);
  }

  test('theme, view and form are there in another browser, from the first paint on', async () => {
    const one = await app.open({ colorScheme: 'light' });
    await one.getByRole('button', { name: /^Colors: system/ }).click();
    await one.getByRole('button', { name: /^Colors: light/ }).click();
    await view(one, 'Train');
    await studyName(one).fill('Kept on the host');
    await isKept('Kept on the host');
    const two = await app.open({ colorScheme: 'light' });
    const page = await (await two.request.get(app.url)).text();
    expect(page).toContain('<html lang="en" data-color-scheme="dark">');
    await two.getByRole('main', { name: 'Train' }).waitFor();
    expect(await studyName(two).inputValue()).toBe('Kept on the host');
    expect(await two.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    // Both are open: what is typed in one arrives in the other.
    await studyName(two).fill('Typed in the other');
    await one.waitForFunction(
      (text) => [...document.querySelectorAll('input')].some(({ value }) => value === text),
      'Typed in the other',
    );
    await one.close();
    await two.close();
  });

  test('the language that was chosen is shown at once, and kept', async () => {
    const page = await app.open();
    const choose = async (button: string | RegExp, name: string) => {
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('menuitemradio', { name }).click();
    };
    const data = (nav: string, name: string) =>
      page.getByRole('navigation', { name: nav }).getByRole('button', { name });
    await choose('Language: System', '한국어');
    await data('화면', '데이터').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    await page.reload();
    await data('화면', '데이터').waitFor();
    await choose('언어: 한국어', '시스템');
    await data('Views', 'Data').waitFor();
    await page.close();
  });

  test('a lost host is said until everything is saved', async () => {
    const page = await app.open();
    await view(page, 'Train');
    await studyName(page).waitFor();
    process.kill(app.pid, 'SIGSTOP');
    await studyName(page).fill('Typed into the void');
    const asked = page.waitForEvent('dialog');
    const leaving = page.evaluate(() => location.reload()).catch(() => undefined);
    await (await asked).dismiss();
    process.kill(app.pid, 'SIGCONT');
    await leaving;
    const restarted = app.restart();
    await studyName(page).fill('Typed while it was away');
    await page.getByRole('alert').filter({ hasText: 'Not saved: settings of this window' }).waitFor();
    await restarted;
    await page.getByRole('alert').filter({ hasText: 'Not saved' }).waitFor({ state: 'detached' });
    const other = await app.open();
    await studyName(other).waitFor();
    expect(await studyName(other).inputValue()).toBe('Typed while it was away');
    await page.close();
    await other.close();
    // What a browser logs of a host that does not answer.
    app.pageErrors.splice(0);
  });

  test('a run that another process trains appears in an open window; those shown stay, also after a reload', async () => {
    const page = await app.open();
    await view(page, 'Compare');
    const run = (name: string) => page.getByRole('checkbox', { name: `${name}, seed 1` });
    await run('Tiny 1').waitFor();
    const other = await makeRunIn(join(app.dataFolder, 'runs'), 2, 1);
    await run('Tiny 2').waitFor();
    const ticked = async () => [await run('Tiny 1').isChecked(), await run('Tiny 2').isChecked()];
    expect(await ticked()).toEqual([true, false]);
    await page.reload();
    await run('Tiny 2').waitFor();
    expect(await ticked()).toEqual([true, false]);
    await view(page, 'Train');
    await view(page, 'Compare');
    await run('Tiny 2').waitFor();
    expect(await ticked()).toEqual([false, true]);
    await run('Tiny 1').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Use as baseline' }).click();
    const pinned = page.getByRole('row', { name: /Tiny 1 \(baseline\)/ });
    await pinned.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Do not use as baseline' }).click();
    await pinned.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Save this view…' }).click();
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('Mine');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Save view' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('menu').count()).toBe(0);
    rmSync(other.folder, { recursive: true });
    await run('Tiny 2').waitFor({ state: 'detached' });
    await page.close();
  });

  test('an address leads to a run, a reload stays there, and back and forward go through the views', async () => {
    const page = await app.open();
    const at = (hash: RegExp) => page.waitForURL(hash);
    await view(page, 'Data');
    await at(/#\/data/);
    await page.keyboard.press('Alt+4');
    await at(/#\/compare/);
    await page.goBack();
    await page.getByRole('main', { name: 'Data' }).waitFor();
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByRole('main', { name: 'Compare' }).waitFor();
    const link = `${app.url}#/compare?run=${madeRun}`;
    const tab = await page.context().newPage();
    await tab.goto(link);
    await tab.getByRole('main', { name: 'Compare' }).waitFor();
    await view(page, 'Export');
    await tab.reload();
    await tab.getByRole('main', { name: 'Compare' }).waitFor();
    expect(tab.url()).toBe(link);
    await tab.goto(`${app.url}#/compare?run=gone`);
    await tab.getByText('A run of this link is no longer there.').waitFor();
    await tab.close();
    await page.close();
  });

  test('Settings are found by a word and kept; F1 explains the field; a newcomer learns what a shortcut is', async () => {
    const page = await app.open();
    await page.keyboard.press('Control+,');
    await page.getByRole('textbox', { name: 'Search settings' }).fill('projector');
    const demo = page.getByRole('switch', { name: 'Demo mode' });
    await demo.check();
    await page.reload();
    await page.locator('html[data-demo]').waitFor();
    await page.keyboard.press('Control+,');
    await demo.uncheck();
    await page.keyboard.press('Escape');
    await view(page, 'Train');
    await page.getByRole('textbox', { name: 'Batch size' }).focus();
    await page.keyboard.press('F1');
    await page.getByRole('dialog', { name: 'Batch size' }).getByText('Images per training step.').waitFor();
    await page.keyboard.press('Escape');
    await view(page, 'Build');
    await page.getByRole('button', { name: 'What is a shortcut?' }).click();
    const step = (name: string) => page.getByRole('dialog', { name });
    await step('A plain path').getByRole('button', { name: 'Next' }).click();
    await step('The shortcut').waitFor();
    await page.getByRole('heading', { name: 'Identity shortcut' }).waitFor();
    for (const name of ['The shortcut', 'Why it helps', 'Remove it with one key'])
      await step(name).getByRole('button', { name: 'Next' }).click();
    await step('What is it worth?').getByRole('button', { name: 'See what shortcuts are worth' }).click();
    await page.getByRole('button', { name: 'Start the first study' }).waitFor();
    await step('What is it worth?').waitFor({ state: 'detached' });
    await page.close();
  });

  test('a deleted run comes back by Undo, and from the bin', async () => {
    const page = await app.open();
    await view(page, 'Compare');
    const run = page.getByRole('checkbox', { name: 'Tiny 1, seed 1' });
    const remove = async () => {
      await run.click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await run.waitFor({ state: 'detached' });
    };
    await remove();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await run.waitFor();
    await remove();
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open the bin' }).click();
    await page.getByRole('button', { name: 'Restore Tiny 1, seed 1' }).click();
    await page.getByText('The bin is empty').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await run.waitFor();
    expect(app.pageErrors).toEqual([]);
  });
});
