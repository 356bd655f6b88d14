/** The layers that an ONNX graph becomes. */
import { elementCount } from '../../../core/basics/element-count';
import type { Shape } from '../../../core/graph/document';
import { type Message, message } from '../../../core/messages';
import { parseParams } from '../../../core/ops/checked-params';
import { type ParamRecord, ShapeRuleError } from '../../../core/ops/operator';
import { operatorFor } from '../../../core/ops/registry';
import type { Tensor } from '../../runs/safetensors';

/** A node that is not understood: a gray layer takes its place. */
export class NotUnderstood extends Error {
  constructor(readonly reason: Message) {
    super(reason.key);
    this.name = 'NotUnderstood';
  }
}

export interface DraftLayer {
  name: string;
  type: string;
  params: ParamRecord;
  inputs: string[];
  weights: Record<string, Tensor>;
  shape: Shape;
}

export class Draft {
  readonly layers = new Map<string, DraftLayer>();
  /** Number of requests for a name. */
  readonly #wanted = new Map<string, number>();

  get(name: string): DraftLayer {
    return this.layers.get(name) as DraftLayer;
  }

  /**
   * A gray layer.
   * @param shape its output, if known; after it, the best guess is used
   */
  addUnsupported(
    base: string,
    className: string,
    config: string,
    inputs: readonly string[],
    shape: Shape,
  ): DraftLayer {
    const params = { className, config, outputShape: [...shape] };
    const isValid = operatorFor('Unsupported')?.schema.safeParse(params).success;
    const layer = {
      name: this.#unused(base),
      type: 'Unsupported',
      params: isValid ? params : { ...params, outputShape: [] },
      inputs: [...inputs],
      weights: {},
      shape: isValid ? shape : [],
    };
    this.layers.set(layer.name, layer);
    return layer;
  }

  /** @throws NotUnderstood where our rules refuse the parameters, the inputs or the weights. */
  add(
    base: string,
    type: string,
    params: ParamRecord,
    inputs: readonly string[],
    weights: Readonly<Record<string, Float32Array>> = {},
  ): DraftLayer {
    const operator = operatorFor(type);
    if (!operator) throw new Error(`There is no operator ${type}.`);
    const parsed = parseParams(operator, params);
    if (!parsed.ok) {
      throw new NotUnderstood(parsed.issues[0]?.rule ?? message('import.onnx.entry.unknown'));
    }
    const shapes = inputs.map((input) => this.get(input).shape);
    try {
      const shape = operator.outputShape(shapes, parsed.params);
      const specs = operator.weights(shapes, parsed.params);
      const tensors: Record<string, Tensor> = {};
      for (const spec of specs) {
        const data = weights[spec.name];
        if (data?.length !== elementCount(spec.shape)) {
          throw new NotUnderstood(
            message('import.onnx.entry.weight', {
              name: spec.name,
              shape: `[${spec.shape.join(', ')}]`,
              count: data?.length ?? 0,
            }),
          );
        }
        tensors[spec.name] = { shape: spec.shape, data };
      }
      const layer = {
        name: this.#unused(base),
        type,
        params: parsed.params,
        inputs: [...inputs],
        weights: tensors,
        shape,
      };
      this.layers.set(layer.name, layer);
      return layer;
    } catch (error) {
      if (error instanceof ShapeRuleError) throw new NotUnderstood(error.rule);
      throw error;
    }
  }

  /** A bias for a layer that has none yet, or one to add to its bias. */
  addBias(layer: DraftLayer, values: Float32Array): void {
    const old = layer.weights.bias?.data;
    layer.params = { ...layer.params, useBias: true };
    layer.weights.bias = {
      shape: [values.length],
      data: old ? old.map((value, index) => value + (values[index] as number)) : values,
    };
  }

  #unused(base: string): string {
    const count = this.#wanted.get(base) ?? 0;
    this.#wanted.set(base, count + 1);
    const name = count === 0 ? base : `${base}_${count}`;
    return this.layers.has(name) ? this.#unused(base) : name;
  }
}
