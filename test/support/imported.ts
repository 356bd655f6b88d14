/** What becomes of an imported model: its answers, and that training goes on from it. */
import { fitted } from '../../core/network/fitted';
import type { RunRecord } from '../../core/study/run';
import { studyRequestSchema } from '../../core/study/settings';
import { compileFrozen, SERVING_TAG } from '../../main/compiler';
import { type ModelContent, writeWeights } from '../../main/models/store';
import { withSession } from './engine';
import { type TestServices, untilIdle } from './worker';

/** Scores for images [N, height, width, channels], row by row. */
export async function answersOf(
  { document, weights }: Pick<ModelContent, 'document' | 'weights'>,
  images: readonly number[],
  shape: readonly number[],
): Promise<Float32Array> {
  const values = new Map([...weights].map(([name, { data }]) => [name, data]));
  const savedModel = compileFrozen(document, values);
  const x = { dtype: 'float32', shape: [...shape], data: Float32Array.from(images) } as const;
  return withSession({ savedModel, tags: [SERVING_TAG] }, async (session) => {
    const { y } = await session.run('serving_default', { x });
    return y?.data as Float32Array;
  });
}

/** The largest difference as a share of the largest expected value. */
export function shareOff(expected: readonly number[], found: ArrayLike<number>): number {
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(value - (found[index] as number)))) / largest;
}

/** An epoch on eight pictures of ten shapes, which `services` must have. */
export async function trainedOn(services: TestServices, content: ModelContent): Promise<RunRecord> {
  const { id, name } = await services.models.create(async (into) => {
    await writeWeights(into, content.weights);
    return content;
  });
  const graph = fitted(await services.models.document(id), { classes: 10 });
  const request = studyRequestSchema.parse({
    name,
    arms: [{ name, graph }],
    settings: { dataset: 'shapes', epochs: 1, batchSize: 8, trainLimit: 8, valLimit: 8 },
    seeds: [1],
  });
  const ended = untilIdle(services.training.events());
  const { runIds } = await services.training.start(request);
  await ended;
  return services.runs.get(runIds[0] as string);
}
