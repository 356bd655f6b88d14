/** Numbers that are only ever added to. */

/** How many numbers of a buffer are taken. Two additions to one column must not share its spare room. */
const taken = new WeakMap<ArrayBufferLike, number>();

const LEAST_ROOM = 64;

/** `column` followed by `values`. Takes time in proportion to what is added; earlier columns stay as they are. */
export function appended(column: Float64Array, values: ArrayLike<number>): Float64Array {
  const length = column.length + values.length;
  const begun = column.byteOffset / column.BYTES_PER_ELEMENT;
  const isNewest = taken.get(column.buffer) === begun + column.length;
  const hasRoom = column.buffer.byteLength >= (begun + length) * column.BYTES_PER_ELEMENT;
  if (values.length === 0) return column;
  if (!isNewest || !hasRoom) {
    const copy = new Float64Array(Math.max(LEAST_ROOM, 2 * length));
    copy.set(column);
    copy.set(values, column.length);
    taken.set(copy.buffer, length);
    return copy.subarray(0, length);
  }
  const whole = new Float64Array(column.buffer, column.byteOffset, length);
  whole.set(values, column.length);
  taken.set(column.buffer, begun + length);
  return whole;
}

/**
 * A column that follows from another, value by value in order. It is kept with the column's buffer, so that after an
 * addition only the new values are computed.
 */
export class Derived<State> {
  readonly #known = new WeakMap<ArrayBufferLike, { key: string; state: State; column: Float64Array }>();

  /** @param begin the state before the first value */
  constructor(readonly begin: () => State) {}

  /**
   * @param source keeps the result. A buffer that was copied for more room is a new source.
   * @param key names everything else that the values follow from
   * @param next the value at an index; it may change the state
   */
  of(
    source: Float64Array,
    key: string,
    length: number,
    next: (state: State, index: number) => number,
  ): Float64Array {
    const before = this.#known.get(source.buffer);
    const { state, column } =
      before?.key === key ? before : { state: this.begin(), column: new Float64Array(0) };
    if (column.length >= length) return column.subarray(0, length);
    const fresh = new Float64Array(length - column.length);
    for (let index = 0; index < fresh.length; index++) fresh[index] = next(state, column.length + index);
    const whole = appended(column, fresh);
    this.#known.set(source.buffer, { key, state, column: whole });
    return whole;
  }
}
