/**
 * Which layer a training broke at. The update that follows a loss or a gradient that is not finite spoils every weight,
 * so the state before it is brought back: from the newest checkpoint, by the very steps that led there (a resume is
 * exact), and then the bad batch is looked at layer by layer. Where the loss was still good and the update has spoiled
 * the weights, it is the batch of that update, and its gradients.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Message, message, sentences } from '../../../core/messages';
import { learningRateOf } from '../../../core/study/extension';
import type { CompiledModel } from '../../compiler/types';
import { openSession } from '../../engine/session';
import type { TensorValue } from '../../engine/types';
import { float32, int32 } from '../../engine/values';
import { runFolder } from '../../runs/folder';
import { readMetrics } from '../../runs/metrics-file';
import type { BadBatch } from '../protocol/failure';
import type { WorkerJob } from '../protocol/messages';
import { restoreVariables } from '../state/restore';
import type { JobContext } from './job';

const PHASE = message('training.phase.findBadLayer');

/**
 * A sentence or two for the message; undefined where the search is stopped, or does not come to the same loss again.
 * @param model compiled with `findNonFinite`.
 */
export async function findBadLayer(
  job: WorkerJob,
  model: CompiledModel,
  bad: BadBatch,
  { send, stopRequested }: JobContext,
): Promise<Message | undefined> {
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
    const begin = (batch: number) =>
      session.run('begin_epoch', { seed, epoch: int32(bad.epoch), first_batch: int32(batch) });
    await begin(firstBatch);
    const { epochs: history } = await readMetrics(folder.metrics);
    const last = bad.what === 'loss' ? bad.step - 1 : bad.step;
    /** The state in front of the last update. */
    let before: Record<string, TensorValue> | undefined;
    for (let step = from; step < last; step++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (stopRequested()) return undefined;
      if (step === last - 1) before = await session.run('read_weights');
      const rate = learningRateOf(settings, { step, stepsPerEpoch, history });
      await session.run('train_step', { learning_rate: float32(rate), seed, step: int32(step) });
      send({ type: 'progress', progress: { phase: PHASE, fraction: (step - from + 1) / (last - from) } });
    }
    const look = (step: number) => session.run('find_non_finite', { seed, step: int32(step) });
    const values = valuesOf(model, await session.run('read_weights'));
    const spoiled = firstSpoiled(values);
    if (spoiled === undefined) {
      if (bad.what === 'validation') return largestOf(values);
      const layer = bad.what === 'loss' && firstBad(model.checkedLayers, await look(last), 'layer');
      return layer ? message('training.badLayer.output', { layer }) : undefined;
    }
    // The message begins with the weight where it was one.
    const which =
      bad.what === 'weight'
        ? undefined
        : message('training.badLayer.weight', {
            weight: spoiled,
            when: bad.what === 'loss' ? 'before' : 'last',
          });
    if (!before || firstSpoiled(valuesOf(model, before)) !== undefined) return which;
    await session.run('write_weights', before);
    await begin(last - 1 - (bad.epoch - 1) * stepsPerEpoch);
    return sentences(which, whySpoiled(model, await look(last - 1)));
  } finally {
    session.close();
  }
}

/** Of an update whose loss was finite and that left weights which are not. */
function whySpoiled(model: CompiledModel, flags: Record<string, TensorValue>): Message {
  const layer = firstBad(model.checkedLayers, flags, 'layer');
  if (layer) return message('training.badLayer.outputInStep', { layer });
  const gradient = firstBad(model.checkedGradients, flags, 'gradient');
  return gradient
    ? message('training.badLayer.gradient', { layer: gradient })
    : message('training.badLayer.update');
}

const firstBad = (
  layers: readonly string[] | undefined,
  flags: Record<string, TensorValue>,
  kind: 'layer' | 'gradient',
): string | undefined => layers?.find((_, index) => !flags[`${kind}${index}`]?.data[0]);

/** The network's own, by name; not the machinery's. */
function valuesOf(
  { variables }: Pick<CompiledModel, 'variables'>,
  values: Record<string, TensorValue>,
): Map<string, Float32Array> {
  return new Map(
    variables.flatMap(({ name }, index) => {
      const data = values[`v${index}`]?.data;
      return data instanceof Float32Array && !name.startsWith('.') ? [[name, data] as const] : [];
    }),
  );
}

const firstSpoiled = (values: ReadonlyMap<string, Float32Array>): string | undefined =>
  [...values].find(([, data]) => !data.every(Number.isFinite))?.[0];

/** All is finite, but the validation was not: something in it has grown too large. */
function largestOf(values: ReadonlyMap<string, Float32Array>): Message {
  let largest = { name: '', value: 0 };
  for (const [name, data] of values) {
    const value = data.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    if (value > largest.value) largest = { name, value };
  }
  return message('training.badLayer.largest', {
    weight: largest.name,
    value: largest.value.toPrecision(2),
  });
}
