/** Finds the run that a person means: by its id, its folder, or a folder with only one run. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { listOf } from '../../core/messages';
import { runsRoot } from '../basics/paths';
import { refuse } from '../basics/refusal';
import { RunStore } from '../runs/store';

export interface LocatedRun {
  store: RunStore;
  id: string;
}

/** @throws Refusal when there is no such run, or several. */
export async function locateRun(text: string): Promise<LocatedRun> {
  const home = new RunStore({ root: runsRoot() });
  if (!/[\\/]/.test(text) && (await isRun(join(runsRoot(), text)))) return { store: home, id: text };
  const folder = resolve(text);
  if (await isRun(folder)) return { store: new RunStore({ root: dirname(folder) }), id: basename(folder) };
  const entries = await readdir(folder).catch(() => undefined);
  if (entries === undefined) {
    refuse('export.refused.whichRun', { root: runsRoot(), text });
  }
  const runs: string[] = [];
  for (const entry of entries) if (await isRun(join(folder, entry))) runs.push(entry);
  const [only] = runs;
  if (only === undefined) refuse('export.refused.noRun', { folder });
  if (runs.length > 1) {
    refuse('export.refused.runsInFolder', {
      folder,
      count: runs.length,
      runs: listOf(runs.sort(), 'unit'),
    });
  }
  return { store: new RunStore({ root: folder }), id: only };
}

async function isRun(folder: string): Promise<boolean> {
  return stat(join(folder, 'run.json')).then(
    (found) => found.isFile(),
    () => false,
  );
}
