/** The compiled study networks against Keras 3: same start, same batches, same ten steps (test/reference). */
import { analyze } from '../../../core/analysis/analyze';
import { setTrainable } from '../../../core/edit';
import { buildPreset } from '../../../core/presets';
import type { OptimizerInput } from '../../../core/study/optimizer';
import { compile } from '../../../main/compiler';
import type { CompiledModel } from '../../../main/compiler/types';
import type { Session } from '../../../main/engine/types';
import type { Tensor } from '../../../main/runs/safetensors';
import { float32, images, int32, labels, number, readVariables, writeVariables } from '../../support/batches';
import { mixedDocument } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { type KerasRun, kerasImages, kerasPreset, kerasRuns, kerasTensors } from '../../support/fixtures';

const TOLERANCE = 1e-4;

function documentOfRun({ name, base, head, style, inputShape, classes, frozen = [] }: KerasRun) {
  const document =
    base === null
      ? mixedDocument(head)
      : buildPreset(kerasPreset(name), { style, width: base / 64, inputShape, classes });
  return setTrainable(document, frozen, false);
}

function compileRun(run: KerasRun): CompiledModel {
  const { inputShape, learningRate, momentum, clipnorm, globalClipnorm = null, batchSize } = run;
  const { adamwDecay: weightDecay } = run;
  const clipping = { clipnorm, globalClipnorm };
  const optimizer: OptimizerInput =
    weightDecay === undefined
      ? { type: 'sgd', learningRate, momentum, ...clipping }
      : { type: 'adamw', learningRate, weightDecay, ...clipping };
  return compile(documentOfRun(run), { optimizer, batchSize, imageShape: inputShape });
}

function largestDifference(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(received.length).toBe(expected.length);
  return Array.from(expected).reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - (received[index] as number))),
    0,
  );
}

async function trainTenSteps(
  session: Session,
  run: KerasRun,
): Promise<{ losses: number[]; accuracies: number[] }> {
  const losses: number[] = [];
  const accuracies: number[] = [];
  for (const [step, classes] of run.labels.entries()) {
    const result = await session.run('train_on_batch', {
      learning_rate: float32(run.learningRate),
      seed: int32(1),
      step: int32(step),
      x: images(run.inputShape, kerasImages(run, step)),
      y: labels(classes),
    });
    losses.push(number(result.loss));
    accuracies.push(number(result.correct) / number(result.count));
  }
  return { losses, accuracies };
}

describe.each(kerasRuns())('$name', (run) => {
  test(
    'losses, weights, moving statistics and predictions agree',
    async () => {
      const expected: Map<string, Tensor> = await kerasTensors(run);
      const model = compileRun(run);
      await withSession(model, async (session) => {
        await writeVariables(session, model, (name) => expected.get(`initial/${name}`)?.data);
        const first = { x: images(run.inputShape, kerasImages(run, 0)) };
        const before = await session.run('predict', first);
        expect(
          largestDifference(before.y!.data as Float32Array, expected.get('prediction/before')!.data),
        ).toBeLessThan(TOLERANCE);

        const { losses, accuracies } = await trainTenSteps(session, run);
        losses.forEach((loss, step) => {
          expect(Math.abs(loss / run.losses[step]! - 1)).toBeLessThan(TOLERANCE);
        });
        expect(largestDifference(accuracies, run.accuracies)).toBeLessThan(1e-6);

        const variables = await readVariables(session, model);
        const finals = [...expected.keys()].filter((name) => name.startsWith('final/'));
        expect(finals.sort()).toEqual([...variables.keys()].map((name) => `final/${name}`).sort());
        for (const [name, values] of variables) {
          const difference = largestDifference(values, expected.get(`final/${name}`)!.data);
          expect({ name, close: difference < TOLERANCE, difference }).toMatchObject({ close: true });
        }

        const after = await session.run('predict', first);
        expect(
          largestDifference(after.y!.data as Float32Array, expected.get('prediction/after')!.data),
        ).toBeLessThan(TOLERANCE);
        const evaluation = await session.run('eval_on_batch', { ...first, y: labels(run.labels[0]!) });
        const count = number(evaluation.count);
        expect(number(evaluation.loss_sum) / count / run.evaluation.loss).toBeCloseTo(1, 4);
        expect(number(evaluation.correct) / count).toBeCloseTo(run.evaluation.accuracy, 6);
      });
    },
    ENGINE_TIMEOUT,
  );
});

test.each(kerasRuns().filter(({ frozen }) => frozen))('$name has as many trainable parameters', (run) => {
  expect(analyze(documentOfRun(run)).totals.trainable).toBe(run.trainableParams);
});
