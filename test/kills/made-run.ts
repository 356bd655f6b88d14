/** A finished run with a checkpoint, made without training. */
import { analyze } from '../../core/analysis/analyze';
import { networkIdentity } from '../../core/analysis/twins';
import { emptyDocument, type GraphDocument } from '../../core/graph/document';
import { trainingSettingsSchema } from '../../core/study/settings';
import { writeCheckpoint } from '../../main/runs/checkpoints';
import { describeEnvironment } from '../../main/runs/environment';
import { RunStore } from '../../main/runs/store';
import { drawWeights } from '../integration/exporting/support';

const graph: GraphDocument = {
  ...emptyDocument('Tiny'),
  nodes: [
    { id: 'input', type: 'Input', params: { shape: [2, 2, 1] } },
    { id: 'flatten', type: 'Flatten', params: {} },
    { id: 'dense', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ],
  edges: [
    { id: 'e1', source: 'input', target: 'flatten', port: 0 },
    { id: 'e2', source: 'flatten', target: 'dense', port: 0 },
  ],
};

/** @returns its id and its folder. */
export async function makeRunIn(
  root: string,
  count: number,
  seed: number,
): Promise<{ id: string; folder: string }> {
  const store = new RunStore({ root });
  const settings = trainingSettingsSchema.parse({ dataset: 'shapes', seed });
  const { id } = await store.create({
    studyId: `study-${count}`,
    studyName: 'Kills',
    arm: `Tiny ${count}`,
    settings,
    network: networkIdentity(graph, analyze(graph)),
    graph,
    summary: 'a table',
    environment: describeEnvironment({ version: '0.0.0' }, settings),
  });
  const folder = store.folder(id);
  await writeCheckpoint(folder.checkpoints, drawWeights(graph, seed), { epoch: 1, step: 1 });
  await store.update(id, { state: 'finished', checkpointEpoch: 1 });
  return { id, folder: folder.path };
}
