/**
 * Which layer a training broke at. The update that follows a loss that is not finite spoils every weight, so the state
 * before it is brought back: from the newest checkpoint, by the very steps that led there (a resume is exact), and then
 * the bad batch is looked at layer by layer.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { learningRateOf } from '../../core/study/extension';
import type { CompiledModel } from '../compiler/types';
import { openSession } from '../engine/session';
import type { Session } from '../engine/types';
import { float32, int32 } from '../engine/values';
import { runFolder } from '../runs/folder';
import { readMetrics } from '../runs/metrics-file';
import type { BadBatch } from './failure';
import type { JobContext } from './job';
import type { WorkerJob } from './protocol';
import { restoreVariables } from './restore';

const PHASE = 'looking for the layer that is not finite';

/**
 * A sentence for the message; undefined where the search is stopped, or does not come to the same loss again.
 * @param model compiled with `findNonFinite`.
 */
export async function findBadLayer(
  job: WorkerJob,
  model: CompiledModel,
  bad: BadBatch,
  { send, stopRequested }: JobContext,
): Promise<string | undefined> {
  const { settings, engine } = job;
  const folder = runFolder(job.runFolder);
  // Not where the training's own model is: TensorFlow takes a folder that it knows for the model that it knows.
  const compiled = join(folder.compiled, 'find-non-finite');
  await mkdir(compiled, { recursive: true });
  await writeFile(join(compiled, 'saved_model.pb'), model.savedModel);
  const session = await openSession(engine, compiled, model.tags);
  try {
    const from = (await restoreVariables(session, model, folder, settings))?.step ?? 0;
    const stepsPerEpoch = model.stepsPerEpoch ?? 0;
    const firstBatch = from - (bad.epoch - 1) * stepsPerEpoch;
    if (firstBatch < 0) return undefined;
    await session.run('load_data');
    const seed = int32(settings.seed);
    await session.run('begin_epoch', { seed, epoch: int32(bad.epoch), first_batch: int32(firstBatch) });
    const { epochs: history } = await readMetrics(folder.metrics);
    const last = bad.validation ? bad.step : bad.step - 1;
    for (let step = from; step < last; step++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (stopRequested()) return undefined;
      const rate = learningRateOf(settings, { step, stepsPerEpoch, history });
      await session.run('train_step', { learning_rate: float32(rate), seed, step: int32(step) });
      send({ type: 'progress', progress: { phase: PHASE, fraction: (step - from + 1) / (last - from) } });
    }
    const values = await variablesOf(session, model);
    const spoiled = [...values].find(([, data]) => !data.every(Number.isFinite))?.[0];
    if (spoiled !== undefined) {
      const when = bad.validation ? 'The last update' : 'The update before';
      return `${when} had spoiled the weight "${spoiled}", which was no longer finite.`;
    }
    if (bad.validation) return largestOf(values);
    const flags = await session.run('find_non_finite', { seed, step: int32(last) });
    const first = model.checkedLayers?.find((_, index) => !flags[`layer${index}`]?.data[0]);
    return first === undefined
      ? undefined
      : `The first layer whose output was no longer finite is "${first}"; all weights still were.`;
  } finally {
    session.close();
  }
}

/** The network's own, by name; not the machinery's. */
async function variablesOf(
  session: Session,
  { variables }: Pick<CompiledModel, 'variables'>,
): Promise<Map<string, Float32Array>> {
  const values = await session.run('read_weights');
  return new Map(
    variables.flatMap(({ name }, index) => {
      const data = values[`v${index}`]?.data;
      return data instanceof Float32Array && !name.startsWith('.') ? [[name, data] as const] : [];
    }),
  );
}

/** All is finite, but the validation was not: something in it has grown too large. */
function largestOf(values: ReadonlyMap<string, Float32Array>): string {
  let largest = { name: '', value: 0 };
  for (const [name, data] of values) {
    const value = data.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    if (value > largest.value) largest = { name, value };
  }
  return `All weights are finite; the largest is in "${largest.name}", ${largest.value.toPrecision(2)}.`;
}
