/**
 * TensorBoard's protocol buffers, by field: `Event` (tensorflow/core/util/event.proto), `Summary` and
 * `HistogramProto` (tensorflow/core/framework/summary.proto, tsl/protobuf/histogram.proto).
 */
import protobuf from 'protobufjs/minimal';

export interface Scalar {
  /** TensorBoard groups by the part before the slash: `loss/train`. */
  tag: string;
  value: number;
}

export interface Histogram {
  min: number;
  max: number;
  count: number;
  sum: number;
  sumOfSquares: number;
  /** Upper limits of the buckets, ascending, and their counts. */
  limits: readonly number[];
  counts: readonly number[];
}

const LENGTH_DELIMITED = 2;
const FIXED64 = 1;
const FIXED32 = 5;
const VARINT = 0;
export const key = (field: number, wire: number): number => (field << 3) | wire;
export const message = (field: number): number => key(field, LENGTH_DELIMITED);

/** Event { wall_time = 1 (double), step = 2 (int64), ... } */
function event(seconds: number, step: number): protobuf.Writer {
  const writer = protobuf.Writer.create().uint32(key(1, FIXED64)).double(seconds);
  return step === 0 ? writer : writer.uint32(key(2, VARINT)).int64(step);
}

/** Event.file_version = 3 */
export const versionEvent = (seconds: number): Uint8Array =>
  event(seconds, 0).uint32(message(3)).string('brain.Event:2').finish();

/** Event.graph_def = 4, the bytes of a GraphDef. */
export const graphEvent = (seconds: number, graph: Uint8Array): Uint8Array =>
  event(seconds, 0).uint32(message(4)).bytes(graph).finish();

/** Event.session_log = 7 { status = 1: START }: TensorBoard discards earlier values of this step and later. */
export const restartEvent = (seconds: number, step: number): Uint8Array =>
  event(seconds, step).uint32(message(7)).fork().uint32(key(1, VARINT)).int32(1).ldelim().finish();

/** Event.summary = 5 { value = 1 { tag = 1, simple_value = 2 (float) } } */
export function scalarEvent(seconds: number, step: number, scalars: readonly Scalar[]): Uint8Array {
  const writer = event(seconds, step).uint32(message(5)).fork();
  for (const { tag, value } of scalars) {
    writer.uint32(message(1)).fork();
    writer.uint32(message(1)).string(tag).uint32(key(2, FIXED32)).float(value);
    writer.ldelim();
  }
  return writer.ldelim().finish();
}

/** Event.summary = 5 { value = 1 { tag = 1, histo = 5 } } */
export function histogramEvent(
  seconds: number,
  step: number,
  histograms: ReadonlyMap<string, Histogram>,
): Uint8Array {
  const writer = event(seconds, step).uint32(message(5)).fork();
  for (const [tag, histogram] of histograms) {
    writer.uint32(message(1)).fork();
    writer.uint32(message(1)).string(tag).uint32(message(5)).fork();
    writeHistogram(writer, histogram);
    writer.ldelim().ldelim();
  }
  return writer.ldelim().finish();
}

/** HistogramProto { min = 1, max = 2, num = 3, sum = 4, sum_squares = 5, bucket_limit = 6, bucket = 7 }, all double. */
function writeHistogram(writer: protobuf.Writer, histogram: Histogram): void {
  const { min, max, count, sum, sumOfSquares, limits, counts } = histogram;
  for (const [index, value] of [min, max, count, sum, sumOfSquares].entries()) {
    writer.uint32(key(index + 1, FIXED64)).double(value);
  }
  for (const [field, values] of [
    [6, limits],
    [7, counts],
  ] as const) {
    writer.uint32(message(field)).fork();
    for (const value of values) writer.double(value);
    writer.ldelim();
  }
}
