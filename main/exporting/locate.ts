/** Finds the run that a person means: by its id, its folder, or a folder with only one run; or the imported model. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { CheckpointChoice } from '../../core/contract/checkpoint-choice';
import type { AskedPredictor } from '../../core/contract/predict';
import { listOf } from '../../core/messages';
import { runsRoot } from '../basics/paths';
import { refuse } from '../basics/refusal';
import { ModelStore } from '../models/store';
import { RunStore } from '../runs/store';

export interface LocatedRun {
  store: RunStore;
  id: string;
}

/** @param unknown what is said where there is no such run. @throws Refusal when there is none, or several. */
export async function locateRun(
  text: string,
  unknown: 'export.refused.whichRun' | 'export.refused.whichNetwork' = 'export.refused.whichRun',
): Promise<LocatedRun> {
  const home = new RunStore({ root: runsRoot() });
  if (!/[\\/]/.test(text) && (await isRun(join(runsRoot(), text)))) return { store: home, id: text };
  const folder = resolve(text);
  if (await isRun(folder)) return { store: new RunStore({ root: dirname(folder) }), id: basename(folder) };
  const entries = await readdir(folder).catch(() => undefined);
  if (entries === undefined) {
    refuse(unknown, { root: runsRoot(), text });
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

/** Whether the text is the id or the folder of one run. */
export const isRunThere = async (text: string): Promise<boolean> =>
  (!/[\\/]/.test(text) && (await isRun(join(runsRoot(), text)))) || isRun(resolve(text));

async function isRun(folder: string): Promise<boolean> {
  return stat(join(folder, 'run.json')).then(
    (found) => found.isFile(),
    () => false,
  );
}

export interface LocatedNetwork {
  of: AskedPredictor;
  runs: RunStore;
  models: ModelStore;
}

/**
 * @param text an imported model's id, or what a person calls a run.
 * @param checkpoint of a run.
 * @throws Refusal when there is neither, or there are several runs.
 */
export async function locateNetwork(text: string, checkpoint: CheckpointChoice): Promise<LocatedNetwork> {
  const models = new ModelStore();
  if (await models.has(text)) {
    return { of: { modelId: text }, runs: new RunStore({ root: runsRoot() }), models };
  }
  const { store, id } = await locateRun(text, 'export.refused.whichNetwork');
  return { of: { runId: id, checkpoint }, runs: store, models };
}
