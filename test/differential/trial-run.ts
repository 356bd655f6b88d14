/** A trial as a run that has been trained: what exports start from. */
import { analyze } from '../../core/analysis/analyze';
import { networkIdentity } from '../../core/analysis/twins';
import { trainingSettingsSchema } from '../../core/study/settings';
import { writeCheckpoint } from '../../main/runs/checkpoints';
import { describeEnvironment } from '../../main/runs/environment';
import type { RunStore } from '../../main/runs/store';
import type { Trial } from './trial';

/** @returns its id. */
export async function makeTrialRun(
  store: RunStore,
  { document: graph, weights }: Pick<Trial, 'document' | 'weights'>,
): Promise<string> {
  const settings = trainingSettingsSchema.parse({ dataset: 'shapes' });
  const analysis = analyze(graph);
  const { id } = await store.create({
    studyId: 'differential',
    studyName: 'differential',
    arm: graph.name,
    settings,
    network: networkIdentity(graph, analysis),
    graph,
    summary: 'not needed here',
    environment: describeEnvironment({ version: '0.0.0' }, settings),
  });
  const shapes = analysis.order.flatMap((node) =>
    (analysis.nodes[node]?.weights ?? []).map(({ name, shape }) => [`${node}/${name}`, shape] as const),
  );
  const tensors = new Map(
    shapes.map(([name, shape]) => [name, { shape, data: weights.get(name) as Float32Array }]),
  );
  await writeCheckpoint(store.folder(id).checkpoints, tensors, { epoch: 1, step: 1 });
  await store.update(id, { state: 'finished', checkpointEpoch: 1 });
  return id;
}
