/** The network of an export in the IR, as writers of formats take it. */
import { inferenceProgram } from '../compiler';
import type { Program, Weights } from '../compiler/ir/types';
import { batchNormFolding } from '../compiler/passes/fold-batch-norm';
import type { TrainedNetwork } from './trained-network';

/** @throws GraphError when the document is not sound. */
export function networkProgram({ document, weights, inference, foldsBatchNorm }: TrainedNetwork): {
  program: Program;
  weights: Weights;
} {
  const folding = foldsBatchNorm ? batchNormFolding(weights) : undefined;
  const program = inferenceProgram(document, weights, { scaled: inference.input.range[1] === 255, folding });
  return { program, weights: folding?.weights ?? weights };
}
