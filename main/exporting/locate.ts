/** Finds the run that a person means: by its id, by its folder, or by a folder that holds just one. */

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { plural } from '../../core/format/plural';
import { runsRoot } from '../basics/paths';
import { Refusal } from '../basics/refusal';
import { RunStore } from '../runs/store';

export interface LocatedRun {
  store: RunStore;
  id: string;
}

/** @throws Refusal when there is no such run, or several might be meant. */
export async function locateRun(text: string): Promise<LocatedRun> {
  const home = new RunStore({ root: runsRoot() });
  if (!/[\\/]/.test(text) && (await isRun(join(runsRoot(), text)))) return { store: home, id: text };
  const folder = resolve(text);
  if (await isRun(folder)) return { store: new RunStore({ root: dirname(folder) }), id: basename(folder) };
  const entries = await readdir(folder).catch(() => undefined);
  if (entries === undefined) {
    throw new Refusal(`A run is given by its id in ${runsRoot()} or by its folder. Received: ${text}.`);
  }
  const runs: string[] = [];
  for (const entry of entries) if (await isRun(join(folder, entry))) runs.push(entry);
  const [only] = runs;
  if (only === undefined) throw new Refusal(`There is no run in the folder ${folder}: it has no run.json.`);
  if (runs.length > 1) {
    throw new Refusal(
      `The folder ${folder} holds ${plural(runs.length, 'run')}; choose one: ${runs.sort().join(', ')}.`,
    );
  }
  return { store: new RunStore({ root: folder }), id: only };
}

async function isRun(folder: string): Promise<boolean> {
  return stat(join(folder, 'run.json')).then(
    (found) => found.isFile(),
    () => false,
  );
}
