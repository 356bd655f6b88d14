/** What becomes of an imported model: its answers, and that training goes on from it. */
import type { ModelInfo } from '../../core/contract/models';
import { type Guess, predictFilesRequestSchema } from '../../core/contract/predict';
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

/** Among the imported models of these services. */
export const storedIn = ({ models }: TestServices, content: ModelContent): Promise<ModelInfo> =>
  models.create(async (into) => {
    await writeWeights(into, content.weights);
    return content;
  });

/** What `skipwire predict` says of one picture: the likeliest classes, 100 at the most. */
export async function guessesOf(
  { predictions }: TestServices,
  { id }: Pick<ModelInfo, 'id'>,
  picture: string,
): Promise<readonly Guess[]> {
  const request = predictFilesRequestSchema.parse({ of: [{ modelId: id }], paths: [picture], top: 100 });
  for await (const event of predictions.files(request)) {
    if (event.type === 'answers') return event.answers[0]?.top ?? [];
  }
  return [];
}

/** An epoch on eight pictures of ten shapes, which `services` must have. */
export async function trainedOn(
  services: TestServices,
  { id, name }: Pick<ModelInfo, 'id' | 'name'>,
): Promise<RunRecord> {
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
