/** Goes on with a run from the terminal: what `resume`, `extend` and `restart` have in common. */

import { message, sentences } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { locateRun } from '../../exporting';
import type { Services } from '../../services';
import { createReporter } from '../training/reporter';
import { tellEnd } from '../training/run-end';
import { follow } from '../training/training-run';
import { tellRepair } from './repair';

/**
 * @param run a run's id, or its folder.
 * @param options.repair first put its files right.
 * @param begin answers with the run that is trained.
 * @throws Refusal when there is no such run, or it cannot be taken up.
 */
export async function takeUp(
  run: string,
  { json, repair = false }: { json: boolean; repair?: boolean | undefined },
  begin: (services: Services, id: string) => Promise<string>,
): Promise<void> {
  const { store, id } = await locateRun(run);
  if (repair) tellRepair(await store.repair(id), id);
  const reporter = createReporter({ json, epochsOnStdout: true });
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
