/** Goes on with a run from the terminal: what `resume`, `extend` and `restart` have in common. */
import { locateRun } from '../exporting';
import type { Services } from '../services';
import { createReporter } from './reporter';
import { tellEnd } from './run-end';
import { follow } from './training-run';

/**
 * @param run a run's id, or its folder.
 * @param begin answers with the run that is trained.
 * @throws Refusal when there is no such run, or it cannot be taken up.
 */
export async function takeUp(
  run: string,
  json: boolean,
  begin: (services: Services, id: string) => Promise<string>,
): Promise<void> {
  const { store, id } = await locateRun(run);
  const reporter = createReporter({ json, epochsOnStdout: true });
  const { runs, stopped } = await follow(store.root, reporter, async (services) => [
    await begin(services, id),
  ]);
  tellEnd(runs[0], stopped, json);
}
