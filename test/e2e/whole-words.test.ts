/** No word is cut off where the window has its usual size or a small one, and nothing that is seen lacks a name. */
import type { Page } from 'playwright-core';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

const VIEWS = ['Build', 'Data', 'Train', 'Compare', 'Predict', 'Export'] as const;

/** Sections of the form in Train. */
const SECTIONS = /^(Share and classes|Learning-rate|Optimizer|Augmentation|Loss and|Checkpoints)/;

/** Buttons of the Korean window that open something over a view. */
const OPENED = [
  ['Build', '프리셋'],
  ['Build', '메뉴'],
  ['Build', '명령 검색'],
  ['Data', '내 데이터 추가'],
  ['Train', '비교군 추가'],
  ['Train', '실험 목록'],
  ['Train', '학습률 찾기'],
] as const;

/** Texts that end in an ellipsis, and pictures without a name. */
const faults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { width, height } = element.getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      const { textOverflow, visibility } = getComputedStyle(element);
      if (visibility === 'hidden') continue;
      const text = element.textContent?.trim() ?? '';
      // Widths in whole pixels hide the fraction for which a word is cut.
      const range = document.createRange();
      range.selectNodeContents(element);
      const style = getComputedStyle(element);
      const room = width - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      if (textOverflow === 'ellipsis' && range.getBoundingClientRect().width > room + 0.02)
        found.push(`cut: ${text}`);
      if (element.getAttribute('role') === 'img' && element.getAttribute('aria-label') === '')
        found.push(`nameless: ${element.parentElement?.textContent}`);
    }
    return found;
  });

describeInBrowser('with a network and its data', () => {
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    app = await startApp();
    page = await app.open();
    await page.getByRole('button', { name: 'Presets' }).click();
    await page
      .getByRole('dialog', { name: 'Presets' })
      .getByRole('button', { name: 'ResNet-50', exact: true })
      .click();
    await go('Train');
    await page.getByRole('button', { name: 'Use shapes' }).click();
    await page.getByRole('button', { name: 'Generate 10,000 images' }).click();
    await page.getByText('Trained on the 10,000 training images').waitFor({ timeout: 120_000 });
  }, 180_000);
  afterAll(() => app?.close());

  const go = (view: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();

  describe.each([
    [1440, 900],
    [1024, 700],
  ])('a window of %i by %i', (width, height) => {
    beforeAll(() => page.setViewportSize({ width, height }));

    test('every view says its words in full', async () => {
      for (const view of VIEWS) {
        await go(view);
        if (view === 'Build') await page.getByRole('button', { name: /^Input pipeline of Shapes/ }).waitFor();
        if (view === 'Data') await page.getByRole('tab', { name: 'Examples' }).waitFor();
        expect([view, await faults(page)]).toEqual([view, []]);
      }
      expect(app.pageErrors).toEqual([]);
    });

    test('every choice of the form is read in full', async () => {
      await go('Train');
      const folded = page
        .getByRole('button', { expanded: false })
        .and(page.getByRole('button', { name: SECTIONS }));
      while ((await folded.count()) > 0) await folded.first().click();
      for (const name of ['Validate on', 'Schedule', 'Normalization', 'Best by']) {
        const choice = page.getByRole('combobox', { name, exact: true });
        const before = await choice.innerText();
        await choice.click();
        const options = await page.getByRole('option').allTextContents();
        expect(options.length).toBeGreaterThan(1);
        const closed = () => page.getByRole('listbox').waitFor({ state: 'detached' });
        await page.keyboard.press('Escape');
        await closed();
        // The last is what it was: the other size begins with the same form.
        for (const option of [...options, before]) {
          await choice.click();
          await page.getByRole('option', { name: option, exact: true }).click();
          await closed();
          expect([name, option, await faults(page)]).toEqual([name, option, []]);
        }
      }
    });

    test('every view says its words in full in Korean, too', async () => {
      const korean = await app.open({ locale: 'ko-KR', viewport: { width, height } });
      const views = korean.getByRole('navigation').first().getByRole('button');
      await korean.getByRole('button', { name: '학습', exact: true }).waitFor();
      expect(await views.count()).toBeGreaterThanOrEqual(VIEWS.length);
      for (let view = 0; view < VIEWS.length; view++) {
        await views.nth(view).click();
        await korean.waitForLoadState('networkidle');
        expect([view, await faults(korean)]).toEqual([view, []]);
      }
      await views.nth(VIEWS.indexOf('Train')).click();
      const folded = korean.locator('button[aria-expanded=false]:not([aria-haspopup])');
      while ((await folded.count()) > 0) await folded.first().click();
      const off = korean.getByRole('switch', { checked: false, disabled: false });
      while ((await off.count()) > 0) await off.first().check();
      expect(['every setting', await faults(korean)]).toEqual(['every setting', []]);
      for (const [view, name] of OPENED) {
        await views.nth(VIEWS.indexOf(view)).click();
        await korean.getByRole('button', { name }).first().click();
        const opened = korean.getByRole('dialog').or(korean.getByRole('menu')).first();
        await opened.waitFor();
        expect([name, await faults(korean)]).toEqual([name, []]);
        await korean.keyboard.press('Escape');
        await opened.waitFor({ state: 'detached' });
      }
      await korean.close();
    }, 120_000);

    test('the names of the views have room in their pills', async () => {
      const rooms = await page.getByRole('navigation', { name: 'Views' }).evaluate((nav) =>
        [...nav.querySelectorAll('button')].map((button) => {
          const range = document.createRange();
          range.selectNodeContents(button.lastChild ?? button);
          return button.getBoundingClientRect().width - range.getBoundingClientRect().width;
        }),
      );
      expect(Math.min(...rooms)).toBeGreaterThanOrEqual(8);
    });
  });
});
