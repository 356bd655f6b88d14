/**
 * A frozen network whose filters can be moved, for a loss surface. Entries: `move`, w0, w1, ...: the values of the moved weights,
 * in their order -> done; and `loss`, x: float32 [N,H,W,C] in 0..1, y: int32 [N] -> loss_sum: [], correct: int32 [].
 */
import { Builder } from '../ir/builder';
import type { Program, Value } from '../ir/types';
import { type Answering, answeredLogits } from './answers';
import { filtered, filterIndex } from './fold-batch-norm';
import { entropyOf } from './loss';
import { landmarksOf, type Pass } from './pass';

/** A weight with filters. Biases and parameters of normalizations have none. */
export interface FilteredWeight {
  name: string;
  shape: readonly number[];
  /** Filter that a value belongs to, by the value's row-major position. */
  filterOf(index: number): number;
}

/** In the order of computation. */
export function filteredWeights({ nodes }: Program): FilteredWeight[] {
  const reads = new Map(nodes.map((node) => [node.name, node]));
  return nodes.flatMap(({ operator, inputs }) => {
    const weight = inputs[1];
    const read = weight && reads.get(weight.node);
    if (!filtered.includes(operator) || read?.operator !== 'read') return [];
    const shape = weight!.shape as readonly number[];
    return [{ name: read.attributes.variable, shape, filterOf: filterIndex(operator, shape) }];
  });
}

export const addSurface = ({ labelSmoothing = 0, givesLogits = false }: Answering): Pass => ({
  name: 'surface',
  run(program) {
    const needed = landmarksOf(program, 'surface', 'evalImages', 'evalLabels', 'evalOutput');
    const { evalImages, evalLabels, evalOutput } = needed;
    const build = new Builder({ ...program, entries: [] });
    const inputs: Record<string, Value> = {};
    const effects = filteredWeights(program).map(({ name, shape }, index) => {
      const value = build.input(`${name}/moved`, 'float32', shape);
      inputs[`w${index}`] = value;
      return build.assign(name, 'move', value);
    });
    build.entry({ name: 'move', inputs, effects });
    const logits = answeredLogits(program, build, evalOutput, givesLogits);
    const truth = { labels: evalLabels, smoothing: labelSmoothing };
    const losses = entropyOf(build, '.surface/loss', logits, truth);
    build.entry({
      name: 'loss',
      inputs: { x: evalImages, y: evalLabels },
      outputs: {
        loss_sum: build.value('sum', '.surface/loss_sum', [losses], {}),
        correct: build.value('count_correct', '.surface/correct', [evalOutput, evalLabels], {}),
      },
    });
    return build.finish();
  },
});
