/** One round: work runs in several places at once until something is killed; then everything is checked. */
import { chosen, GROUPS } from './actions';
import { check } from './check';
import { type Host, kill, openPage, type Page, startHost } from './host';
import { settledStudies } from './studies';
import type { World } from './world';

export type Target = 'host' | 'page';

export interface Place {
  root: string;
  host: Host;
  page: Page;
  world: World;
}

/** Milliseconds of work before a kill, at most. */
const LONGEST = 450;

/** Errors that a call has when its host or its line goes. */
const isLostLine = (error: unknown): boolean =>
  /clos|abort|not open|ECONN|socket|hang up|terminated/i.test(String(error));

async function work(world: World, group: (typeof GROUPS)[number], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    world.count++;
    try {
      await chosen(group, world)(world);
    } catch (error) {
      if (isOver() && isLostLine(error)) return;
      throw error;
    }
  }
}

export async function round(place: Place, target: Target): Promise<void> {
  const { world, host, page } = place;
  let over = false;
  const works = GROUPS.map((group) => work(world, group, () => over));
  const failed = Promise.all(works).then(() => undefined);
  failed.catch(() => undefined);
  await Promise.race([new Promise((resolve) => setTimeout(resolve, 20 + world.random.int(LONGEST))), failed]);
  over = true;
  world.say(`KILL ${target}`);
  if (target === 'host') await kill(host);
  page.drop();
  await within(failed, 20_000, 'The work did not end after the kill.');
  if (target === 'host') place.host = await startHost(place.root, world.data, host.port);
  place.page = await openPage(world.data, place.host.port);
  world.client = place.page.client;
  // A page that went leaves calls behind that the host still finishes.
  if (target === 'page') await settled(world);
  await check(world);
}

/** Until the host has done what it was asked for: its locks and temporary files are gone. */
async function settled(world: World): Promise<void> {
  const { client } = world;
  // Each goes through the queues that the calls before it wait in.
  await client.kept.change({ concern: 'sections', values: { settled: null }, origin: 'kills' });
  await client.documents.changeTabs({ opened: [], closed: [] });
  await settledStudies(world);
  await new Promise((resolve) => setTimeout(resolve, 150));
}

export function within<T>(promise: Promise<T>, ms: number, words: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(words)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
