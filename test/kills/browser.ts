/** A page in a real Chromium: it, or the host under it, is killed while somebody types. */
import { chromium, type Page } from 'playwright-core';
import { check } from './check';
import { kill, newLink, openPage, startHost } from './host';
import { ABSENT, Loss } from './ledger';
import { type Place, within } from './rounds';
import { canonical, documentValue, type World } from './world';

const LONG = 60_000;

async function openBrowser(executablePath: string, place: Place) {
  const server = await chromium.launchServer({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  const browser = await chromium.connect(server.wsEndpoint());
  const page = await browser.newPage();
  page.setDefaultTimeout(LONG);
  await page.goto(await newLink(place.world.data, place.host.port));
  return { server, browser, page };
}

const studyName = (page: Page) => page.getByRole('textbox', { name: 'study name' });

async function until(holds: () => Promise<boolean>, words: string): Promise<void> {
  const wait = async () => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 30));
  };
  await within(wait(), LONG, words);
}

export async function browserRound(
  place: Place,
  target: 'browser' | 'host',
  executablePath: string,
): Promise<void> {
  const { world } = place;
  const first = `Typed ${world.count++}`;
  const second = `Typed ${world.count++}`;
  const nameOnHost = async () => (await world.client.kept.load()).concerns.train?.name;
  let opened = await openBrowser(executablePath, place);
  try {
    const { page } = opened;
    world.say('type in a browser');
    const before = new Set((await world.client.documents.list()).map(({ id }) => id));
    await page.getByRole('banner').waitFor();
    await page.keyboard.press('Alt+n');
    await until(
      async () => (await world.client.documents.list()).some(({ id }) => !before.has(id)),
      'The new graph did not reach the host.',
    );
    await page.keyboard.press('Alt+3');
    await studyName(page).fill(first);
    await until(async () => (await nameOnHost()) === first, 'What was typed did not reach the host.');
    await adopt(world);
    world.say(`KILL ${target} under a browser`);
    await studyName(page).fill(second);
    await new Promise((resolve) => setTimeout(resolve, world.random.int(40)));
    if (target === 'browser') opened.server.process().kill('SIGKILL');
    else {
      await kill(place.host);
      place.page.drop();
      // More is typed while nobody answers.
      await studyName(page).fill(`${second}, and more`);
      place.host = await startHost(place.root, world.data, place.host.port);
      place.page = await openPage(world.data, place.host.port);
      world.client = place.page.client;
      await until(
        async () => (await nameOnHost()) === `${second}, and more`,
        'What was typed while the host was away was not saved when it was back.',
      );
      world.ledger.set('setting:train/name', canonical(`${second}, and more`));
      world.ledger.acknowledgements++;
    }
    if (target === 'browser') world.ledger.ask('setting:train/name', canonical(second));
    await check(world);
    if (target === 'browser') {
      opened = await openBrowser(executablePath, place);
      await opened.page.keyboard.press('Alt+3');
      const shown = await studyName(opened.page).inputValue();
      if (canonical(shown) !== world.ledger.value('setting:train/name')) {
        throw new Loss('study name in a new browser', [world.ledger.value('setting:train/name')], shown);
      }
    }
  } finally {
    await opened.server.kill();
  }
  await adopt(world);
}

/** What the page changed without a request counts as it is: its view, its tabs, its graphs. */
async function adopt(world: World): Promise<void> {
  const { client, ledger, documents } = world;
  const { concerns } = await client.kept.load();
  for (const [concern, values] of Object.entries(concerns)) {
    for (const [name, value] of Object.entries(values)) {
      ledger.set(`setting:${concern}/${name}`, canonical(value));
    }
  }
  const { open } = await client.documents.tabs();
  ledger.set('tabs', open.length === 0 ? ABSENT : canonical(open));
  for (const { id } of await client.documents.list()) {
    if (documents.has(id)) continue;
    const known = await client.documents.read({ id });
    ledger.set(`document:${id}`, documentValue(known));
    documents.set(id, known);
    ledger.acknowledgements++;
  }
}
