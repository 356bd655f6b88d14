/**
 * An import in a process of its own that kills itself, by SIGKILL, at a moment that its files show: between two steps of
 * its own, with writes under way. Started with one argument, DyingImport as JSON.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetStore } from '../../main/datasets';

/** What the folder that is being filled has come to; `there`: it is in its place. */
export type Moment =
  | { when: 'begun' }
  | { when: 'pictures'; above: number }
  | { when: 'file'; name: string; bytes: number }
  | { when: 'there' };

export interface DyingImport {
  root: string;
  id: string;
  path: string;
  /** Name of a person's own pictures; without it `id` is in the catalogue. */
  name?: string;
  /** Never, where left out. */
  moment?: Moment;
}

const { root, id, path, name, moment }: DyingImport = JSON.parse(process.argv[2] as string);

function hasCome(moment: Moment): boolean {
  if (moment.when === 'there') return existsSync(join(root, id));
  const staging = existsSync(root) && readdirSync(root).find((one) => one.includes('.importing-'));
  if (!staging) return false;
  const folder = join(root, staging);
  if (moment.when === 'begun') return true;
  if (moment.when === 'file') {
    return (statSync(join(folder, moment.name), { throwIfNoEntry: false })?.size ?? -1) >= moment.bytes;
  }
  const pictures = join(folder, 'images', '000');
  return existsSync(pictures) && readdirSync(pictures).length > moment.above;
}

function dieAt(moment: Moment): void {
  if (hasCome(moment)) process.kill(process.pid, 'SIGKILL');
  setImmediate(dieAt, moment).unref();
}

const store = new DatasetStore({ root });
if (moment) dieAt(moment);
void (name === undefined ? store.importFrom(id, path) : store.importOwn({ path, name }));
