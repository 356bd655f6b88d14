/**
 * Finds the layer at which a training broke. The update after a non-finite loss spoils every weight, so the state before
 * it is restored: from the newest checkpoint, repeating the same steps (exact). Then the bad batch is checked layer by
 * layer. If the loss was finite and the update spoiled the weights, its own batch and gradients are checked.
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
import type { JobContext } from './job-context';

const PHASE = message('training.phase.findBadLayer');

/** Undefined if stopped, or if the loss is not reproduced. @param model compiled with `findNonFinite`. */
export async function findBadLayer(
  job: WorkerJob,
  model: CompiledModel,
  bad: BadBatch,
  { send, stopRequested }: JobContext,
): Promise<Message | undefined> {
  const { settings, engine } = job;
  const folder = runFolder(job.runFolder);
  // Another folder than the training's: TensorFlow caches models by folder.
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
    /** Before the last update. */
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
    // Otherwise the message already names the weight.
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

/** The loss was finite, the updated weights are not. */
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

/** The network's own variables, by name. */
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

/** All weights are finite, but the validation is not. */
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
