/** A trial as the app computes it: the compiled training, and the frozen graph of an export. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shape } from '../../core/graph/document';
import { compile, compileFrozen, SERVING_TAG } from '../../main/compiler';
import type { CompileOptions } from '../../main/compiler/types';
import type { Session, TensorValue } from '../../main/engine/types';
import { float32, images, int32, number, readVariables, writeVariables } from '../support/batches';
import { withSession } from '../support/engine';
import type { Outcome } from './outcome';
import { BATCH, imagesOf, LEARNING_RATE, type Trial, withoutChance } from './trial';

export interface OurOutcome extends Outcome {
  /** What the frozen graph predicts. */
  frozen: ArrayLike<number>;
  /** Every weight after a step of plain SGD. */
  trained: ReadonlyMap<string, Float32Array>;
  shapes: ReadonlyMap<string, Shape>;
}

const values = (tensor: TensorValue | undefined) => tensor?.data as Float32Array;

export async function computeOurs(trial: Trial, options: Partial<CompileOptions> = {}): Promise<OurOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-differential-'));
  try {
    const trained = await train(trial, folder, options);
    const frozen = { savedModel: compileFrozen(trial.document, trial.weights), tags: [SERVING_TAG] };
    const answers = await withSession(frozen, (session) =>
      session.run('serving_default', { x: images(trial.imageShape, imagesOf(trial)) }),
    );
    return { ...trained, frozen: values(answers.y) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Validation, prediction and a step of training, by the signatures that a training uses. */
async function train(trial: Trial, folder: string, options: Partial<CompileOptions>) {
  const split = {
    imagesFile: join(folder, 'images.u8'),
    labelsFile: join(folder, 'labels.i32'),
    count: BATCH,
  };
  writeFileSync(split.imagesFile, trial.bytes);
  writeFileSync(split.labelsFile, new Uint8Array(Int32Array.from(trial.labels).buffer));
  const model = compile(withoutChance(trial.document), {
    optimizer: { type: 'sgd', learningRate: LEARNING_RATE, momentum: 0, clipnorm: null },
    batchSize: BATCH,
    imageShape: trial.imageShape,
    dataset: { train: split, validation: split },
    threads: 1,
    ...options,
  });
  return withSession(model, async (session) => {
    await writeVariables(session, model, (name) => trial.weights.get(name) as Float32Array);
    const { y } = await session.run('predict', { x: images(trial.imageShape, imagesOf(trial)) });
    await session.run('load_data');
    const evaluation = await validate(session);
    const loss = await step(session);
    const shapes = new Map(model.variables.map(({ name, shape }) => [name, shape]));
    return { predictions: values(y), evaluation, loss, trained: await readVariables(session, model), shapes };
  });
}

async function validate(session: Session): Promise<number> {
  await session.run('begin_validation');
  return number((await session.run('eval_step')).loss_sum);
}

async function step(session: Session): Promise<number> {
  const seed = int32(1);
  await session.run('begin_epoch', { seed, epoch: int32(0), first_batch: int32(0) });
  const feeds = { learning_rate: float32(LEARNING_RATE), seed, step: int32(0) };
  return number((await session.run('train_step', feeds)).loss);
}
