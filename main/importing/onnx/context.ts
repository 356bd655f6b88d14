/** The context for reading one ONNX node. */
import { message } from '../../../core/messages';
import type { ParamRecord } from '../../../core/ops/operator';
import type { Constant } from './constant';
import { type Draft, type DraftLayer, NotUnderstood } from './draft';
import type { OnnxNode } from './model';
import { dimsOf, isImage, orderOf, type Value } from './value';

/** Facts on the whole graph. */
export interface Graph {
  draft: Draft;
  opset: number;
  /** Batch size, if the file fixes it. */
  batch: number | null;
  constants: Map<string, Constant>;
  values: Map<string, Value>;
  producers: ReadonlyMap<string, OnnxNode>;
  /** Number of nodes that read a value; outputs of the graph count. */
  readers: ReadonlyMap<string, number>;
}

export interface Outcome {
  outcome: 'folded' | 'approximated';
  reason: ReturnType<typeof message>;
}

export class Context {
  said: Outcome | undefined;

  constructor(
    readonly node: OnnxNode,
    readonly graph: Graph,
  ) {}

  get attributes(): OnnxNode['attributes'] {
    return this.node.attributes;
  }

  has(index: number): boolean {
    return (this.node.inputs[index] ?? '') !== '';
  }

  /** @throws NotUnderstood where the input is missing or is a constant. */
  value(index: number): Value {
    const found = this.graph.values.get(this.node.inputs[index] ?? '');
    return found ?? this.fail();
  }

  valueIfAny(index: number): Value | undefined {
    return this.graph.values.get(this.node.inputs[index] ?? '');
  }

  constant(index: number): Constant | undefined {
    return this.graph.constants.get(this.node.inputs[index] ?? '');
  }

  /** @throws NotUnderstood where it is computed by the network. */
  needed(index: number): Constant {
    return this.constant(index) ?? this.fail();
  }

  /** An input that was an attribute before some version of ONNX. */
  setting(name: string, index: number): readonly number[] | undefined {
    return this.attributes.ints(name) ?? this.constant(index)?.numbers();
  }

  /** The node that computes an input, if it is one of these types. */
  producer(name: string | undefined, ...ops: readonly string[]): OnnxNode | undefined {
    const found = this.graph.producers.get(name ?? '');
    return found && ops.includes(found.op) ? found : undefined;
  }

  /** The layer that computes an input, if nothing else reads it. */
  only(index: number): DraftLayer | undefined {
    let name = this.node.inputs[index] ?? '';
    const value = this.graph.values.get(name);
    if (!value) return undefined;
    for (let at: Value | undefined = value; at; at = this.graph.values.get(name)) {
      if (this.graph.readers.get(name) !== 1) return undefined;
      if (at.viewOf === undefined) break;
      name = at.viewOf;
    }
    return this.graph.draft.get(value.layer);
  }

  fail(): never {
    throw new NotUnderstood(message('import.onnx.entry.unknown'));
  }

  note(outcome: Outcome['outcome'], reason: Outcome['reason']): void {
    this.said = { outcome, reason };
  }

  add(
    type: string,
    params: ParamRecord,
    inputs: readonly string[],
    weights?: Readonly<Record<string, Float32Array>>,
    part?: string,
  ): DraftLayer {
    const base = nameOf(this.node);
    return this.graph.draft.add(part === undefined ? base : `${base}.${part}`, type, params, inputs, weights);
  }

  /** @returns the value as an image [H, W, C]. @throws NotUnderstood where that takes a transposition. */
  image(value: Value): Value {
    if (isImage(value)) return value;
    const [channels, ...spatial] = dimsOf(value);
    if (
      value.axes.length === 3 &&
      !value.flat &&
      spatial.every((side) => side === 1) &&
      value.axes[0]?.length === 1
    ) {
      const { name } = this.add(
        'Reshape',
        { targetShape: [1, 1, channels as number] },
        [value.layer],
        {},
        'image',
      );
      return { layer: name, sides: [1, 1, channels as number], flat: false, axes: [[2], [0], [1]] };
    }
    throw new NotUnderstood(message('import.onnx.entry.layout'));
  }

  /** @returns the value as a vector, and the order of its values in ONNX if it is another. */
  vector(value: Value): { value: Value; order: Int32Array | undefined } {
    if (value.axes.slice(1).some((axis) => axis.length > 0))
      throw new NotUnderstood(message('import.onnx.entry.layout'));
    if (value.flat || value.sides.length === 1) return { value, order: orderOf(value) };
    const { name } = this.add('Flatten', {}, [value.layer], {}, 'flatten');
    const flat = { ...value, layer: name, flat: true };
    return { value: flat, order: orderOf(flat) };
  }
}

/**
 * The name of a node in its original framework, as far as the file shows: PyTorch writes `/layer1/layer1.0/conv1/Conv`
 * for `layer1.0.conv1`.
 */
export function nameOf({ name, op, outputs, inputs }: OnnxNode): string {
  const weight = /^([A-Za-z_][\w.]*)\.weight$/.exec(inputs[1] ?? '')?.[1];
  if (weight) return weight;
  const parts = name.split('/').filter((part) => part !== '');
  const kept = parts.filter((part, index) => !(parts[index + 1] ?? '').startsWith(`${part}.`));
  const last = kept.at(-1) ?? '';
  if (kept.length > 1 && (last === op || last.startsWith(`${op}_`)) && !/\.\d+$/.test(kept.at(-2) ?? ''))
    kept.pop();
  return kept.join('.').slice(0, 200) || outputs[0]?.replace(/^\W+/, '').slice(0, 200) || op;
}
