/** A graph as a Python file that builds its network, for reading: without weights, data and training. */
import { analyze } from '../../core/analysis/analyze';
import { inputStatistics } from '../../core/analysis/input-pixels';
import type { GraphAnalysis } from '../../core/analysis/types';
import type { Framework } from '../../core/contract/exporting';
import type { GraphDocument } from '../../core/graph/document';
import { GraphError } from '../../core/graph/problem';
import { scopesOf } from './pytorch/scopes';
import { networkSource } from './pytorch/source';
import { stepsOf } from './pytorch/steps';
import { networkLines } from './script/network';
import { quoted } from './script/python';

/**
 * Its images are in 0..1, channels last in Keras and first in PyTorch.
 * @throws GraphError when the graph has an error; Refusal for an operator that the framework lacks.
 */
export function networkCode(document: GraphDocument, framework: Framework): string {
  const analysis = analyze(document);
  const errors = analysis.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new GraphError(errors);
  const write = { keras: kerasCode, pytorch: pytorchCode }[framework];
  return `${write(analysis, document.name)}\n`;
}

const kerasCode = (analysis: GraphAnalysis, name: string): string =>
  `"""${quoted(name)} in Keras 3."""
import keras
from keras import layers


${networkLines(analysis, name, inputStatistics(analysis)).join('\n')}


if __name__ == "__main__":
    build().summary()`;

/** PyTorch's layers begin with other values than those of Keras, which the compiler has. */
function pytorchCode(analysis: GraphAnalysis, name: string): string {
  const statistics = inputStatistics(analysis);
  const shape = [...(analysis.nodes[analysis.inputId as string]?.outputShape ?? [])];
  const { className, text } = networkSource(scopesOf(analysis.effective, stepsOf(analysis)), name, {
    input: { shape, range: [0, 1] },
    normalization: statistics
      ? { kind: 'per-channel', mean: [...statistics.mean], deviation: [...statistics.deviation] }
      : { kind: 'none' },
  });
  return `"""${quoted(name)} in PyTorch. The weights begin with PyTorch's own initial values."""
import torch
${text.includes('F.') ? 'import torch.nn.functional as F\n' : ''}from torch import nn


${text}


if __name__ == "__main__":
    model = ${className}()
    print(model)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters")`;
}
