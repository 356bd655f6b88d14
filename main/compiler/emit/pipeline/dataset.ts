/** tf.data's operators as nodes of the graph, all on the CPU. */
import type { TensorShape } from '../../ir/tensor-type';
import { bool, fn, int, shapes, tensor, text, type, types } from '../attributes';
import type { Parts } from '../emitter';
import { type AttrValue, DT, type TfType } from '../schema';
import { CPU, type GraphWriter } from '../writer';

const device = CPU;

/** The components of a data set's elements. */
export interface Element {
  readonly types: readonly TfType[];
  readonly shapes: readonly TensorShape[];
}
export const elementAttributes = (element: Element) => ({
  output_types: types(element.types),
  output_shapes: shapes(element.shapes),
});
const metadata = text('');

/** A tensor that each call of a mapped function receives in addition to the element. */
export type Captured = readonly [tensor: string, type: TfType];

export interface ParallelCalls {
  calls: number;
  captured?: readonly Captured[];
  waits?: boolean;
}

/**
 * tf.data's Options message: `autotune_options { enabled: false }`, because the next epoch's iterator would wait up to
 * a minute for the tuning thread, and `optimization_options { apply_default_optimizations: false }`, because its
 * rewriting would copy the inputs of functions into memory, mapped files included.
 */
const WITHOUT_AUTOTUNE = Uint8Array.of(0x1a, 2, 0x08, 0, 0x3a, 2, 0x08, 0);
const FALSE = { dtype: DT.bool, tensor_shape: { dim: [] }, bool_val: [false] };

/** Writes data sets as helpers of one node, each named after its part. */
export class Datasets {
  constructor(private readonly context: Parts) {}

  private node(
    part: string,
    op: string,
    inputs: readonly string[],
    attr: Record<string, AttrValue>,
    after?: readonly string[],
  ): string {
    return this.context.part(
      part,
      op,
      inputs,
      { ...attr, metadata },
      { device, ...(after ? { after } : {}) },
    );
  }

  /** 0, 1, ..., count - 1 */
  range(count: number): string {
    const bounds = [0, count, 1].map((value) => this.long(value));
    const attr = { ...elementAttributes(index), replicate_on_split: bool(false) };
    return this.node('range', 'RangeDataset', bounds, attr);
  }

  only(values: readonly number[]): string {
    const attr = {
      Toutput_types: types(index.types),
      output_shapes: shapes(index.shapes),
      is_files: bool(false),
      replicate_on_split: bool(false),
    };
    const tensors = [this.context.writer.constant('int64', [values.length], values)];
    return this.node('only', 'TensorSliceDataset', tensors, attr);
  }

  /** In the order that two int64 seeds determine: each is drawn from a buffer of `size`, which the next one refills. */
  shuffle(source: string, size: number, seeds: readonly [string, string]): string {
    const attr = { ...elementAttributes(index), reshuffle_each_iteration: bool(false) };
    return this.node('shuffle', 'ShuffleDataset', [source, this.long(size), ...seeds], attr);
  }

  skip(source: string, count: string): string {
    return this.node('skip', 'SkipDataset', [source, count], elementAttributes(index));
  }

  take(source: string, count: string): string {
    return this.node('take', 'TakeDataset', [source, count], elementAttributes(index));
  }

  /** Without end. */
  repeat(source: string): string {
    return this.node('repeat', 'RepeatDataset', [source, this.long(-1)], elementAttributes(index));
  }

  /** The last batch may be short. `element` is the batch. */
  batch(source: string, size: number, element: Element): string {
    const no = { dtype: type('bool'), value: tensor(FALSE) };
    const keepLast = this.context.part('drop_last', 'Const', [], no, { device });
    const attr = { ...elementAttributes(element), parallel_copy: bool(false) };
    return this.node('batch', 'BatchDatasetV2', [source, this.long(size), keepLast], attr);
  }

  map(part: string, source: string, f: string, element: Element, captured: readonly Captured[]): string {
    const attr = {
      ...elementAttributes(element),
      ...mapped(f, captured),
      use_inter_op_parallelism: bool(true),
      preserve_cardinality: bool(true),
      force_synchronous: bool(false),
    };
    return this.node(part, 'MapDataset', [source, ...captured.map(([name]) => name)], attr);
  }

  /**
   * Results come in the order of the source. Calls that mostly wait, for a disk for example, have threads of their own.
   */
  parallelMap(
    part: string,
    source: string,
    f: string,
    element: Element,
    { calls, captured = [], waits = false }: ParallelCalls,
  ): string {
    const inputs = [source, ...captured.map(([name]) => name), this.long(calls)];
    const attr = {
      ...elementAttributes(element),
      ...mapped(f, captured),
      use_inter_op_parallelism: bool(true),
      deterministic: text('true'),
      preserve_cardinality: bool(true),
      use_unbounded_threadpool: bool(waits),
    };
    return this.node(part, 'ParallelMapDatasetV2', inputs, attr);
  }

  prefetch(source: string, size: number, element: Element): string {
    const attr = {
      ...elementAttributes(element),
      slack_period: int(0),
      legacy_autotune: bool(true),
      buffer_size_min: int(0),
    };
    return this.node('prefetch', 'PrefetchDataset', [source, this.long(size)], attr);
  }

  withoutAutotune(source: string, element: Element): string {
    const attr = { ...elementAttributes(element), serialized_options: { s: WITHOUT_AUTOTUNE } };
    return this.node('options', 'OptionsDataset', [source], attr);
  }

  /** Folds the elements into a state by `f`: (state, element) -> state. Returns the first tensor of the state. */
  reduce(
    part: string,
    source: string,
    f: string,
    state: readonly string[],
    element: Element,
    after: readonly string[],
  ): string {
    const attr = {
      ...elementAttributes(element),
      ...mapped(f, []),
      Tstate: types(element.types),
      use_inter_op_parallelism: bool(true),
    };
    return this.node(part, 'ReduceDataset', [source, ...state], attr, after);
  }

  private long(value: number): string {
    return this.context.writer.constant('int64', [], [value]);
  }
}

/** The iterator of that name. */
export function iteratorHandle(writer: GraphWriter, name: string, element: Element): string {
  if (writer.has(name)) return name;
  const attr = { shared_name: text(name), container: text(''), ...elementAttributes(element) };
  return writer.node('IteratorV2', name, [], attr, { device });
}

export const index: Element = { types: ['int64'], shapes: [[]] };
export const indices: Element = { types: ['int64'], shapes: [[null]] };

const mapped = (f: string, captured: readonly Captured[]) => ({
  f: fn(f),
  Targuments: types(captured.map(([, dtype]) => dtype)),
});
