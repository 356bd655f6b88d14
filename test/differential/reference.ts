/** A trial in float64, by plain loops: what is right where no Keras is at hand. */
import { analyze } from '../../core/analysis/analyze';
import { Builder } from '../../main/compiler/ir/builder';
import { sliceOf } from '../../main/compiler/ir/slice';
import { type Program, type Value, valueKey } from '../../main/compiler/ir/types';
import { lower } from '../../main/compiler/lower';
import { addLoss } from '../../main/compiler/passes/loss';
import { evaluate } from '../support/reference/interpreter';
import { type Tensor, tensor } from '../support/reference/tensor';
import type { Outcome } from './outcome';
import { BATCH, imagesOf, type Trial, withoutChance } from './trial';

export interface ReferenceOutcome extends Outcome {
  /** Moving statistics after a step. */
  updated: ReadonlyMap<string, Tensor>;
  /** The mean loss in training mode at other weights. */
  lossAt(weights: ReadonlyMap<string, Tensor>): number;
}

export function computeReference(trial: Trial): ReferenceOutcome {
  const { program, run } = prepared(trial);
  const { evalLossSum, loss } = program.landmarks;
  const numberOf = ({ values }: { values: Map<string, Tensor> }, value: Value | undefined): number =>
    values.get(valueKey(value!))!.data[0]!;
  const training = partOf(program, { loss: loss! }, program.updates);
  const trained = run(training);
  return {
    predictions: referencePredictions(trial),
    evaluation: numberOf(run(partOf(program, { loss: evalLossSum! }, [])), evalLossSum),
    loss: numberOf(trained, loss),
    updated: new Map(
      program.variables
        .filter(({ trainable }) => !trainable)
        .map(({ name }) => [name, trained.variables.get(name)!]),
    ),
    lossAt: (at) => numberOf(run(training, at), loss),
  };
}

/** [BATCH, classes], of the network in inference mode. */
export function referencePredictions(trial: Trial): ArrayLike<number> {
  const { program, run } = prepared(trial);
  const { evalOutput } = program.landmarks;
  return run(partOf(program, { y: evalOutput! }, [])).values.get(valueKey(evalOutput!))!.data;
}

function prepared(trial: Trial) {
  const program = addLoss().run(lower(analyze(withoutChance(trial.document)), { training: true }));
  const { trainImages, trainLabels, evalImages, evalLabels } = program.landmarks;
  const images = tensor([BATCH, ...trial.imageShape], imagesOf(trial));
  const labels = tensor([BATCH], trial.labels);
  const fed = new Map<Value | undefined, Tensor>([
    [trainImages, images],
    [evalImages, images],
    [trainLabels, labels],
    [evalLabels, labels],
  ]);
  const feeds = Object.fromEntries([...fed].map(([value, data]) => [value!.node, data]));
  const weights = new Map(
    program.variables.map(({ name, shape }) => [name, tensor(shape as number[], trial.weights.get(name)!)]),
  );
  const run = (part: Program, at: ReadonlyMap<string, Tensor> = weights) => evaluate(part, feeds, at);
  return { program, run };
}

/** The nodes that some values and effects need. */
function partOf(program: Program, outputs: Record<string, Value>, effects: readonly string[]): Program {
  const build = new Builder({ ...program, entries: [] });
  build.entry({ name: 'part', inputs: {}, outputs, effects: [...effects] });
  return sliceOf(build.finish(), 'part');
}
