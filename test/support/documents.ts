/** Small graph documents for tests. */
import { GRAPH_FORMAT, GRAPH_VERSION, type GraphDocument, type ParamValue } from '../../core/graph/document';

export interface NodeSpec {
  id: string;
  type: string;
  params?: Record<string, ParamValue>;
  /** Nodes that feed it, in port order; the previous node of the list where absent. */
  from?: readonly string[];
}

/** A document of the listed nodes; the first is the input. */
export function documentOf(name: string, specs: readonly NodeSpec[]): GraphDocument {
  const edges = specs.flatMap(({ id, from }, index) => {
    const previous = specs[index - 1]?.id;
    const sources = from ?? (previous === undefined ? [] : [previous]);
    return sources.map((source, port) => ({ id: `${source}-${id}-${port}`, source, target: id, port }));
  });
  return {
    format: GRAPH_FORMAT,
    version: GRAPH_VERSION,
    name,
    nodes: specs.map(({ id, type, params = {} }) => ({ id, type, params })),
    edges,
    groups: [],
  };
}

/** The same network as `mixed_network` of test/reference/networks.py. */
export const mixedDocument = (head: string): GraphDocument =>
  documentOf('mixed', [
    { id: 'input', type: 'Input', params: { shape: [9, 7, 3] } },
    { id: 'pad', type: 'ZeroPadding2D', params: { padding: [1, 0, 2, 1] } },
    {
      id: 'conv1',
      type: 'Conv2D',
      params: { filters: 6, kernelSize: [3, 2], strides: [2, 2], padding: 'valid', useBias: false },
    },
    { id: 'tanh', type: 'Activation', params: { function: 'tanh' } },
    { id: 'bn1', type: 'BatchNormalization', params: { momentum: 0.8, epsilon: 1e-5 } },
    { id: 'conv2', type: 'Conv2D', params: { filters: 5, kernelSize: [2, 2], padding: 'same' } },
    {
      id: 'conv3',
      type: 'Conv2D',
      params: { filters: 5, kernelSize: [1, 1], padding: 'same' },
      from: ['bn1'],
    },
    { id: 'add', type: 'Add', from: ['conv2', 'conv3', 'conv2'] },
    { id: 'sigmoid', type: 'Activation', params: { function: 'sigmoid' } },
    { id: 'pool', type: 'MaxPooling2D', params: { poolSize: [2, 2], strides: [1, 1], padding: 'valid' } },
    { id: 'flatten', type: 'Flatten' },
    { id: 'hidden', type: 'Dense', params: { units: 12 } },
    { id: 'bn2', type: 'BatchNormalization' },
    { id: 'relu', type: 'Activation', params: { function: 'relu' } },
    { id: 'head', type: 'Dense', params: { units: 4, activation: head } },
  ]);
