/** tf.data's operators as nodes of the graph. All stand in the computer's memory and processor. */
import type { TensorShape } from '../../ir/types';
import { bool, fn, int, shapes, tensor, text, types } from '../attributes';
import type { EmitContext } from '../emitter';
import { DT, type TfType } from '../schema';
import { CPU, type GraphWriter } from '../writer';

const device = CPU;

/** What a data set's elements are, component by component. */
export interface Element {
  readonly types: readonly TfType[];
  readonly shapes: readonly TensorShape[];
}
export const elementAttributes = (element: Element) => ({
  output_types: types(element.types),
  output_shapes: shapes(element.shapes),
});
const metadata = text('');

/** A tensor that each call of a mapped function takes besides the element. */
export type Captured = readonly [tensor: string, type: TfType];

export interface ParallelCalls {
  calls: number;
  captured?: readonly Captured[];
  waits?: boolean;
}

/**
 * tf.data's Options message, `autotune_options { enabled: false }`. Parallelism and buffers are fixed here, and the
 * tuning thread, which sleeps for up to a minute at a time, is waited for when the next epoch's iterator replaces it.
 * And `optimization_options { apply_default_optimizations: false }`: its rewriting of the data set's graph would copy
 * what functions take, a mapped file included, into memory.
 */
const WITHOUT_AUTOTUNE = Uint8Array.of(0x1a, 2, 0x08, 0, 0x3a, 2, 0x08, 0);
const FALSE = { dtype: DT.bool, tensor_shape: { dim: [] }, bool_val: [false] };

/** Writes data sets as helpers of one node, each named after its part. */
export class Datasets {
  private readonly writer: GraphWriter;
  private readonly part: EmitContext<'begin_iteration'>['part'];

  constructor({ writer, part }: Pick<EmitContext<'begin_iteration'>, 'writer' | 'part'>) {
    this.writer = writer;
    this.part = part;
  }

  /** 0, 1, ..., count - 1 */
  range(count: number): string {
    const bounds = [0, count, 1].map((value) => this.long(value));
    const attr = { ...elementAttributes(index), metadata, replicate_on_split: bool(false) };
    return this.part('range', 'RangeDataset', bounds, attr, { device });
  }

  /** These. */
  only(values: readonly number[]): string {
    const attr = {
      Toutput_types: types(index.types),
      output_shapes: shapes(index.shapes),
      is_files: bool(false),
      replicate_on_split: bool(false),
      metadata,
    };
    const tensors = [this.writer.constant('int64', [values.length], values)];
    return this.part('only', 'TensorSliceDataset', tensors, attr, { device });
  }

  /** All of `indices` in the order that two int64 seeds determine. */
  shuffle(indices: string, count: number, seeds: readonly [string, string]): string {
    const attr = { ...elementAttributes(index), reshuffle_each_iteration: bool(false), metadata };
    return this.part('shuffle', 'ShuffleDataset', [indices, this.long(count), ...seeds], attr, { device });
  }

  skip(indices: string, count: string): string {
    const attr = { ...elementAttributes(index), metadata };
    return this.part('skip', 'SkipDataset', [indices, count], attr, { device });
  }

  /** The last batch may be short. `element` is the batch. */
  batch(source: string, size: number, element: Element): string {
    const keepLast = this.part(
      'drop_last',
      'Const',
      [],
      { dtype: { type: DT.bool }, value: tensor(FALSE) },
      { device },
    );
    const attr = { ...elementAttributes(element), parallel_copy: bool(false), metadata };
    return this.part('batch', 'BatchDatasetV2', [source, this.long(size), keepLast], attr, { device });
  }

  map(part: string, source: string, f: string, element: Element, captured: readonly Captured[]): string {
    const attr = {
      ...elementAttributes(element),
      ...mapped(f, captured),
      use_inter_op_parallelism: bool(true),
      preserve_cardinality: bool(true),
      force_synchronous: bool(false),
      metadata,
    };
    return this.part(part, 'MapDataset', [source, ...captured.map(([name]) => name)], attr, { device });
  }

  /**
   * As many calls at once as are said, results in the order of the source. Calls that mostly wait, as for a disk, have
   * threads of their own: they keep none from computing.
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
      metadata,
    };
    return this.part(part, 'ParallelMapDatasetV2', inputs, attr, { device });
  }

  prefetch(source: string, size: number, element: Element): string {
    const attr = {
      ...elementAttributes(element),
      slack_period: int(0),
      legacy_autotune: bool(true),
      buffer_size_min: int(0),
      metadata,
    };
    return this.part('prefetch', 'PrefetchDataset', [source, this.long(size)], attr, { device });
  }

  withoutAutotune(source: string, element: Element): string {
    const attr = { ...elementAttributes(element), serialized_options: { s: WITHOUT_AUTOTUNE }, metadata };
    return this.part('options', 'OptionsDataset', [source], attr, { device });
  }

  /** Folds the elements into a state by `f`: (state, element, captured) -> state. The first tensor of the state. */
  reduce(
    part: string,
    source: string,
    f: string,
    state: readonly string[],
    element: Element,
    captured: readonly Captured[],
    after: readonly string[],
  ): string {
    const attr = this.reduceAttributes(f, element, captured);
    const inputs = [source, ...state, ...captured.map(([name]) => name)];
    return this.part(part, 'ReduceDataset', inputs, attr, { device, after });
  }

  /** Attributes of ReduceDataset, for one that carries its node's own name. */
  reduceAttributes(f: string, state: Element, captured: readonly Captured[]) {
    return {
      ...elementAttributes(state),
      ...mapped(f, captured),
      Tstate: types(state.types),
      use_inter_op_parallelism: bool(true),
      metadata,
    };
  }

  private long(value: number): string {
    return this.writer.constant('int64', [], [value]);
  }
}

/** The iterator of that name, over such elements. */
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
