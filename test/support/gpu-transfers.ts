/**
 * What goes between the computer's memory and a GPU's while a signature runs, by where TensorFlow puts nodes (all that
 * are not pinned on the GPU) and by what its kernels keep in the computer's memory.
 */
import type { NodeDef } from '../../main/compiler/emit/schema';
import { hostInputs, hostOutputs, pinnedNodes } from './gpu-kernels';
import type { DecodedModel } from './graph-def';

export interface Transfer {
  /** Back from the GPU: whoever waits for it waits for all that the GPU was given before. */
  back: boolean;
  /** `node`, or `node:1` for a second output. */
  tensor: string;
  to: NodeDef;
}

/** TensorFlow puts these where their input is: they look at its shape alone. */
const LOOKING = ['Shape', 'Size'];

export function transfersOf({ nodes, signatures }: DecodedModel, signature: string): Transfer[] {
  const { inputs, outputs } = signatures[signature]!;
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const fed = new Set(Object.values(inputs).map(({ name }) => nodeOf(name)));
  const onCpu = pinnedNodes(nodes);
  for (const name of fed) onCpu.add(name);
  for (const { name, op, input } of nodes) {
    if (LOOKING.includes(op) && onCpu.has(nodeOf(input[0]!))) onCpu.add(name);
  }
  const isHost = (tensor: string): boolean => {
    const name = nodeOf(tensor);
    return onCpu.has(name) || hostOutputs(byName.get(name)!)[Number(/:(\d+)$/.exec(tensor)?.[1] ?? 0)]!;
  };

  const found: Transfer[] = [];
  const visited = new Set<string>();
  const pending = Object.values(outputs).map(({ name }) => nodeOf(name));
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (visited.has(name) || fed.has(name)) continue;
    visited.add(name);
    const node = byName.get(name)!;
    pending.push(...node.input.map(nodeOf));
    const wantsHost = onCpu.has(name) ? undefined : hostInputs(node);
    const data = node.input.filter((input) => !input.startsWith('^'));
    data.forEach((tensor, index) => {
      const back = wantsHost === undefined || wantsHost[index]!;
      if (isHost(tensor) !== back) found.push({ back, tensor, to: node });
    });
  }
  return found;
}

const nodeOf = (tensor: string): string => tensor.replace(/^\^/, '').replace(/:\d+$/, '');
