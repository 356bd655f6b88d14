/** The state_dict: the tensors of every module by PyTorch's names, made one at a time as they are written. */
import type { LazyTensor } from '../../runs/safetensors';
import type { TrainedNetwork } from '../trained-network';
import { transposed } from '../transposed';
import { isChain, type Scope } from './scopes';
import { isModule, type Tensor } from './step';

export function stateOf(
  root: Scope,
  network: Pick<TrainedNetwork, 'analysis' | 'weights' | 'trained'>,
): ReadonlyMap<string, LazyTensor> {
  return new Map(tensorsIn(root).map(({ name, node, tensor }) => [name, valuesOf(node, tensor, network)]));
}

function valuesOf(
  node: string,
  { variable, order, shape }: Tensor,
  { analysis, weights, trained }: Pick<TrainedNetwork, 'analysis' | 'weights' | 'trained'>,
): LazyTensor {
  if (variable === undefined) {
    const step = trained?.checkpoint.step ?? 0;
    return { dtype: 'I64', shape: [], data: () => BigInt64Array.of(BigInt(step)) };
  }
  const own = analysis.nodes[node]?.weights.find((weight) => weight.name === variable)?.shape ?? [];
  const data = () => weights.get(`${node}/${variable}`) as Float32Array;
  if (!order) return { dtype: 'F32', shape: own, data };
  return {
    dtype: 'F32',
    shape: shape ?? order.map((axis) => own[axis] as number),
    data: () => transposed(data(), own, order),
  };
}

export function tensorsIn(scope: Scope, prefix = ''): { name: string; node: string; tensor: Tensor }[] {
  const numbered = prefix !== '' && isChain(scope);
  return scope.items.flatMap(({ name, step, scope: inner }, index) => {
    const own = `${prefix}${numbered ? index : name}.`;
    if (inner) return tensorsIn(inner, own);
    if (!step || !isModule(step.does)) return [];
    return step.does.tensors.map((tensor) => ({ name: `${own}${tensor.name}`, node: step.node, tensor }));
  });
}
