import { message, sentences } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { locateRun } from '../../exporting';
import type { Services } from '../../services';
import { Reporter } from '../training/reporter';
import { tellEnd } from '../training/run-end';
import { follow } from '../training/training-run';
import { tellRepair } from './repair';

/**
 * Continues a run, for `resume`, `extend` and `restart`.
 * @param run its id or folder.
 * @param options.repair repairs its files first.
 * @param begin returns the id of the run that is trained.
 * @throws Refusal when there is no such run, or it cannot continue.
 */
export async function takeUp(
  run: string,
  { json, repair = false }: { json: boolean; repair?: boolean | undefined },
  begin: (services: Services, id: string) => Promise<string>,
): Promise<void> {
  const { store, id } = await locateRun(run);
  if (repair) tellRepair(await store.repair(id), id);
  const reporter = new Reporter({ json });
  try {
    const { runs, stopped } = await follow(store.root, reporter, async (services) => [
      await begin(services, id),
    ]);
    tellEnd(runs[0], stopped, json);
  } catch (error) {
    if (!(error instanceof Refusal) || !error.remedy) throw error;
    const { label } = error.remedy;
    throw new Refusal(sentences(error.said, message('cli.takeUp.repair', { label })));
  }
}
