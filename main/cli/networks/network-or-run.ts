import type { GraphDocument } from '../../../core/graph/document';
import { isRunThere, locateRun } from '../../exporting/locate';
import type { NetworkFlags } from '../options/network';
import { loadNetwork } from './network';

/**
 * @param text id or folder of a run, or what `loadNetwork` takes, with the flags
 * @throws Refusal as loadNetwork, or if the run's graph cannot be read
 */
export async function networkOrRun(text: string, flags: NetworkFlags): Promise<GraphDocument> {
  if (!(await isRunThere(text))) return loadNetwork(text, flags);
  const { store, id } = await locateRun(text);
  return store.graph(id);
}
