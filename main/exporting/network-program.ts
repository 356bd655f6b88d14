/** The network of an export in the IR, as the writers of formats use it. */
import { inferenceProgram } from '../compiler';
import type { Program, Weights } from '../compiler/ir/types';
import { type BatchNormFolding, batchNormFolding } from '../compiler/passes/fold-batch-norm';
import type { TrainedNetwork } from './trained-network';

export const foldingOf = ({ foldsBatchNorm, weights }: TrainedNetwork): BatchNormFolding | undefined =>
  foldsBatchNorm ? batchNormFolding(weights) : undefined;

/** @throws GraphError when the document is not sound. */
export function networkProgram(network: TrainedNetwork): { program: Program; weights: Weights } {
  const { document, weights, inference } = network;
  const folding = foldingOf(network);
  const program = inferenceProgram(document, weights, { scaled: inference.input.range[1] === 255, folding });
  return { program, weights: folding?.weights ?? weights };
}
