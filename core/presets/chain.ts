/** Collects nodes and edges while a network is laid out from its input to its output. */
import type { GraphEdge, GraphNode } from '../graph/document';
import { edgeIdFor } from '../graph/ids';
import type { ParamRecord } from '../ops/operator';
import { operatorFor } from '../ops/registry';
import type { Style } from '../styles';

interface ConvOptions {
  filters: number;
  kernel: number;
  strides?: number;
  /** Id of the ZeroPadding2D that symmetric padding needs in front of a strided window. */
  padId: string;
}

export class Chain {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];

  constructor(
    private readonly style: Style,
    private readonly group?: string,
  ) {}

  /** Adds a node after `sources` (undefined: left open) and returns its id. */
  add(id: string, type: string, params: ParamRecord, ...sources: readonly (string | undefined)[]): string {
    // All parameters are written out, so that a saved document does not depend on later defaults.
    const filled = operatorFor(type)?.schema.parse(params) ?? params;
    this.nodes.push({ id, type, params: filled, ...(this.group === undefined ? {} : { group: this.group }) });
    sources.forEach((source, port) => {
      if (source !== undefined)
        this.edges.push({ id: edgeIdFor(source, id, port), source, target: id, port });
    });
    return id;
  }

  conv(id: string, { filters, kernel, strides = 1, padId }: ConvOptions, source: string | undefined): string {
    const symmetric = this.needsPad(kernel, strides);
    const from = symmetric ? this.pad(padId, kernel, source) : source;
    return this.add(
      id,
      'Conv2D',
      {
        filters,
        kernelSize: [kernel, kernel],
        strides: [strides, strides],
        padding: symmetric ? 'valid' : 'same',
        useBias: this.style.convBias,
        kernelInitializer: this.style.kernelInitializer,
      },
      from,
    );
  }

  maxPool(id: string, options: { size: number; strides: number; padId: string }, source: string): string {
    const { size, strides, padId } = options;
    const symmetric = this.needsPad(size, strides);
    const from = symmetric ? this.pad(padId, size, source) : source;
    const params = {
      poolSize: [size, size],
      strides: [strides, strides],
      padding: symmetric ? 'valid' : 'same',
    };
    return this.add(id, 'MaxPooling2D', params, from);
  }

  norm(group: string, suffix: string, source: string, { zeroGamma = false } = {}): string {
    const { normalization, momentum, epsilon } = this.style;
    switch (normalization) {
      case 'batch': {
        const gammaInitializer = zeroGamma && this.style.zeroInitLastGamma ? 'zeros' : 'ones';
        const params = { momentum, epsilon, gammaInitializer };
        return this.add(`${group}.bn${suffix}`, 'BatchNormalization', params, source);
      }
      case 'layer':
        return this.add(`${group}.ln${suffix}`, 'LayerNormalization', { epsilon }, source);
      case 'group': {
        const groups = divisorUpTo(this.style.groups, this.channelsOf(source));
        return this.add(`${group}.gn${suffix}`, 'GroupNormalization', { groups, epsilon }, source);
      }
      case 'none':
        return source;
    }
  }

  activate(group: string, suffix: string, source: string): string {
    const { activation } = this.style;
    return this.add(`${group}.${activation}${suffix}`, 'Activation', { function: activation }, source);
  }

  private channelsOf(convId: string): number {
    return Number(this.nodes.find(({ id }) => id === convId)?.params.filters);
  }

  /** With stride 1 and an odd window, `same` is symmetric already. */
  private needsPad(size: number, strides: number): boolean {
    return this.style.stridedPadding === 'symmetric' && strides > 1 && size > 1;
  }

  private pad(id: string, size: number, source: string | undefined): string {
    const side = (size - 1) / 2;
    return this.add(id, 'ZeroPadding2D', { padding: [side, side, side, side] }, source);
  }
}

function divisorUpTo(most: number, of: number): number {
  let divisor = Math.min(most, of);
  while (of % divisor !== 0) divisor--;
  return divisor;
}
